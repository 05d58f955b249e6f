import { spawn } from 'node:child_process';
import { KeylineError } from '../../lib/errors.ts';

export interface ToolOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** Code and sentence of the error when the tool fails. */
  readonly code: string;
  readonly failure: string;
}

/** Runs a tool to its end, quietly. Error: `code`, with the last lines the tool printed. */
export async function runTool(command: string, args: readonly string[], options: ToolOptions): Promise<void> {
  const { env, signal, code, failure } = options;
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], ...(signal && { signal }) });
  let output = '';
  const collect = (chunk: string) => {
    output = (output + chunk).slice(-4000);
  };
  child.stdout.setEncoding('utf8').on('data', collect);
  child.stderr.setEncoding('utf8').on('data', collect);
  const exitCode = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (exitCode === 0) return;
  throw new KeylineError(code, `${failure}: ${summaryOf(output)}`);
}

/** Maven and javac put the reason first among their error lines. */
function summaryOf(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'it gave no reason').trim().slice(0, 500);
}
