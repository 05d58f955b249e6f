import { type FindingRule, several, text } from '../rule.ts';

/** An owner who moved to another team: the new manager should know of their agents. One finding a person. */
export const movedOwner: FindingRule = {
  id: 'moved-owner',
  query: 'moved-owners',
  askedBy: 'owners',
  situation: 'S11',
  subjects: { agent: 'Agent', owner: 'Human' },
  cause: ['owner'],
  severity: () => 'low',
  routeTo: 'routeTo',
  route: (row) => text(row, 'route'),
  sentence: (row, rows) =>
    `${text(row, 'ownerName')} moved from ${text(row, 'fromTeam')} to ${text(row, 'toTeam')} and still owns ${several(rows, 'agentName')}.`,
  remedy: () => 'Confirm that what they own moves along, or hand it over.',
};
