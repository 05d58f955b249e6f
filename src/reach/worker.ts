import { parentPort, workerData } from 'node:worker_threads';
import { type GraphAddress, openGraph } from '../graph/index.ts';
import { messageOf } from '../lib/errors.ts';
import { TableReader } from './read/index.ts';
import type { TableParts } from './tables.ts';

/** What is asked of the worker. */
export interface BuildOrder {
  /** The version that the asker has the tables of. */
  readonly has: number | undefined;
}

/** What the worker says for each order: what has changed, nothing (written to all the time), or what went wrong. */
export interface Built {
  readonly parts?: TableParts;
  readonly problem?: string;
}

const reader = new TableReader();

/** Builds the tables in a thread of its own, one build for each message. */
parentPort?.on('message', (order: BuildOrder) => {
  void build(order).then((built) => parentPort?.postMessage(built, transfers(built)));
});

async function build({ has }: BuildOrder): Promise<Built> {
  try {
    const graph = await openGraph(workerData as GraphAddress);
    try {
      const parts = await reader.read(graph, has);
      return parts === undefined ? {} : { parts };
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
