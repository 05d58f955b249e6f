import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive } from './processes.ts';

const identity = z.object({ pid: z.number(), startedAt: z.string() });

const recordSchema = z.object({
  /** The server process. */
  server: identity,
  /** The process that started it and will stop it. When that one is gone, the server is about to end too. */
  owner: identity,
  /** Absent while the server starts. */
  uri: z.string().optional(),
  httpUri: z.string().optional(),
});

/** `server.json` of a data directory: the server that runs on it. */
export type ServerRecord = z.infer<typeof recordSchema>;

function pathIn(home: string): string {
  return join(home, 'server.json');
}

/** What `server.json` says; `undefined` when there is none or it is not readable as one. */
export function readRecord(home: string): ServerRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(pathIn(home), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Written whole under another name first: readers see the old file, the new one, or none. */
export function writeRecord(home: string, record: ServerRecord): void {
  const draft = `${pathIn(home)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, pathIn(home));
}

export function removeRecord(home: string): void {
  rmSync(pathIn(home), { force: true });
}

/** The record of a server that can be attached to. */
export type ServingRecord = ServerRecord & { readonly uri: string };

/** The server has started, and both it and its owner run. */
export function isServing(record: ServerRecord): record is ServingRecord {
  return record.uri !== undefined && isAlive(record.server) && isAlive(record.owner);
}
