import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadPassword } from '../../src/graph/server/password.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyline-password-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a new password is long, for its owner only, and no option of a command line', () => {
  const made = Array.from({ length: 500 }, () => {
    rmSync(join(folder, 'neo4j-password'), { force: true });
    return loadPassword(folder, false);
  });
  expect(made.filter((password) => !/^[0-9a-f]{48}$/.test(password))).toEqual([]);
  expect(new Set(made).size).toBe(500);
  expect(statSync(join(folder, 'neo4j-password')).mode & 0o777).toBe(0o600);
});

test('one that is there is kept', () => {
  writeFileSync(join(folder, 'neo4j-password'), '-_kept\n');
  expect(loadPassword(folder, true)).toBe('-_kept');
});

test('a graph without its password is not opened with a new one', () => {
  rmSync(join(folder, 'neo4j-password'));
  expect(() => loadPassword(folder, true)).toThrow(/password is gone/);
});
