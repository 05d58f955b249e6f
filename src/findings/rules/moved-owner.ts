import { type FindingRule, text } from '../rule.ts';

/** An agent whose owner moved to another team: the new manager should know. */
export const movedOwner: FindingRule = {
  id: 'moved-owner',
  query: 'moved-owners',
  situation: 'S11',
  subjects: { agent: 'Agent', owner: 'Human' },
  severity: () => 'low',
  routeTo: 'routeTo',
  route: (row) => text(row, 'route'),
  sentence: (row) =>
    `${text(row, 'ownerName')} moved from ${text(row, 'fromTeam')} to ${text(row, 'toTeam')} and still owns ${text(row, 'agentName')}.`,
  remedy: () => 'Confirm that the agent moves along, or hand it over.',
};
