#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { registerCollect } from './cli/commands/collect.ts';
import { registerCypher } from './cli/commands/cypher.ts';
import { registerImport } from './cli/commands/import.ts';
import { registerQuery } from './cli/commands/query.ts';
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

const cancel = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => cancel.abort(new Error('cancelled')));

async function withSession<T>(work: (session: CommandSession) => Promise<T>): Promise<T> {
  let events: EventStore | undefined;
  const session = await openSession({
    signal: cancel.signal,
    log: createLogger({ level: process.env['KEYLINE_LOG'] ?? 'warn' }),
    onProgress: (message) => processOutput.note(message),
    openEvents: async (home) => {
      events = await EventStore.open(home);
      return events;
    },
  });
  try {
    return await work({ ...session, events: events as EventStore });
  } finally {
    await session.close();
  }
}

const context: CommandContext = {
  collectors,
  deriveJobs,
  findingRules,
  output: processOutput,
  signal: cancel.signal,
  withSession,
};

const program = new Command('keyline')
  .description('Identity lineage for AI agents: credentials, reach, and who answers for them')
  .version('0.1.0')
  .showHelpAfterError()
  .exitOverride();

registerImport(program, context);
registerCollect(program, context);
registerQuery(program, context);
registerCypher(program, context);

try {
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = report(thrown);
}

/** Known errors are one sentence; unknown ones come with their stack, cleaned of secrets. */
function report(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  if (cancel.signal.aborted) {
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
