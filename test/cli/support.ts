import type { CommandContext, CommandSession } from '../../src/cli/context.ts';
import { reportFailure } from '../../src/cli/failure.ts';
import type { Output } from '../../src/cli/output.ts';
import { programOf } from '../../src/cli/program.ts';
import type { AnyCollector } from '../../src/collect/index.ts';

/** What a command came to. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly session?: CommandSession;
  readonly collectors?: readonly AnyCollector[];
  readonly signal?: AbortSignal;
  /** Thrown when a session is asked for and there is none. */
  readonly noSession?: Error;
}

/** Runs one command line in this process, over a session that is given. */
export async function runCommand(argv: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  const output: Output = { write: (text) => void out.push(text), note: (text) => void err.push(text), width: 0 };
  const signal = options.signal ?? new AbortController().signal;
  process.exitCode = undefined;
  const code = await codeOf(argv, contextOf(output, signal, options), output, signal);
  process.exitCode = undefined;
  return { code, stdout: out.join('\n'), stderr: err.join('\n') };
}

async function codeOf(
  argv: readonly string[],
  context: CommandContext,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  try {
    await programOf(context).parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (thrown) {
    return reportFailure(thrown, signal, output);
  }
}

function contextOf(output: Output, signal: AbortSignal, options: CliOptions): CommandContext {
  return {
    collectors: options.collectors ?? [],
    deriveJobs: () => [],
    findingRules: [],
    output,
    signal,
    withSession: (work) => {
      if (options.session === undefined) throw options.noSession ?? new Error('this test has no session');
      return work(options.session);
    },
    startApi: () =>
      Promise.resolve({
        url: 'http://127.0.0.1:4180/graphql',
        graphChanged: () => undefined,
        close: () => Promise.resolve(),
      }),
    demoFolders: () => Promise.resolve([]),
    reportSchedules: () => [],
  };
}
