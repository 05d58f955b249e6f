import type { Row } from '../../graph/index.ts';
import { counted, type FindingRule, several, text } from '../rule.ts';

/** An agent of somebody who left and that nobody took over; agents that act through one credential of theirs are one finding. */
export const departedOwner: FindingRule = {
  id: 'departed-owner',
  query: 'departed-owner-agents',
  parameters: { since: '1970-01-01' },
  askedBy: 'owners',
  situation: 'S8',
  applies: (row) => row['isGrant'] !== true,
  subjects: { agent: 'Agent', owner: 'Human', cause: { column: 'causeLabel' } },
  cause: ['owner', 'cause'],
  severity: (row) =>
    row['consumption'] === 'still consuming' ? (Number(row['reaches']) > 0 ? 'critical' : 'high') : 'medium',
  routeTo: 'routeTo',
  route: (row) => text(row, 'route'),
  sentence: (row, rows) =>
    `${text(row, 'ownerName')} left${dayOf(row)}, and ${agentsOf(row, rows)}; ${reachOf(row, rows)}.`,
  remedy: (row) =>
    row['causeLabel'] === 'Credential'
      ? 'Take the agent over, or revoke its credentials.'
      : 'Take the agent over, or disable it.',
};

function dayOf(row: Row): string {
  const at = text(row, 'departedAt');
  return at === '' ? ', at a time that is not known' : ` on ${at.slice(0, 10)}`;
}

function agentsOf(row: Row, rows: readonly Row[]): string {
  if (rows.length === 1) return `their agent ${text(row, 'agentName')} is ${text(row, 'consumption')}`;
  return `${rows.length} of their agents share ${text(row, 'cause')}, which is ${text(row, 'consumption')}: ${several(rows, 'agentName')}`;
}

function reachOf(row: Row, rows: readonly Row[]): string {
  const subject = rows.length === 1 ? 'it reaches' : `${text(row, 'agentName')} reaches`;
  const names = (row['mostSensitive'] as readonly string[] | null) ?? [];
  if (Number(row['reaches']) === 0) return `${subject} nothing that is known`;
  const count = counted(row, 'reaches', 'resource');
  return `${subject} ${names.length === 0 ? count : `${count}, among them ${names.slice(0, 3).join(', ')}`}`;
}
