import { type FindingRule, text } from '../rule.ts';

/** An agent that reaches a sensitive resource it is not meant for. */
export const beyondIntent: FindingRule = {
  id: 'beyond-intent',
  query: 'beyond-intent',
  situation: 'S4',
  subjects: { agent: 'Agent', resource: 'Resource' },
  severity: () => 'high',
  routeTo: 'owner',
  route: () => 'owner of the agent',
  sentence: (row) =>
    `${text(row, 'agentName')} is meant for ${text(row, 'intended')}, and can also reach ${text(row, 'resourceName')} (${text(row, 'sensitivity')}) at ${text(row, 'levels')}.`,
  remedy: () => 'Narrow the policy of its role to the resource it is meant for.',
};
