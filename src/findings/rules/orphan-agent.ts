import { counted, type FindingRule, text } from '../rule.ts';

/** An agent nobody answers for. Those of departed owners have a finding of their own. */
export const orphanAgent: FindingRule = {
  id: 'orphan-agent',
  query: 'orphan-agents',
  situation: 'S15',
  subjects: { agent: 'Agent' },
  applies: (row) => row['why'] === 'owner unknown',
  severity: (row) => (Number(row['reaches']) > 0 ? 'high' : 'medium'),
  sentence: (row) =>
    `Nobody is known to answer for the agent ${text(row, 'agentName')} (${text(row, 'kind')}); it reaches ${counted(row, 'reaches', 'resource')}.`,
  remedy: () => 'Find its owner from what is known, or disable it.',
};
