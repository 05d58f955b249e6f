import { parentPort, workerData } from 'node:worker_threads';
import { type EstateSize, reachEstate } from './reach-estate.ts';

/** Makes the tables of an estate in a thread of its own and hands them over, as the builder of the service does. */
const { size, seed } = workerData as { readonly size: EstateSize; readonly seed: number };
const tables = reachEstate(size, seed);

function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.values(value).flatMap(buffersOf);
}

parentPort?.postMessage(tables, [...new Set(buffersOf(tables))]);
