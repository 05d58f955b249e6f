import type { Command } from 'commander';
import { problemLine } from '../../collect/index.ts';
import { readConfig } from '../../lib/config.ts';
import { runCollect } from '../../pipeline/collect.ts';
import { runDerive } from '../../pipeline/derive.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, printTable } from '../output.ts';
import { stepRow } from './import.ts';

/** `keyline collect [SOURCE…]` */
export function registerCollect(program: Command, context: CommandContext): void {
  program
    .command('collect')
    .description('Read the configured sources into the graph')
    .argument('[source...]', 'source ids; all configured ones when none is named')
    .addOption(formatOption())
    .action((sources: string[], options: { format: Format }) => collect(sources, options.format, context));
}

async function collect(sources: string[], format: Format, context: CommandContext): Promise<void> {
  const { output } = context;
  const config = readConfig();
  const run = await context.withSession(async (session) => {
    const collected = await runCollect(session, context.collectors, config.sources, sources, (key, fetched) =>
      output.note(`${key.source} ${key.step}: ${fetched} items`),
    );
    await runDerive(session, context.deriveJobs(session.events), context.findingRules, (title) => output.note(title));
    return collected;
  });
  printTable(
    { columns: ['step', 'outcome', 'items', 'written', 'retired', 'problems'], rows: run.steps.map(stepRow) },
    format,
    output,
  );
  for (const step of run.steps) for (const problem of step.outcome.problems) output.note(problemLine(problem));
  for (const failure of run.failures) output.note(`${failure.source}: ${failure.message}`);
  if (run.failures.length > 0 || run.steps.some((step) => step.outcome.status !== 'complete')) process.exitCode = 1;
}
