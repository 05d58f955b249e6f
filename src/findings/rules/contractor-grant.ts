import { type FindingRule, text } from '../rule.ts';

/** A grant that outlives the contractor. */
export const contractorGrant: FindingRule = {
  id: 'contractor-grant',
  query: 'contractor-grants',
  askedBy: 'owners',
  situation: 'S9',
  subjects: { credential: 'Credential', contractor: 'Human', agentKeys: 'Agent' },
  cause: ['contractor', 'credential'],
  severity: () => 'high',
  routeTo: 'routeTo',
  route: (row) => text(row, 'route'),
  sentence: (row) =>
    `The engagement of ${text(row, 'contractorName')} ended on ${text(row, 'endedAt').slice(0, 10)}, and their ${text(row, 'system')} ${text(row, 'kind')} is still active.`,
  remedy: () => 'Revoke the grant, or move it to somebody who answers for it.',
};
