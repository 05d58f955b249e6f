import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { ListrTask } from 'listr2';
import { type KeylineConfig, readConfig } from '../../lib/config.ts';
import { runCollect } from '../../pipeline/collect.ts';
import { deriveIfChanged, runDerive } from '../../pipeline/derive.ts';
import { runImport } from '../../pipeline/import.ts';
import { type Recurring, startSchedules } from '../../pipeline/schedule.ts';
import { countFindings, readSteps } from '../../queries/index.ts';
import type { CommandContext, CommandSession, RunningApi } from '../context.ts';
import { type Output, positiveInteger } from '../output.ts';
import { printFindings, readFindings } from './findings.ts';

interface UpOptions {
  readonly once?: boolean;
  readonly browser?: boolean;
  readonly host?: string;
  readonly port?: number;
}

/** `keyline up`: what `npm start` runs. */
export function registerUp(program: Command, context: CommandContext): void {
  program
    .command('up')
    .description(
      'Read the sources (the demo company when none is configured), derive, print findings, and serve the API',
    )
    .option('--once', 'exit after the findings instead of serving')
    .option('--browser', 'serve the Neo4j Browser as well')
    .option('--host <address>', 'address to listen on')
    .option('--port <n>', 'port to listen on; 0 takes a free one', positiveInteger)
    .action((options: UpOptions) => up(options, context));
}

async function up(options: UpOptions, context: CommandContext): Promise<void> {
  const config = readConfig();
  const { output } = context;
  await context.withSession(
    async (session) => {
      const host = options.host ?? config.http.host;
      const api = await context.startApi(session, {
        host,
        port: options.port ?? (options.once === true ? 0 : config.http.port),
      });
      try {
        output.note(`Answering at ${api.url}`);
        // Loaded once the API answers: it brings much along.
        const { Listr } = await import('listr2');
        await new Listr(tasks(config, session, context, await wantsDemo(config, session)), {
          renderer: process.stderr.isTTY ? 'default' : 'simple',
          rendererOptions: {},
          fallbackRenderer: 'simple',
        }).run();
        output.write('');
        await printLeading(session, output);
        output.write('');
        output.write(`GraphQL: ${api.url}`);
        if (session.server.httpUri !== undefined) output.write(`Neo4j Browser: ${session.server.httpUri}`);
        if (options.once !== true) {
          api.graphChanged();
          await serveUntilStopped(config, session, context, api);
        }
      } finally {
        await api.close();
      }
    },
    options.browser === true ? { browser: true } : {},
  );
}

/** The demo company is for a graph that nobody's own data is in. */
async function wantsDemo(config: KeylineConfig, session: CommandSession): Promise<boolean> {
  if (config.sources.length > 0 || config.import.length > 0) return false;
  return existsSync(join(session.home, 'demo')) || (await readSteps(session.graph)).length === 0;
}

/** The first of each kind of finding, and how to see the others. */
async function printLeading({ graph }: CommandSession, output: Output): Promise<void> {
  const [leading, count] = await Promise.all([readFindings(graph, { perRule: 1 }), countFindings(graph)]);
  printFindings(leading, output);
  if (count > leading.length) output.write(`… and ${count - leading.length} more: keyline findings`);
}

function tasks(config: KeylineConfig, session: CommandSession, context: CommandContext, isDemo: boolean): ListrTask[] {
  return [
    ...(isDemo ? [demoTask(session, context)] : []),
    ...(config.import.length > 0 ? [importTask('Import files', config.import, session, context)] : []),
    ...(config.sources.length > 0 ? [collectTask(config, session, context)] : []),
    {
      title: 'Derive people, access, owners and findings',
      task: async (_shared, task) => {
        const run = await deriveIfChanged(
          session,
          context.deriveJobs(session.events),
          context.findingRules,
          (title) => {
            task.output = title;
          },
        );
        task.title = run === undefined ? 'Nothing new to derive from' : `Derived (${run.totals.written} facts changed)`;
      },
    },
  ];
}

function demoTask(session: CommandSession, context: CommandContext): ListrTask {
  return {
    title: 'No source is configured: loading the demo company',
    task: async (_shared, task) => {
      const folders = await context.demoFolders(session);
      let written = 0;
      for (const folder of folders) written += (await runImport(session, context.collectors, [folder])).totals.written;
      task.title = `No source is configured: this is the demo company, Brightwater (${written} facts changed)`;
    },
  };
}

function importTask(
  title: string,
  paths: readonly string[],
  session: CommandSession,
  context: CommandContext,
): ListrTask {
  return {
    title,
    task: async (_shared, task) => {
      const run = await runImport(session, context.collectors, paths, (key, fetched) => {
        task.output = `${key.source} ${key.step}: ${fetched} items`;
      });
      task.title = `${title} (${run.totals.seen} facts, ${run.totals.written} changed)`;
    },
  };
}

function collectTask(config: KeylineConfig, session: CommandSession, context: CommandContext): ListrTask {
  return {
    title: 'Collect sources',
    task: async (_shared, task) => {
      const run = await runCollect(session, context.collectors, config.sources, [], (key, fetched) => {
        task.output = `${key.source} ${key.scope} ${key.step}: ${fetched} items`;
      });
      const broken = run.steps.filter((step) => step.outcome.status !== 'complete').length + run.failures.length;
      task.title = `Collected ${run.steps.length} steps${broken === 0 ? '' : `, ${broken} incomplete`} (${run.totals.written} facts changed)`;
    },
  };
}

async function serveUntilStopped(
  config: KeylineConfig,
  session: CommandSession,
  context: CommandContext,
  api: RunningApi,
): Promise<void> {
  const schedules = startSchedules(
    [...sourceSchedules(config, session, context, api), ...context.reportSchedules(config, session)],
    session.log,
  );
  context.output.write('Serving until stopped (Ctrl-C).');
  await stopped(session.signal);
  await schedules.stop();
}

function sourceSchedules(
  config: KeylineConfig,
  session: CommandSession,
  context: CommandContext,
  api: RunningApi,
): Recurring[] {
  return config.sources.flatMap((source) =>
    source.schedule === undefined
      ? []
      : [
          {
            name: `collect ${source.type}`,
            cron: source.schedule.cron,
            timezone: source.schedule.timezone,
            work: async () => {
              await runCollect(session, context.collectors, [source], []);
              await runDerive(session, context.deriveJobs(session.events), context.findingRules);
              api.graphChanged();
            },
          },
        ],
  );
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
