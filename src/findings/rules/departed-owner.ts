import { counted, type FindingRule, text } from '../rule.ts';

/** An agent of somebody who left and that nobody took over. */
export const departedOwner: FindingRule = {
  id: 'departed-owner',
  query: 'departed-owner-agents',
  parameters: { since: '1970-01-01' },
  situation: 'S8',
  subjects: { agent: 'Agent', owner: 'Human' },
  severity: (row) =>
    row['consumption'] === 'still consuming' ? (Number(row['reaches']) > 0 ? 'critical' : 'high') : 'medium',
  routeTo: 'routeTo',
  route: (row) => text(row, 'route'),
  sentence: (row) =>
    `${text(row, 'ownerName')} left on ${text(row, 'departedAt').slice(0, 10)}, and their agent ${text(row, 'agentName')} is ${text(row, 'consumption')}; it reaches ${reachWords(row)}.`,
  remedy: () => 'Take the agent over, or revoke its credentials.',
};

function reachWords(row: Readonly<Record<string, unknown>>): string {
  const names = (row['mostSensitive'] as readonly string[] | null) ?? [];
  if (Number(row['reaches']) === 0) return 'nothing that is known';
  const count = counted(row, 'reaches', 'resource');
  return names.length === 0 ? count : `${count}, among them ${names.slice(0, 3).join(', ')}`;
}
