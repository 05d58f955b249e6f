import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { KeylineError } from '../../lib/errors.ts';
import { identify, type ProcessIdentity } from './processes.ts';
import { STOP_TIMEOUT_MS } from './serverProcess.ts';

export interface ChildCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Standard error goes here; its end is quoted when the child fails to start. */
  readonly logPath: string;
  /** Told of the process as soon as there is one. */
  readonly onSpawn: (identity: ProcessIdentity) => void;
}

/** A child that lives until its standard input is closed, by `stop` or by the death of this process. */
export class TiedChild {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly identity: ProcessIdentity;
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #logPath: string;

  private constructor(
    child: ChildProcess,
    stdin: Writable,
    stdout: Readable,
    identity: ProcessIdentity,
    logPath: string,
  ) {
    this.#child = child;
    this.#logPath = logPath;
    this.stdin = stdin;
    this.stdout = stdout;
    this.identity = identity;
    this.ended = new Promise((resolve) => child.once('exit', () => resolve()));
    // A child that died first breaks the pipe: `ended` tells, the write need not.
    stdin.on('error', () => {});
  }

  /** Error: `graph-start-failed` when the command cannot be run. */
  static async start({ command, args, env, logPath, onSpawn }: ChildCommand): Promise<TiedChild> {
    const log = openSync(logPath, 'w', 0o600);
    // Its own process group: Ctrl-C in a terminal reaches us, and we stop it in good order.
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', log], detached: true });
    closeSync(log);
    await once(child, 'spawn').catch((cause: unknown) => {
      throw new KeylineError('graph-start-failed', `${command} could not be started`, { cause });
    });
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity === undefined || child.stdin === null || child.stdout === null) throw startFailure(logPath);
    onSpawn(identity);
    return new TiedChild(child, child.stdin, child.stdout, identity, logPath);
  }

  failure(): KeylineError {
    return startFailure(this.#logPath);
  }

  /** Kills the child when closing its input did not end it in time. */
  async stop(timeoutMs: number = STOP_TIMEOUT_MS): Promise<void> {
    this.stdin.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), timeoutMs);
    await this.ended;
    clearTimeout(timer);
  }
}

function startFailure(logPath: string): KeylineError {
  const lines = readFileSync(logPath, 'utf8').trimEnd().split('\n');
  // A Java stack ends with the cause that matters; the last "Caused by" line is the shortest honest summary.
  const reason = lines.findLast((line) => line.startsWith('Caused by:')) ?? lines.at(-1) ?? '';
  return new KeylineError('graph-start-failed', `The graph database did not start: ${reason || 'it gave no reason'}`, {
    source: logPath,
    hint: 'The file holds the full message.',
  });
}
