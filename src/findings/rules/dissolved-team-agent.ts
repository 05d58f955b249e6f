import { type FindingRule, text } from '../rule.ts';

/** An agent whose team is no more. */
export const dissolvedTeamAgent: FindingRule = {
  id: 'dissolved-team-agent',
  query: 'dissolved-team-agents',
  askedBy: 'teams',
  situation: (row) => (Number(row['reaches']) > 0 ? 'S10' : undefined),
  subjects: { agent: 'Agent' },
  severity: (row) => (Number(row['reaches']) > 0 ? 'high' : 'medium'),
  routeTo: 'routeTo',
  route: (row) => text(row, 'route'),
  sentence: (row) =>
    `${text(row, 'agentName')} belongs to the dissolved team ${text(row, 'teamName')} and still reaches ${Number(row['reaches']) > 0 ? text(row, 'mostSensitive') : 'nothing'} in production.`,
  remedy: () => 'Deprovision the agent, or give it to a team that lives.',
};
