import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fingerprint, loadFingerprintKey } from '../../src/lib/fingerprint.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'keyline-key-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

it('is the same for the same secret of a kind, and another for another kind, secret or key', () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const one = fingerprint(key, 'secret', 'pelican');
  expect(one).toMatch(/^fp:[A-Za-z0-9_-]{43}$/);
  expect(fingerprint(key, 'secret', 'pelican')).toBe(one);
  const others = [
    fingerprint(key, 'token', 'pelican'),
    fingerprint(key, 'secret', 'Pelican'),
    fingerprint(other, 'secret', 'pelican'),
    fingerprint(key, 'secret\0pel', 'ican'),
  ];
  expect(new Set([one, ...others]).size).toBe(5);
});

it('has a key that is made once, readable by its owner only', () => {
  const path = join(folder(), 'below', 'key');
  const key = loadFingerprintKey(path);
  expect(key).toHaveLength(32);
  expect(loadFingerprintKey(path)).toEqual(key);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it.each(['', 'not hex', 'abcd', 'ab'.repeat(31)])('the key file %j is refused, and left alone', (content) => {
  const path = join(folder(), 'key');
  writeFileSync(path, content);
  expect(() => loadFingerprintKey(path)).toThrow('not 32 bytes of hex');
});
