import type { Command } from 'commander';
import { type Clock, instantOf, toInstant } from '../../lib/clock.ts';
import { inputError } from '../../lib/errors.ts';
import { findNode } from '../../queries/find-node.ts';
import { ReachReader, readUnused, type UnusedRow } from '../../queries/reach/index.ts';
import type { Label } from '../../schema/index.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, positiveInteger } from '../output.ts';
import { printReach } from '../reach-output.ts';

const SUBJECTS: readonly Label[] = ['Agent', 'Credential', 'Principal', 'Tool'];

interface UnusedOptions {
  readonly format: Format;
  readonly since: string;
  readonly limit: number;
}

/** `keyline unused ID [--since 90d]` */
export function registerUnused(program: Command, context: CommandContext): void {
  program
    .command('unused')
    .description('What an agent or credential is granted and nobody used: what least privilege would take away')
    .argument('<id>', 'agent, credential, principal or tool: key, unambiguous beginning of it, or name')
    .option('--since <time>', 'uses from then on count: UTC, or a number of days back such as 30d', '90d')
    .option('--limit <n>', 'rows at most', positiveInteger, 200)
    .addOption(formatOption())
    .action((id: string, options: UnusedOptions) => unused(id, options, context));
}

const COLUMNS = [
  'proposal',
  'sensitivity',
  'environment',
  'kind',
  'name',
  'count',
  'used',
  'lastUsedAt',
  'levels',
  'id',
];

async function unused(id: string, options: UnusedOptions, context: CommandContext): Promise<void> {
  const found = await context.withSession(async ({ graph, clock }) => {
    const since = sinceOf(options.since, clock);
    const subject = await findNode(graph, id, { labels: SUBJECTS });
    const reach = new ReachReader(graph, clock);
    return readUnused({ graph, clock, reach }, subject, { since, first: options.limit });
  });
  const { subject, since, until, granted, used, more, coverage } = found;
  const line = `${granted.toLocaleString('en')} resources granted, ${used.toLocaleString('en')} used since ${since}`;
  const answer = { subject, since, until, granted, used, rows: found.rows.map(rowOf), more, line, coverage };
  printReach(answer, COLUMNS, options.format, context.output);
}

const DAY_MS = 86_400_000;

function sinceOf(text: string, clock: Clock): string {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  const since = days === undefined ? toInstant(text) : instantOf(clock.now() - Number(days) * DAY_MS);
  if (since !== undefined) return since;
  throw inputError('since', `"${text}" is neither a time nor a number of days`, { hint: 'For example 30d.' });
}

function rowOf({ granted, proposal, used, usedResources, lastUsedAt, actions }: UnusedRow) {
  const { resource, scope, count, levels, evidence } = granted;
  return {
    id: resource?.id ?? scope?.id ?? '',
    name: resource?.name ?? (scope === undefined ? undefined : `${scope.lo}…`),
    kind: resource?.kind ?? scope?.kind,
    environment: resource?.environment,
    sensitivity: resource?.sensitivity,
    proposal,
    count,
    used,
    usedResources,
    lastUsedAt,
    actions,
    levels: [...new Set([...levels.certain, ...levels.possible, ...levels.unknown])],
    conditionKeys: levels.conditionKeys,
    evidence,
  };
}
