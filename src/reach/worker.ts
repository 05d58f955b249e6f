import { parentPort, workerData } from 'node:worker_threads';
import { type GraphAddress, openGraph } from '../graph/index.ts';
import { messageOf } from '../lib/errors.ts';
import { readTables } from './read/index.ts';
import type { ReachTables } from './tables.ts';

/** What the worker says for each request: the tables, nothing (written to all the time), or what went wrong. */
export interface Built {
  readonly tables?: ReachTables;
  readonly problem?: string;
}

/** Builds the tables in a thread of its own, one build for each message. */
parentPort?.on('message', () => {
  void build().then((built) => parentPort?.postMessage(built, transfers(built)));
});

async function build(): Promise<Built> {
  try {
    const graph = await openGraph(workerData as GraphAddress);
    try {
      const tables = await readTables(graph);
      return tables === undefined ? {} : { tables };
    } finally {
      await graph.close();
    }
  } catch (thrown) {
    return { problem: messageOf(thrown) };
  }
}

/** All blocks of memory in the tables: they are handed over, not copied. */
function transfers(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.values(value).flatMap(transfers);
}
