import { counted, type FindingRule, several, text } from '../rule.ts';

/**
 * A credential or principal of somebody who left, that no known agent acts with: who holds it can go on. A principal and its
 * credentials are one finding. What agents act with is told with them, and contractors' grants have a finding of their own.
 */
export const departedOwnerCredential: FindingRule = {
  id: 'departed-owner-credential',
  query: 'departed-owner-estate',
  parameters: { since: '1970-01-01' },
  askedBy: 'owners',
  applies: (row) =>
    row['label'] !== 'Agent' && row['opens'] === true && !isToldElsewhere(row) && Number(row['reaches']) > 0,
  subjects: { thing: { column: 'label' }, owner: 'Human', cause: { column: 'causeLabel' } },
  cause: ['owner', 'cause'],
  severity: (row) => (row['consumption'] === 'still consuming' ? 'high' : 'medium'),
  routeTo: 'routeTo',
  route: (row) => text(row, 'route'),
  sentence: (row, rows) =>
    `${text(row, 'ownerName')} left${row['departedAt'] === null ? '' : ` on ${text(row, 'departedAt').slice(0, 10)}`}, and their ${text(row, 'kind') || text(row, 'label').toLowerCase()} ${several(rows, 'name')} still opens ${counted(row, 'reaches', 'resource')} (${text(row, 'consumption')}), with no agent known to use it.`,
  remedy: () => 'Revoke it, or move it to somebody who answers for it.',
};

function isToldElsewhere(row: Readonly<Record<string, unknown>>): boolean {
  const agents = (row['agents'] as readonly string[] | null) ?? [];
  return agents.length > 0 || (row['isContractor'] === true && row['label'] === 'Credential');
}
