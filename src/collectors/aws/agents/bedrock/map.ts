import { environmentOf } from '../../../../lib/tags.ts';
import { edge, type NodeRef, node, type RecordOf, ref } from '../../../../schema/index.ts';
import { ownerTagEvidence } from '../../owner-tags.ts';
import { object, objects, type Raw, required, text } from '../../raw.ts';
import { type Arn, arnIn, parseArn } from '../../regional/arn.ts';
import { instant, tagsOf } from '../../regional/fields.ts';
import type { Listed } from '../../regional/files.ts';
import { arnOf, awsResource } from '../../regional/resource.ts';

export const emits = [
  'Agent',
  'Tool',
  'Resource',
  'Evidence',
  'RUNS_AS',
  'RUNS_ON',
  'HAS_TOOL',
  'DELEGATES_TO',
  'CONTAINS',
  'ABOUT',
  'NAMES',
] as const;

type AgentRecord = RecordOf<(typeof emits)[number]>;

/**
 * A Bedrock agent. Entry: `AgentSummary` merged with the answers of GetAgent (`agent`), ListAgentAliases,
 * ListAgentActionGroups (each with its `agentActionGroup`), ListAgentKnowledgeBases, ListAgentCollaborators and
 * ListTagsForResource (`tags`). Instructions, prompts and schemas end here.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_Agent.html
 */
export function mapAgent({ account, region, entry }: Listed): readonly AgentRecord[] {
  const agent = object(entry, 'agent');
  const id = text(agent, 'agentId') ?? required(entry, 'agentId');
  const arn = arnOf(text(agent, 'agentArn') ?? arnIn({ account, region }, 'bedrock', `agent/${id}`), 'bedrock');
  const self = ref('Agent', arn.text);
  const tags = tagsOf(entry['tags']);
  const name = text(agent, 'agentName') ?? text(entry, 'agentName') ?? id;
  const status = text(agent, 'agentStatus') ?? text(entry, 'agentStatus');
  const role = text(agent, 'agentResourceRoleArn');
  return [
    node('Agent', arn.text, {
      name,
      kind: 'bedrock-agent',
      platform: 'aws',
      tenant: arn.account,
      status,
      environment: environmentOf(tags),
      model: text(agent, 'foundationModel'),
      createdAt: instant(agent, 'createdAt'),
      updatedAt: instant(agent, 'updatedAt') ?? instant(entry, 'updatedAt'),
      tags,
    }),
    awsResource(arn, 'bedrock:agent', { name, status, tags }),
    edge('RUNS_ON', self, ref('Resource', arn.text), {}),
    ...(role === undefined ? [] : [edge('RUNS_AS', self, ref('Principal', role), {})]),
    ...objects(entry, 'agentAliasSummaries').flatMap((alias) => aliasRecords(arn, id, alias)),
    ...objects(entry, 'actionGroupSummaries').flatMap((group) => actionGroupRecords(arn, group)),
    ...objects(entry, 'agentKnowledgeBaseSummaries').flatMap((base) => knowledgeBase(self, arn, base)),
    ...objects(entry, 'agentCollaboratorSummaries').flatMap((other) => collaborator(self, other)),
    ...ownerTagEvidence(self, tags),
  ];
}

/** What callers invoke: the right to invoke is granted on the alias. */
function aliasRecords(agent: Arn, agentId: string, alias: Raw): AgentRecord[] {
  const id = text(alias, 'agentAliasId');
  if (id === undefined) return [];
  const arn = arnOf(arnIn(agent, 'bedrock', `agent-alias/${agentId}/${id}`), 'bedrock');
  const stopped = text(alias, 'aliasInvocationState') === 'REJECT_INVOCATIONS';
  const resource = awsResource(arn, 'bedrock:agent-alias', {
    name: text(alias, 'agentAliasName'),
    status: stopped ? 'REJECT_INVOCATIONS' : text(alias, 'agentAliasStatus'),
    createdAt: instant(alias, 'createdAt'),
  });
  return [resource, edge('CONTAINS', ref('Resource', agent.text), ref('Resource', arn.text), {})];
}

/** An action group as a tool; its Lambda function runs it. One that is switched off is no tool of the agent. */
function actionGroupRecords(agent: Arn, summary: Raw): AgentRecord[] {
  const group = { ...summary, ...object(summary, 'agentActionGroup') };
  const id = text(group, 'actionGroupId');
  if (id === undefined || text(group, 'actionGroupState') === 'DISABLED') return [];
  const tool = ref('Tool', `${agent.text}/action-group/${id}`);
  const lambda = parseArn(text(object(group, 'actionGroupExecutor'), 'lambda'));
  return [
    node('Tool', tool.id, { name: text(group, 'actionGroupName') ?? id, kind: 'action-group' }),
    edge('HAS_TOOL', ref('Agent', agent.text), tool, {}),
    ...(lambda === undefined ? [] : [edge('RUNS_ON', tool, ref('Resource', unqualified(lambda)), {})]),
  ];
}

/** The function without its version or alias: `function:name:PROD` → `function:name`. */
function unqualified(lambda: Arn): string {
  const [type = '', name = ''] = lambda.resource.split(':');
  return arnIn(lambda, 'lambda', `${type}:${name}`);
}

function knowledgeBase(agent: NodeRef<'Agent'>, place: Arn, base: Raw): AgentRecord[] {
  const id = text(base, 'knowledgeBaseId');
  if (id === undefined || text(base, 'knowledgeBaseState') === 'DISABLED') return [];
  return [edge('HAS_TOOL', agent, ref('Tool', arnIn(place, 'bedrock', `knowledge-base/${id}`)), {})];
}

/** The collaborator is named by its alias: `agent-alias/<agent id>/<alias id>`. */
function collaborator(agent: NodeRef<'Agent'>, summary: Raw): AgentRecord[] {
  const alias = parseArn(text(object(summary, 'agentDescriptor'), 'aliasArn'));
  const [type, id] = alias?.resource.split('/') ?? [];
  if (alias === undefined || type !== 'agent-alias' || id === undefined) return [];
  return [edge('DELEGATES_TO', agent, ref('Agent', arnIn(alias, 'bedrock', `agent/${id}`)), {})];
}
