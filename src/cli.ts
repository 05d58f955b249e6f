#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { registerCollect } from './cli/commands/collect.ts';
import { registerCypher } from './cli/commands/cypher.ts';
import { registerFindings } from './cli/commands/findings.ts';
import { registerImport } from './cli/commands/import.ts';
import { registerQuery } from './cli/commands/query.ts';
import { registerUp } from './cli/commands/up.ts';
import type { CommandContext, CommandSession } from './cli/context.ts';
import { processOutput } from './cli/output.ts';
import { collectors } from './collectors/registry.ts';
import { deriveJobs } from './derive/index.ts';
import { EventStore } from './events/store.ts';
import { findingRules } from './findings/index.ts';
import { KeylineError, sentenceOf } from './lib/errors.ts';
import { createLogger } from './lib/log.ts';
import { redactText } from './lib/redact.ts';
import { openSession } from './pipeline/session.ts';

/** Runs the command line. Returns the exit code: 0 success, 1 failure, 2 bad usage or bad input. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const cancel = new AbortController();
  // npm hands a Ctrl-C on as well, so that it can arrive twice: the second one means the same.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => cancel.abort(new Error('cancelled')));
  try {
    await programOf(contextOf(cancel.signal)).parseAsync(argv, { from: 'user' });
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (thrown) {
    return report(thrown, cancel.signal);
  }
}

function programOf(context: CommandContext): Command {
  const program = new Command('keyline')
    .description('Identity lineage for AI agents: credentials, reach, and who answers for them')
    .version('0.1.0')
    .showHelpAfterError()
    .exitOverride();
  for (const register of [
    registerUp,
    registerImport,
    registerCollect,
    registerQuery,
    registerCypher,
    registerFindings,
  ]) {
    register(program, context);
  }
  return program;
}

function contextOf(signal: AbortSignal): CommandContext {
  return {
    collectors,
    deriveJobs,
    findingRules,
    output: processOutput,
    signal,
    withSession: (work, options) => withSession(signal, work, options),
    startApi: () => Promise.resolve({ url: '', close: () => Promise.resolve() }),
    demoFolders: () => Promise.resolve([]),
    reportSchedules: () => [],
  };
}

async function withSession<T>(
  signal: AbortSignal,
  work: (session: CommandSession) => Promise<T>,
  options: { readonly browser?: boolean } = {},
): Promise<T> {
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
  try {
    if (opened.events === undefined) throw new TypeError('the event store was not opened');
    return await work({ ...session, events: opened.events });
  } catch (thrown) {
    throw session.server.whyUnreachable() ?? thrown;
  } finally {
    await session.close();
  }
}

/** Known errors are one sentence; unknown ones come with their stack, cleaned of secrets. */
function report(thrown: unknown, signal: AbortSignal): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  if (signal.aborted) {
    processOutput.note('Cancelled.');
    return 1;
  }
  if (thrown instanceof KeylineError) {
    processOutput.note(redactText(sentenceOf(thrown)));
    return thrown.exitCode;
  }
  processOutput.note(redactText(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)));
  return 1;
}

if (import.meta.main) process.exitCode = await runCli(process.argv.slice(2));
