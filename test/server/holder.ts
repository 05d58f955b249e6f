import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { CLEAN_ENV } from './homes.ts';

const HOLDER = resolve(import.meta.dirname, '../support/server-holder.ts');

/** Another process of ours that holds (owns or is attached to) a graph server. */
export interface Holder {
  readonly uri: string;
  readonly owned: boolean;
  /** Sends the signal and waits for the end. Returns the exit code, or the signal that ended the process. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

/**
 * Starts a holder and waits until it has its server. It is killed when the test is over, whatever happened.
 * `wrapper`: arguments for Node before it, such as another script that runs it.
 */
export async function startHolder(home: string, wrapper: readonly string[] = []): Promise<Holder> {
  const child = spawnHolder(home, wrapper);
  const { uri, owned } = await firstLine(child);
  return {
    uri,
    owned,
    async end(signal) {
      const ended = once(child, 'exit');
      child.kill(signal);
      const [exitCode, endedBy] = (await ended) as [number | null, NodeJS.Signals | null];
      return exitCode ?? endedBy;
    },
  };
}

/** A holder that may not have its server yet. It is killed when the test is over. */
export function spawnHolder(home: string, wrapper: readonly string[] = []): ChildProcess {
  const args = [...wrapper, HOLDER, home];
  const child = spawn(process.execPath, args, { env: CLEAN_ENV, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function firstLine(child: ChildProcess): Promise<{ uri: string; owned: boolean }> {
  if (child.stdout === null) throw new Error('the holder has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    return JSON.parse(line) as { uri: string; owned: boolean };
  }
  throw new Error('the holder ended before it had a server');
}
