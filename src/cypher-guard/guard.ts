import { Worker } from 'node:worker_threads';
import { KeylineError } from '../lib/errors.ts';
import { refused, type Verdict } from './verdict.ts';
import type { Question, Said } from './worker.ts';

/** Loading the grammar included, on a busy machine; an ordinary statement takes milliseconds. */
const DEADLINE_MS = 15_000;
const IDLE_MS = 60_000;

interface Waiting {
  readonly text: string;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (thrown: Error) => void;
}

/**
 * Judges statements in a thread of its own: one that is made to take the parser long holds up nobody, and is refused when the
 * deadline is over. The thread is started when it is needed and ends when it has not been needed for a minute.
 */
export class CypherGuard {
  readonly #deadlineMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last = 0;

  constructor(options: { readonly deadlineMs?: number } = {}) {
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  }

  /** Errors: `cypher-guard-failed`, when there is no verdict. */
  async judge(text: string): Promise<Verdict> {
    clearTimeout(this.#idle);
    this.#last += 1;
    const id = this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<Verdict>();
    this.#waiting.set(id, { text, resolve, reject });
    const timer = setTimeout(() => this.#tooLong(id), this.#deadlineMs);
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage({ id, text } satisfies Question);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#rest();
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    worker.on('message', (said: Said) => this.#hear(said));
    worker.on('error', (thrown) => this.#fail(worker, thrown));
    worker.on('exit', () => this.#fail(worker, new Error('the thread ended')));
    return worker;
  }

  #hear({ id, verdict, problem }: Said): void {
    const waiting = this.#waiting.get(id);
    if (verdict === undefined) waiting?.reject(failed(problem ?? 'no verdict'));
    else waiting?.resolve(verdict);
  }

  /** The one that took too long is refused; those behind it are asked again in a new thread. */
  #tooLong(id: number): void {
    this.#waiting.get(id)?.resolve(refused('it takes too long to be read', { line: 1, column: 1 }));
    this.#waiting.delete(id);
    const stuck = this.#worker;
    this.#worker = undefined;
    void stuck?.terminate();
    if (this.#waiting.size === 0) return;
    this.#worker = this.#start();
    for (const [next, { text }] of this.#waiting) this.#worker.postMessage({ id: next, text } satisfies Question);
  }

  #fail(worker: Worker, thrown: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(failed(String(thrown)));
  }

  /** A process that has nothing else to do may end. */
  #rest(): void {
    this.#worker?.unref();
    this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
  }
}

function failed(why: string): KeylineError {
  return new KeylineError('cypher-guard-failed', `The statement could not be judged: ${why}`, {
    hint: 'Nothing was run. Try again.',
  });
}
