import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tryLock } from '../../src/graph/server/lock.ts';
import { identify } from '../../src/graph/server/processes.ts';
import { newHome } from './homes.ts';

function lockPath(): string {
  return join(newHome(), 'server.lock');
}

test('a lock is held until it is released', () => {
  const path = lockPath();
  const lock = tryLock(path);
  expect(tryLock(path)).toEqual({ heldBy: identify(process.pid) });
  if (!('release' in lock)) throw new Error('a new lock was refused');
  lock.release();
  expect(existsSync(path)).toBe(false);
  expect(tryLock(path)).toHaveProperty('release');
});

test.for([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 7, startedAt: 'x' })],
  ['of a process whose id was used again', JSON.stringify({ pid: process.pid, startedAt: 'x' })],
  ['that is no lock', '{"pid":'],
  ['that is empty', ''],
])('a lock %s is taken over', ([_what, content]) => {
  const path = lockPath();
  writeFileSync(path, content ?? '');
  expect(tryLock(path)).toHaveProperty('release');
  expect(readdirSync(join(path, '..'))).toEqual(['server.lock']);
});

test('releasing does not remove the lock of someone else', () => {
  const path = lockPath();
  const lock = tryLock(path);
  writeFileSync(path, JSON.stringify({ pid: 1, startedAt: 'x' }));
  if ('release' in lock) lock.release();
  expect(existsSync(path)).toBe(true);
});
