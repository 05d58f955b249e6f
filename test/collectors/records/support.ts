import { Readable } from 'node:stream';
import type { ImportFile, ImportItem } from '../../../src/collect/index.ts';
import { recordsFormat } from '../../../src/collectors/records/files.ts';
import type { EventRecord, GraphRecord } from '../../../src/schema/index.ts';

export const HEADER = '{"keyline":1,"source":"tern","scope":"q-9","step":"odd","mode":"snapshot"}';
export const EVENTS = HEADER.replace('snapshot', 'events');

/** A file in memory, given out in pieces of `size` bytes. */
export function fileOf(content: string | Buffer, size = 7): ImportFile {
  const bytes = Buffer.from(content as string);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  return {
    path: 'in/gannet.ndjson',
    name: 'gannet.ndjson',
    folders: ['in'],
    head: bytes.toString('utf8').slice(0, 65536),
    modifiedAt: 0,
    open: () => Readable.from(pieces),
  };
}

export interface ReadResult {
  readonly covers: string[];
  readonly records: (GraphRecord | EventRecord)[];
  readonly problems: string[];
}

export async function readAll(file: ImportFile): Promise<ReadResult> {
  const result: ReadResult = { covers: [], records: [], problems: [] };
  for await (const item of recordsFormat.read(file)) take(result, item);
  return result;
}

function take(result: ReadResult, item: ImportItem): void {
  if (item.item === 'covers') result.covers.push(`${item.scope}:${item.step}`);
  else if (item.item === 'raw') result.records.push(...(item.raw as GraphRecord[]));
  else result.problems.push(`${item.problem.place ?? ''}: ${item.problem.message}`);
}

/** Reads the lines under a snapshot header (line 1) and gives the problems. */
export async function problemsOf(...lines: readonly string[]): Promise<string[]> {
  return (await readAll(fileOf([HEADER, ...lines].join('\n'), 50))).problems;
}
