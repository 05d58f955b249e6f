import {
  BedrockAgentCoreControlClient,
  GetAgentRuntimeCommand,
  GetHarnessCommand,
  GetWorkloadIdentityCommand,
  ListAgentRuntimesCommand,
  ListHarnessesCommand,
  ListTagsForResourceCommand,
  ListWorkloadIdentitiesCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { Raw } from '../../raw.ts';
import type { Place } from '../../regional/arn.ts';
import { type AwsFetch, entries, fact, inRegions } from '../../regional/fetch.ts';
import type { Listed } from '../../regional/files.ts';

export const PAGE = 100;

export interface AgentCoreReading {
  readonly context: AwsFetch;
  readonly client: BedrockAgentCoreControlClient;
  readonly place: Place;
}

/** Reads region by region. */
export function readAgentCore(
  context: AwsFetch,
  read: (reading: AgentCoreReading) => AsyncIterable<Raw>,
): AsyncIterable<Listed> {
  return inRegions(context, async function* (place): AsyncGenerator<Listed> {
    const client = context.client.sdk(BedrockAgentCoreControlClient, place.region);
    for await (const entry of read({ context, client, place })) yield { ...place, entry };
  });
}

/** The tags of something, as the key they are merged under; none when they could not be read. */
export async function withTags({ context, client }: AgentCoreReading, resourceArn: string | undefined): Promise<Raw> {
  if (resourceArn === undefined) return {};
  const answer = await fact(context, 'bedrock-agentcore:ListTagsForResource', resourceArn, (abortSignal) =>
    client.send(new ListTagsForResourceCommand({ resourceArn }), { abortSignal }),
  );
  return answer ? { tags: answer.tags ?? {} } : {};
}

/** Every runtime at its newest version. Values of environment variables end in `map`. */
export function fetchRuntimes(context: AwsFetch): AsyncIterable<Listed> {
  return readAgentCore(context, (reading) => {
    const { client, place } = reading;
    const runtimes = entries(context, {
      what: 'bedrock-agentcore:ListAgentRuntimes',
      place: place.region,
      call: (nextToken, abortSignal) =>
        client.send(new ListAgentRuntimesCommand({ nextToken, maxResults: PAGE }), { abortSignal }),
      entries: (page) => page.agentRuntimes,
      next: (page) => page.nextToken,
    });
    return context.each(runtimes, async (summary): Promise<Raw> => {
      const { agentRuntimeId, agentRuntimeArn } = summary;
      const answer = await fact(context, 'bedrock-agentcore:GetAgentRuntime', agentRuntimeArn ?? '', (abortSignal) =>
        client.send(new GetAgentRuntimeCommand({ agentRuntimeId }), { abortSignal }),
      );
      return { ...summary, ...answer, ...(await withTags(reading, agentRuntimeArn)) };
    });
  });
}

/** Every harness (an agent that AgentCore itself runs). Its system prompt ends in `map`. */
export function fetchHarnesses(context: AwsFetch): AsyncIterable<Listed> {
  return readAgentCore(context, (reading) => {
    const { client, place } = reading;
    const harnesses = entries(context, {
      what: 'bedrock-agentcore:ListHarnesses',
      place: place.region,
      call: (nextToken, abortSignal) =>
        client.send(new ListHarnessesCommand({ nextToken, maxResults: PAGE }), { abortSignal }),
      entries: (page) => page.harnesses,
      next: (page) => page.nextToken,
    });
    return context.each(harnesses, async (summary): Promise<Raw> => {
      const answer = await fact(context, 'bedrock-agentcore:GetHarness', summary.arn ?? '', (abortSignal) =>
        client.send(new GetHarnessCommand({ harnessId: summary.harnessId }), { abortSignal }),
      );
      return { ...summary, harness: answer?.harness, ...(await withTags(reading, summary.arn)) };
    });
  });
}

export function fetchWorkloadIdentities(context: AwsFetch): AsyncIterable<Listed> {
  return readAgentCore(context, (reading) => {
    const { client, place } = reading;
    const identities = entries(context, {
      what: 'bedrock-agentcore:ListWorkloadIdentities',
      place: place.region,
      call: (nextToken, abortSignal) =>
        client.send(new ListWorkloadIdentitiesCommand({ nextToken, maxResults: 20 }), { abortSignal }),
      entries: (page) => page.workloadIdentities,
      next: (page) => page.nextToken,
    });
    return context.each(identities, async (summary): Promise<Raw> => {
      const arn = summary.workloadIdentityArn;
      const answer = await fact(context, 'bedrock-agentcore:GetWorkloadIdentity', arn ?? '', (abortSignal) =>
        client.send(new GetWorkloadIdentityCommand({ name: summary.name }), { abortSignal }),
      );
      return { ...summary, ...answer, ...(await withTags(reading, arn)) };
    });
  });
}
