import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, type ProcessIdentity, thisProcess } from './processes.ts';

/** A lock file held by this process. */
export interface Lock {
  release(): void;
}

/**
 * Takes the lock file, or returns who holds it. A lock whose process has ended (or whose process id now belongs to another
 * process) is stale and is taken over.
 */
export function tryLock(path: string): Lock | { readonly heldBy: ProcessIdentity } {
  const self = thisProcess();
  for (;;) {
    if (create(path, self)) return { release: () => release(path, self) };
    const holder = readIdentity(path);
    if (holder !== undefined && isAlive(holder)) return { heldBy: holder };
    removeStale(path);
  }
}

/** Linking a finished file is atomic: nobody ever reads a lock that is half written. */
function create(path: string, self: ProcessIdentity): boolean {
  const draft = `${path}.${self.pid}`;
  writeFileSync(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Moves the lock away before looking at it once more: two processes may have found the same stale lock, and the slower
 * one must not delete the fresh lock of the faster one.
 */
function removeStale(path: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  const moved = readIdentity(aside);
  if (moved !== undefined && isAlive(moved)) putBack(aside, path);
  rmSync(aside, { force: true });
}

function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
}

function release(path: string, self: ProcessIdentity): void {
  const holder = readIdentity(path);
  if (holder?.pid === self.pid && holder.startedAt === self.startedAt) rmSync(path, { force: true });
}

/** The process a lock file names; `undefined` when the file is absent or unreadable as a lock. */
function readIdentity(path: string): ProcessIdentity | undefined {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
