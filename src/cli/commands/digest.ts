import { Argument, type Command } from 'commander';
import { KeylineError } from '../../lib/errors.ts';
import { askDigests, type DigestKind, sendDigests } from '../../report/digest/index.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, printTable } from '../output.ts';

/** `keyline digest owners|managers` */
export function registerDigest(program: Command, context: CommandContext): void {
  program
    .command('digest')
    .description('What each owner, or each manager with their reports, has to look after')
    .addArgument(new Argument('<for>', 'whose').choices(['owners', 'managers']))
    .option('--out <dir>', 'write a page and a table for each person into this folder')
    .addOption(formatOption())
    .action((kind: DigestKind, options: { readonly out?: string; readonly format: Format }) =>
      digest(kind, options, context),
    );
}

const COLUMNS = ['person', 'name', 'agents', 'findings', 'overdue', 'critical', 'high'];

async function digest(
  kind: DigestKind,
  { out, format }: { readonly out?: string; readonly format: Format },
  { withSession, output, signal }: CommandContext,
): Promise<void> {
  const digests = await withSession(({ graph, clock }) => askDigests(graph, clock, kind));
  const rows = digests.map(({ person, agents, items }) => ({
    person: person.id,
    name: person.name,
    agents,
    findings: items.length,
    overdue: items.filter((one) => one.isOverdue).length,
    critical: items.filter((one) => one.severity === 'critical').length,
    high: items.filter((one) => one.severity === 'high').length,
  }));
  if (format === 'table' && rows.length === 0) output.write('Nobody has anything to look after.');
  else printTable({ columns: COLUMNS, rows }, format, output);
  if (out === undefined) return;
  const { files, failures } = await sendDigests(digests, { folder: out }, { signal });
  if (failures.length > 0) throw new KeylineError('digest-undelivered', failures.join('; '), { source: out });
  for (const file of files) output.note(`written: ${file}`);
}
