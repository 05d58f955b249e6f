import { type FindingRule, text } from '../rule.ts';

/** An agent that can read a secret which makes it somebody else in production. */
export const secretChain: FindingRule = {
  id: 'secret-chain',
  query: 'secret-chains',
  situation: 'S12',
  subjects: { agent: 'Agent', credential: 'Credential' },
  severity: (row) => (row['certainty'] === 'certain' ? 'critical' : 'high'),
  routeTo: 'owner',
  route: () => 'owner of the agent',
  sentence: (row) =>
    `${text(row, 'agentName')} can read ${text(row, 'secret')}, which holds the credential of ${text(row, 'becomes')}, and so reaches ${text(row, 'mostSensitive')} in production.`,
  remedy: () => 'Take the read permission on the secret away, or give the agent a principal of its own.',
};
