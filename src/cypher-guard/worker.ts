import { parentPort } from 'node:worker_threads';
import { judge } from './judge.ts';
import type { Verdict } from './verdict.ts';

/** What is asked of the worker, and what it says. */
export interface Question {
  readonly id: number;
  readonly text: string;
}

export interface Said {
  readonly id: number;
  readonly verdict?: Verdict;
  readonly problem?: string;
}

parentPort?.on('message', ({ id, text }: Question) => {
  judge(text).then(
    (verdict) => parentPort?.postMessage({ id, verdict } satisfies Said),
    (thrown: unknown) => parentPort?.postMessage({ id, problem: String(thrown) } satisfies Said),
  );
});
