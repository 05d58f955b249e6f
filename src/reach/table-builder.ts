import { Worker } from 'node:worker_threads';
import type { GraphAddress } from '../graph/index.ts';
import { messageOf } from '../lib/errors.ts';
import type { BuildOrder, Built } from './worker.ts';

/** Has tables built in a thread of its own, one build at a time. The thread is started with the first one. */
export class TableBuilder {
  readonly #address: GraphAddress;
  #worker: Worker | undefined;

  constructor({ uri, user, password, database }: GraphAddress) {
    this.#address = { uri, user, password, ...(database === undefined ? {} : { database }) };
  }

  /** One build. Never rejects: what went wrong, the thread's own end included, is its `problem`. `has`: the version to differ from. */
  build(has: number | undefined): Promise<Built> {
    this.#worker ??= this.#start();
    const answered = answerOf(this.#worker);
    this.#worker.postMessage({ has } satisfies BuildOrder);
    return answered;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.#address });
    // A process that has nothing else to do may end.
    worker.unref();
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }
}

function answerOf(worker: Worker): Promise<Built> {
  return new Promise((resolve) => {
    const settle = (built: Built): void => {
      worker.off('message', settle);
      worker.off('error', failed);
      worker.off('exit', ended);
      resolve(built);
    };
    const failed = (thrown: unknown): void => settle({ problem: messageOf(thrown) });
    const ended = (): void => settle({ problem: 'the worker has ended' });
    worker.once('message', settle);
    worker.once('error', failed);
    worker.once('exit', ended);
  });
}
