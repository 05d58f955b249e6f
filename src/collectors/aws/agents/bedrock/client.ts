import {
  BedrockAgentClient,
  GetAgentActionGroupCommand,
  GetAgentCommand,
  GetKnowledgeBaseCommand,
  ListAgentActionGroupsCommand,
  ListAgentAliasesCommand,
  ListAgentCollaboratorsCommand,
  ListAgentKnowledgeBasesCommand,
  ListAgentsCommand,
  ListKnowledgeBasesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-bedrock-agent';
import type { Raw } from '../../raw.ts';
import { arnIn, type Place } from '../../regional/arn.ts';
import { type AwsFetch, allEntries, entries, fact, inRegions } from '../../regional/fetch.ts';
import type { Listed } from '../../regional/files.ts';

const PAGE = 100;
/** The version that is edited; numbered versions are copies of it. */
const DRAFT = 'DRAFT';

interface Reading {
  readonly context: AwsFetch;
  readonly client: BedrockAgentClient;
  readonly place: Place;
}

/** Every agent of Bedrock Agents, with what hangs on it. Instructions and prompts end in `map`. */
export function fetchAgents(context: AwsFetch): AsyncIterable<Listed> {
  return inRegions(context, (place) => {
    const client = context.client.sdk(BedrockAgentClient, place.region);
    const reading: Reading = { context, client, place };
    const agents = entries(context, {
      what: 'bedrock:ListAgents',
      place: place.region,
      call: (nextToken, abortSignal) =>
        client.send(new ListAgentsCommand({ nextToken, maxResults: PAGE }), { abortSignal }),
      entries: (page) => page.agentSummaries,
      next: (page) => page.nextToken,
    });
    return context.each(agents, async (summary): Promise<Listed> => {
      const more = await aboutAgent(reading, summary.agentId ?? '');
      return { ...place, entry: { ...summary, ...more } };
    });
  });
}

async function aboutAgent(reading: Reading, agentId: string): Promise<Raw> {
  const { context, client } = reading;
  const answer = await fact(context, 'bedrock:GetAgent', agentId, (abortSignal) =>
    client.send(new GetAgentCommand({ agentId }), { abortSignal }),
  );
  return {
    agent: answer?.agent,
    agentAliasSummaries: await aliases(reading, agentId),
    actionGroupSummaries: await actionGroups(reading, agentId),
    agentKnowledgeBaseSummaries: await knowledgeBasesOf(reading, agentId),
    agentCollaboratorSummaries: await collaborators(reading, agentId, answer?.agent?.agentCollaboration),
    tags: await tagsOf(reading, arnIn(reading.place, 'bedrock', `agent/${agentId}`)),
  };
}

function aliases({ context, client }: Reading, agentId: string): Promise<unknown> {
  return allEntries(context, {
    what: 'bedrock:ListAgentAliases',
    place: agentId,
    call: (nextToken, abortSignal) =>
      client.send(new ListAgentAliasesCommand({ agentId, nextToken, maxResults: PAGE }), { abortSignal }),
    entries: (page) => page.agentAliasSummaries,
    next: (page) => page.nextToken,
  });
}

async function actionGroups({ context, client }: Reading, agentId: string): Promise<unknown> {
  const version = { agentId, agentVersion: DRAFT };
  const groups = await allEntries(context, {
    what: 'bedrock:ListAgentActionGroups',
    place: agentId,
    call: (nextToken, abortSignal) =>
      client.send(new ListAgentActionGroupsCommand({ ...version, nextToken, maxResults: PAGE }), { abortSignal }),
    entries: (page) => page.actionGroupSummaries,
    next: (page) => page.nextToken,
  });
  const detailed: Raw[] = [];
  for (const group of groups ?? []) {
    const { actionGroupId } = group;
    const answer = await fact(context, 'bedrock:GetAgentActionGroup', `${agentId} ${actionGroupId}`, (abortSignal) =>
      client.send(new GetAgentActionGroupCommand({ ...version, actionGroupId }), { abortSignal }),
    );
    detailed.push({ ...group, agentActionGroup: answer?.agentActionGroup });
  }
  return groups === undefined ? undefined : detailed;
}

function knowledgeBasesOf({ context, client }: Reading, agentId: string): Promise<unknown> {
  return allEntries(context, {
    what: 'bedrock:ListAgentKnowledgeBases',
    place: agentId,
    call: (nextToken, abortSignal) =>
      client.send(new ListAgentKnowledgeBasesCommand({ agentId, agentVersion: DRAFT, nextToken, maxResults: PAGE }), {
        abortSignal,
      }),
    entries: (page) => page.agentKnowledgeBaseSummaries,
    next: (page) => page.nextToken,
  });
}

/** Only an agent that collaborates has collaborators: the service refuses to list them for the others. */
async function collaborators({ context, client }: Reading, agentId: string, collaboration?: string): Promise<unknown> {
  if (collaboration === 'DISABLED') return [];
  return allEntries(context, {
    what: 'bedrock:ListAgentCollaborators',
    place: agentId,
    call: (nextToken, abortSignal) =>
      client.send(new ListAgentCollaboratorsCommand({ agentId, agentVersion: DRAFT, nextToken, maxResults: PAGE }), {
        abortSignal,
      }),
    entries: (page) => page.agentCollaboratorSummaries,
    next: (page) => page.nextToken,
  });
}

async function tagsOf({ context, client }: Reading, resourceArn: string): Promise<unknown> {
  const answer = await fact(context, 'bedrock:ListTagsForResource', resourceArn, (abortSignal) =>
    client.send(new ListTagsForResourceCommand({ resourceArn }), { abortSignal }),
  );
  return answer?.tags;
}

/** Every knowledge base with its role and the store it stands on. */
export function fetchKnowledgeBases(context: AwsFetch): AsyncIterable<Listed> {
  return inRegions(context, (place) => {
    const client = context.client.sdk(BedrockAgentClient, place.region);
    const bases = entries(context, {
      what: 'bedrock:ListKnowledgeBases',
      place: place.region,
      call: (nextToken, abortSignal) =>
        client.send(new ListKnowledgeBasesCommand({ nextToken, maxResults: PAGE }), { abortSignal }),
      entries: (page) => page.knowledgeBaseSummaries,
      next: (page) => page.nextToken,
    });
    return context.each(bases, async (summary): Promise<Listed> => {
      const { knowledgeBaseId } = summary;
      const answer = await fact(context, 'bedrock:GetKnowledgeBase', knowledgeBaseId ?? '', (abortSignal) =>
        client.send(new GetKnowledgeBaseCommand({ knowledgeBaseId }), { abortSignal }),
      );
      const tags = await tagsOf({ context, client, place }, knowledgeBaseArn(place, knowledgeBaseId ?? ''));
      return { ...place, entry: { ...summary, knowledgeBase: answer?.knowledgeBase, tags } };
    });
  });
}

function knowledgeBaseArn(place: Place, id: string): string {
  return arnIn(place, 'bedrock', `knowledge-base/${id}`);
}
