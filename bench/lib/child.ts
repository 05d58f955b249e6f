import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Without them V8 lets its heap grow by 150 MB that it does not need: it sees a machine with much memory. */
const HEAP_FLAGS = ['--max-semi-space-size=4', '--max-old-space-size=1024'];

/** Runs a program to its end and reads the JSON of the last line it writes. Its other output is lost. Error: that of the program. */
export async function lastLineOf<T>(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<T> {
  const { stdout } = await run(command, args, { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T;
}

/** The same for a script of ours under this Node. */
export function scriptResult<T>(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<T> {
  return lastLineOf<T>(process.execPath, [...HEAP_FLAGS, script, ...args], env);
}
