import type { Command } from 'commander';
import { keylineHome } from '../../lib/home.ts';
import { createLogger } from '../../lib/log.ts';
import { readSteps, type StepCoverage } from '../../queries/index.ts';
import type { CommandContext, CommandSession } from '../context.ts';
import { type Check, type CheckStatus, failed } from '../doctor/check.ts';
import { checkConfiguration } from '../doctor/configuration.ts';
import { checkData } from '../doctor/data.ts';
import { checkGraph } from '../doctor/graph.ts';
import { checkMachine } from '../doctor/machine.ts';
import { checkSources } from '../doctor/sources.ts';
import type { Format } from '../format.ts';
import { formatOption, type Output, printTable } from '../output.ts';

/** `keyline doctor` */
export function registerDoctor(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description(
      'Look for what stands in the way: prerequisites, data directory, graph, configuration, sources and what they were given',
    )
    .addOption(formatOption())
    .action(({ format }: { format: Format }) => doctor(format, context));
}

async function doctor(format: Format, context: CommandContext): Promise<void> {
  const checks = await allChecks(context);
  const count = (status: CheckStatus): number => checks.filter((one) => one.status === status).length;
  const summary = { ok: count('ok'), warn: count('warn'), fail: count('fail') };
  if (format === 'json') context.output.write(JSON.stringify({ checks, summary }, null, 2));
  else if (format === 'csv') printCsv(checks, context.output);
  else tell(checks, context.output);
  context.output.note(`${summary.ok} ok, ${summary.warn} to look at, ${summary.fail} failed`);
  if (summary.fail > 0) process.exitCode = 1;
}

async function allChecks(context: CommandContext): Promise<Check[]> {
  // The data directory first: opening the graph takes over stale locks.
  const before = [...checkMachine(process.env), ...checkData(keylineHome())];
  const { config, checks } = checkConfiguration(process.env);
  const { found, steps, log } = await graphChecks(context);
  const connect = { signal: context.signal, log, env: process.env };
  const sources = await checkSources(context.collectors, config?.sources ?? [], steps, connect);
  return [...before, ...checks, ...found, ...sources];
}

interface GraphFound {
  readonly found: readonly Check[];
  readonly steps: readonly StepCoverage[];
  readonly log: CommandSession['log'];
}

async function graphChecks(context: CommandContext): Promise<GraphFound> {
  try {
    return await context.withSession(async ({ graph, server, log }) => ({
      found: await checkGraph(graph, server.uri),
      steps: await readSteps(graph),
      log,
    }));
  } catch (thrown) {
    context.signal.throwIfAborted();
    return { found: [failed('graph', 'server', thrown)], steps: [], log: createLogger({ level: 'silent' }) };
  }
}

function printCsv(checks: readonly Check[], output: Output): void {
  const rows = checks.map((one) => ({ ...one, details: one.details?.join(' | ') }));
  printTable({ columns: ['status', 'area', 'name', 'says', 'hint', 'details'], rows }, 'csv', output);
}

function tell(checks: readonly Check[], output: Output): void {
  for (const { status, area, name, says, hint, details } of checks) {
    output.write(`${status.padEnd(4)}  ${area}: ${name}: ${says}`);
    for (const detail of details ?? []) output.write(`        ${detail}`);
    if (hint !== undefined) output.write(`        → ${hint}`);
  }
}
