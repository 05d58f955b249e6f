import type { Command } from 'commander';
import { findNode } from '../../queries/find-node.ts';
import {
  type BlastRadius,
  type CouldBecome,
  type LevelLists,
  ReachReader,
  type ReachRow,
  readCouldBecome,
} from '../../queries/reach/index.ts';
import type { Label } from '../../schema/index.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, type Output, positiveInteger } from '../output.ts';
import { type LevelOption, levelOption, printReach } from '../reach-output.ts';

/** What can be asked about: whoever acts, and what they act with. */
const SUBJECTS: readonly Label[] = ['Agent', 'Credential', 'Human', 'Principal', 'Tool', 'Team', 'Device', 'Session'];

interface BlastRadiusOptions extends LevelOption {
  readonly format: Format;
  readonly unfold?: boolean;
  readonly limit: number;
}

/** `keyline blast-radius ID` */
export function registerBlastRadius(program: Command, context: CommandContext): void {
  program
    .command('blast-radius')
    .description(
      'Everything an agent, credential, person, account, tool or device can reach, at which level and over which path',
    )
    .argument('<id>', 'key, unambiguous beginning of it, or name')
    .addOption(levelOption('only what is reached at this level'))
    .option('--unfold', 'every resource one by one, instead of ranges with counts')
    .option('--limit <n>', 'rows at most', positiveInteger, 1000)
    .addOption(formatOption())
    .action((id: string, options: BlastRadiusOptions) => blastRadius(id, options, context));
}

async function blastRadius(id: string, options: BlastRadiusOptions, context: CommandContext): Promise<void> {
  const { level, limit, unfold = false } = options;
  const found = await context.withSession(async ({ graph, clock }) => {
    const subject = await findNode(graph, id, { labels: SUBJECTS });
    const reached = await new ReachReader(graph, clock).blastRadius(subject, {
      first: limit,
      unfold,
      ...(level === undefined ? {} : { level }),
    });
    return { reached, couldBecome: await readCouldBecome(graph, clock, subject, limit) };
  });
  printReach(answerOf(found.reached, found.couldBecome), COLUMNS, options.format, context.output);
  if (options.format === 'table') printCouldBecome(found.couldBecome, context.output);
}

/** Apart from what is reached: under the table, one path a line. */
function printCouldBecome({ rows, line }: CouldBecome, output: Output): void {
  if (rows.length === 0) return;
  output.write('');
  output.write(`Could become: ${line}`);
  for (const row of rows) output.write(`- ${row.name ?? row.id} (${row.certainty}): ${row.evidence.join(' ')}`);
}

const COLUMNS = ['sensitivity', 'environment', 'kind', 'name', 'count', 'certain', 'possible', 'unknown', 'id'];

function answerOf({ subject, counts, rows, more, line, coverage }: BlastRadius, couldBecome: CouldBecome) {
  return {
    subject,
    counts,
    rows: rows.map(rowOf),
    couldBecome: {
      total: couldBecome.total,
      rows: couldBecome.rows.map(({ path: _, ...row }) => row),
    },
    more,
    line: `${line} ${counts.total === 1 ? 'resource' : 'resources'}`,
    coverage,
  };
}

/** A scope is told by its first path: it has no name of its own. */
function rowOf({ resource, scope, count, levels, evidence }: ReachRow) {
  return {
    label: scope === undefined ? 'Resource' : 'Scope',
    id: resource?.id ?? scope?.id ?? '',
    name: resource?.name ?? (scope === undefined ? undefined : `${scope.lo}…`),
    kind: resource?.kind ?? scope?.kind,
    environment: resource?.environment,
    sensitivity: resource?.sensitivity,
    count,
    ...(levels satisfies LevelLists),
    evidence,
  };
}
