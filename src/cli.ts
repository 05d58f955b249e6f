#!/usr/bin/env node
import type { Route } from './api/http/router.ts';
import { startApi } from './api/server.ts';
import { recordCommand } from './cli/audit-trail.ts';
import type { CommandContext, CommandSession, RunningApi } from './cli/context.ts';
import { reportFailure } from './cli/failure.ts';
import { following } from './cli/follow.ts';
import { processOutput } from './cli/output.ts';
import { programOf } from './cli/program.ts';
import { scanRoute } from './cli/scan-route.ts';
import { inSession } from './cli/shared-session.ts';
import { collectors } from './collectors/registry.ts';
import { demoFolders } from './demo/folders.ts';
import { readAwsInput } from './derive/access/input.ts';
import { deriveJobs } from './derive/index.ts';
import { EventStore } from './events/store.ts';
import { findingRules } from './findings/index.ts';
import { readConfig } from './lib/config.ts';
import { createLogger } from './lib/log.ts';
import { outboundPolicy } from './lib/outbound.ts';
import { openSession } from './pipeline/session.ts';
import { ReachReader } from './queries/reach/index.ts';
import { ReachService } from './reach/index.ts';
import { digestSchedules } from './report/digest/index.ts';
import { reportSchedules } from './report/index.ts';

/** Runs the command line. Returns the exit code: 0 success, 1 failure, 2 bad usage or bad input. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const cancel = new AbortController();
  // npm hands a Ctrl-C on as well, so that it can arrive twice: the second one means the same.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => cancel.abort(new Error('cancelled')));
  const code = await run(argv, cancel.signal);
  try {
    if (openedHome !== undefined) recordCommand(openedHome, argv, code);
    return code;
  } catch (thrown) {
    reportFailure(thrown, new AbortController().signal, processOutput);
    return 1;
  }
}

async function run(argv: readonly string[], signal: AbortSignal): Promise<number> {
  try {
    await programOf(contextOf(signal)).parseAsync(argv, { from: 'user' });
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (thrown) {
    return reportFailure(thrown, signal, processOutput);
  }
}

/** The data directory whose graph the command opened: its trail says so. */
let openedHome: string | undefined;

/** What nobody catches is told without secrets; the graph server that this process started ends with it. */
export function endCleanlyOnCrash(): void {
  for (const name of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(name, (thrown: unknown) => {
      reportFailure(thrown, new AbortController().signal, processOutput);
      process.exit(1);
    });
  }
}

function contextOf(signal: AbortSignal): CommandContext {
  return {
    collectors,
    deriveJobs,
    findingRules,
    output: processOutput,
    signal,
    withSession: (work, options) => withSession(signal, work, options),
    startApi: (session, at) => startServing(session, { ...at, signal }),
    demoFolders,
    reportSchedules: (config, session) => {
      const policy = outboundPolicy(config.outbound.allow);
      return [...reportSchedules(config.reports, session, policy), ...digestSchedules(config.digests, session, policy)];
    },
  };
}

/** The API with its reach index; both end together. */
async function startServing(
  session: CommandSession,
  at: { readonly host: string; readonly port: number; readonly signal: AbortSignal },
): Promise<RunningApi> {
  const { graph, clock, log } = session;
  const reach = new ReachService(graph, session.server, log, { weights: readConfig().risk, awsInput: readAwsInput });
  const graphChanged = (): void => void reach.refresh();
  const config = readConfig();
  const follow = following(session, { deriveJobs, findingRules }, config.signals, graphChanged);
  const scan = scanRoute(session, { collectors, deriveJobs, findingRules });
  const { mcpRoutes } = await import('./cli/mcp-routes.ts');
  const mcp = mcpRoutes(config, { graph, clock, log, reach: new ReachReader(graph, clock, reach) });
  const routes: Route[] = [
    ...mcp.routes,
    {
      ...scan,
      handle: async (...told) => {
        await scan.handle(...told);
        graphChanged();
      },
    },
    ...follow.routes,
  ];
  try {
    const api = await startApi({
      graph,
      clock,
      log,
      routes,
      reach,
      security: { config, home: session.home },
      decisions: follow.desk,
      ...at,
    });
    at.signal.addEventListener('abort', () => void reach.close(), { once: true });
    return {
      url: api.url,
      graphChanged: () => {
        graphChanged();
        follow.warm();
      },
      close: async () => void (await Promise.all([api.close(), mcp.close(), reach.close(), follow.close()])),
    };
  } catch (thrown) {
    await reach.close();
    throw thrown;
  }
}

function withSession<T>(
  signal: AbortSignal,
  work: (session: CommandSession) => Promise<T>,
  options: { readonly browser?: boolean } = {},
): Promise<T> {
  const { note } = processOutput;
  return inSession(() => open(signal, options), work, { signal, note });
}

async function open(signal: AbortSignal, options: { readonly browser?: boolean }): Promise<CommandSession> {
  const opened: { events?: EventStore } = {};
  const session = await openSession({
    ...options,
    signal,
    log: createLogger({ level: process.env['KEYLINE_LOG'] ?? 'warn' }),
    onProgress: (message) => processOutput.note(message),
    openEvents: async (home) => {
      opened.events = await EventStore.open(home);
      return opened.events;
    },
  });
  if (opened.events === undefined) throw new TypeError('the event store was not opened');
  openedHome = session.home;
  return {
    ...session,
    events: opened.events,
    // Read when findings are made, and not before: a command that makes none needs no configuration.
    get dueDays() {
      return readConfig().findings.dueDays;
    },
  };
}

if (import.meta.main) {
  endCleanlyOnCrash();
  process.exitCode = await runCli(process.argv.slice(2));
}
