import type { Command } from 'commander';
import { type FileReport, problemLine, type StepReport } from '../../collect/index.ts';
import { runDerive } from '../../pipeline/derive.ts';
import { runImport } from '../../pipeline/import.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, printTable } from '../output.ts';

/** `keyline import PATH…` */
export function registerImport(program: Command, context: CommandContext): void {
  program
    .command('import')
    .description('Read files that vendors export, scan results and records into the graph')
    .argument('<path...>', 'files and folders')
    .addOption(formatOption())
    .option('--no-derive', 'do not derive people, access, owners and findings afterwards')
    .action((paths: string[], options: { format: Format; derive: boolean }) => importPaths(paths, options, context));
}

async function importPaths(
  paths: string[],
  options: { format: Format; derive: boolean },
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  const run = await context.withSession(async (session) => {
    const imported = await runImport(session, context.collectors, paths, (key, fetched) =>
      output.note(`${key.source} ${key.step}: ${fetched} items`),
    );
    if (options.derive)
      await runDerive(session, context.deriveJobs(session.events), context.findingRules, (title) => output.note(title));
    return imported;
  });
  printTable(
    { columns: ['step', 'outcome', 'items', 'written', 'retired', 'problems'], rows: run.report.steps.map(stepRow) },
    options.format,
    output,
  );
  for (const line of problemLines(run.report.files)) output.note(line);
  const broken = run.report.files.filter((file) => file.problems.length > 0);
  if (broken.length > 0) {
    output.note(
      `${broken.length} of ${run.report.files.length} files have problems; what could be read was imported, and nothing was retired for them.`,
    );
    process.exitCode = 2;
  }
}

export function stepRow(step: StepReport): Record<string, unknown> {
  const { source, scope } = step.key;
  return {
    step: `${source}:${scope}/${step.key.step}`,
    outcome: step.outcome.status,
    items: step.outcome.fetched,
    written: step.result.written,
    retired: step.result.retired,
    problems: step.outcome.problemCount,
  };
}

function problemLines(files: readonly FileReport[]): string[] {
  return files.flatMap((file) => file.problems.map((problem) => `${file.path}: ${problemLine(problem)}`));
}
