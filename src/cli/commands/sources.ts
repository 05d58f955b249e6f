import type { Command } from 'commander';
import { readConfig } from '../../lib/config.ts';
import { readCoverage, readSteps } from '../../queries/index.ts';
import type { CommandContext } from '../context.ts';
import { type Format, formatTable } from '../format.ts';
import { formatOption, type Output, printTable } from '../output.ts';
import { ageOf, type SourceStatus, sourceStatuses } from '../source-status.ts';

/** `keyline sources` */
export function registerSources(program: Command, context: CommandContext): void {
  program
    .command('sources')
    .description(
      'Configured and seen sources: outcomes, freshness, what each cannot see, and what its tests ran against',
    )
    .addOption(formatOption())
    .action(({ format }: { format: Format }) => sources(format, context));
}

async function sources(format: Format, context: CommandContext): Promise<void> {
  const config = readConfig();
  const { steps, coverage, now } = await context.withSession(async ({ graph, clock }) => {
    const [steps, coverage] = await Promise.all([readSteps(graph), readCoverage(graph)]);
    return { steps, coverage, now: clock.now() };
  });
  const found = sourceStatuses(context.collectors, config.sources, steps);
  if (format === 'json') context.output.write(JSON.stringify({ sources: found, coverage }, null, 2));
  else if (format === 'csv')
    printTable({ columns: STEP_COLUMNS, rows: steps.map((one) => ({ ...one })) }, 'csv', context.output);
  else tell(found, now, context.output);
  context.output.note(coverage.line);
}

const STEP_COLUMNS = ['source', 'scope', 'step', 'outcome', 'reason', 'lastRunAt', 'completeAt', 'records'];

function tell(found: readonly SourceStatus[], now: number, output: Output): void {
  if (found.length === 0) {
    output.write('No source is configured, and none has been read.');
    return;
  }
  const columns = ['source', 'scope', 'configured', 'outcome', 'steps', 'seen whole', 'records', 'tested on'];
  output.write(formatTable({ columns, rows: found.flatMap((one) => rowsOf(one, now)) }, 'table', output.width));
  for (const one of found) tellMore(one, output);
}

function rowsOf(one: SourceStatus, now: number): Record<string, unknown>[] {
  const common = { source: one.source, configured: one.configured ? 'yes' : 'no', 'tested on': one.faith };
  if (one.scopes.length === 0) return [{ ...common, outcome: 'never read' }];
  return one.scopes.map((scope) => ({
    ...common,
    scope: scope.scope,
    outcome: scope.outcome,
    steps: `${scope.complete} of ${scope.steps.length} complete`,
    'seen whole': scope.asOf === undefined ? 'never' : `${ageOf(scope.asOf, now)} ago`,
    records: scope.records,
  }));
}

function tellMore(one: SourceStatus, output: Output): void {
  const schedules = one.schedules.map((schedule) => `  collected on schedule: ${schedule}`);
  const broken = one.scopes.flatMap((scope) =>
    scope.steps
      .filter((step) => step.outcome !== 'complete')
      .map((step) => `  ${step.step}: ${step.outcome}${step.reason === undefined ? '' : `: ${step.reason}`}`),
  );
  const blind = one.cannotSee.map((what) => `  cannot see: ${what}`);
  const tested = one.testedAgainst === undefined ? [] : [`  tested against: ${one.testedAgainst}`];
  output.write('');
  output.write(`${one.title} (${one.source})`);
  for (const line of [...schedules, ...broken, ...blind, ...tested]) output.write(line);
}
