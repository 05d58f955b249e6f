import type { Command } from 'commander';
import { findNode } from '../../queries/find-node.ts';
import { OWNABLE, type OwnerAnswer, type PartyView, readOwner } from '../../queries/owner.ts';
import type { CommandContext } from '../context.ts';
import { type Format, formatTable } from '../format.ts';
import { formatOption, type Output, printTable } from '../output.ts';

/** `keyline owner ID` */
export function registerOwner(program: Command, context: CommandContext): void {
  program
    .command('owner')
    .description('Who answers for an agent, credential or principal, why we think so, and what else they own')
    .argument('<id>', 'key, unambiguous beginning of it, or name')
    .addOption(formatOption())
    .action((id: string, options: { format: Format }) => owner(id, options.format, context));
}

async function owner(id: string, format: Format, context: CommandContext): Promise<void> {
  const found = await context.withSession(async ({ graph }) =>
    readOwner(graph, await findNode(graph, id, { labels: OWNABLE })),
  );
  if (format === 'json') context.output.write(JSON.stringify(found, null, 2));
  else if (format === 'csv') printTable({ columns: COLUMNS, rows: [flat(found)] }, 'csv', context.output);
  else tell(found, context.output);
  context.output.note(found.coverage.line);
}

const COLUMNS = [
  'label',
  'id',
  'name',
  'verdict',
  'confidence',
  'owner',
  'ownerName',
  'ownerStatus',
  'departedAt',
  'since',
  'fallsTo',
  'route',
  'basis',
  'alternatives',
  'alsoOwns',
];

function flat(found: OwnerAnswer): Record<string, unknown> {
  return {
    ...found.subject,
    verdict: found.verdict,
    confidence: found.confidence,
    owner: found.owner?.id,
    ownerName: found.owner?.name,
    ownerStatus: found.owner?.status,
    departedAt: found.owner?.departedAt,
    since: found.since,
    fallsTo: found.fallsTo?.id,
    route: found.fallsTo?.route,
    basis: found.basis.join(' | '),
    alternatives: found.alternatives.map((one) => one.id).join(' | '),
    alsoOwns: found.alsoOwns.count,
  };
}

function tell(found: OwnerAnswer, output: Output): void {
  const { subject, owner: party, alsoOwns } = found;
  output.write(`${subject.label} ${subject.name ?? subject.id}${subject.name === undefined ? '' : ` (${subject.id})`}`);
  if (party === undefined) output.write('Owner: unknown; no evidence carries a verdict');
  else
    output.write(
      `Owner: ${nameOf(party)}; ${found.verdict}, confidence ${found.confidence ?? 'unknown'}, since ${found.since ?? 'unknown'}`,
    );
  for (const why of found.basis) output.write(`  ${why}`);
  if (found.fallsTo !== undefined) output.write(`Falls to: ${nameOf(found.fallsTo)}: ${found.fallsTo.route}`);
  section(output, 'Evidence', ['kind', 'at', 'says', 'names', 'about'], found.evidence);
  section(
    output,
    'Alternatives',
    ['who', 'confidence', 'says'],
    found.alternatives.map((one) => ({
      who: nameOf(one),
      confidence: one.confidence ?? '',
      says: one.says.join('; '),
    })),
  );
  section(output, `Also owns ${alsoOwns.count}`, ['label', 'kind', 'name', 'id'], alsoOwns.items);
}

function section(output: Output, title: string, columns: readonly string[], rows: readonly object[]): void {
  if (rows.length === 0) return;
  output.write('');
  output.write(`${title}:`);
  output.write(formatTable({ columns, rows: rows as readonly Record<string, unknown>[] }, 'table', output.width));
}

function nameOf(party: PartyView): string {
  const name = party.name === undefined ? party.id : `${party.name} (${party.id})`;
  const left = party.departedAt === undefined ? '' : ` ${party.departedAt}`;
  return party.status === undefined || party.status === 'active' ? name : `${name}, ${party.status}${left}`;
}
