import { type FindingRule, text } from '../rule.ts';

/** What an agent tried on a repository or another thing that is not its developer's to change, and was refused. */
export const refusedAction: FindingRule = {
  id: 'refused-action',
  query: 'refused-actions',
  situation: (row) => (text(row, 'kind') === 'github:repository' ? 'S3' : undefined),
  subjects: { agent: 'Agent', resource: 'Resource' },
  severity: () => 'medium',
  routeTo: 'developer',
  route: () => 'the developer it acted for',
  sentence: (row) =>
    `${text(row, 'agentName')}, acting for ${text(row, 'developerName')}${row['team'] === null ? '' : ` of ${text(row, 'team')}`}, tried ${text(row, 'actions').replaceAll(/\b\w+:/g, '')} on ${text(row, 'resourceName')} and was refused.`,
  remedy: (row) =>
    `If the task needs ${text(row, 'resourceName')}, expand its scope there; else refer it to those who own it for review.`,
};
