import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryHome } from '../support/graph-server.ts';

const CLI = resolve(import.meta.dirname, '../../src/cli.ts');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One `keyline` process on a data directory. */
function keyline(home: string, ...argv: readonly string[]): Promise<Ended> {
  const env = { ...process.env, KEYLINE_HOME: home, KEYLINE_LOG: 'silent', NEO4J_URI: '' };
  const child = spawn(process.execPath, [CLI, ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (part: Buffer) => {
    texts.stdout += part.toString('utf8');
  });
  child.stderr.on('data', (part: Buffer) => {
    texts.stderr += part.toString('utf8');
  });
  return new Promise((done) => child.on('close', (code) => done({ code, ...texts })));
}

// The one that starts the server may be done first; then the other starts one of its own: two starts at most.
test('two commands at once share one server, each answers, and nothing stays behind', {
  timeout: 240_000,
}, async () => {
  const home = temporaryHome('commands');
  const [unknown, rows] = await Promise.all([
    keyline(home, 'owner', 'wibble'),
    keyline(home, 'cypher', 'RETURN 1 AS one', '--format', 'json'),
  ]);
  expect(unknown).toMatchObject({ code: 2, stdout: '' });
  expect(unknown.stderr).toContain('There is no agent or credential or principal "wibble"');
  expect(rows.code).toBe(0);
  expect(JSON.parse(rows.stdout)).toEqual([{ one: 1 }]);
  expect(existsSync(join(home, 'server.json')) || existsSync(join(home, 'server.lock'))).toBe(false);
  rmSync(home, { recursive: true });
});
