import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isAlive, waitForEnd } from '../../src/graph/server/processes.ts';
import { readRecord, type ServerRecord } from '../../src/graph/server/record.ts';
import { spawnHolder, startHolder } from './holder.ts';
import { ask, newHome, open } from './homes.ts';

const START_TIMEOUT_MS = 60_000;
const END_TIMEOUT_MS = 10_000;

function recordOf(home: string): ServerRecord {
  const record = readRecord(home);
  if (record === undefined) throw new Error('there is no server.json');
  return record;
}

test('a server starts, answers, and stops within two seconds, leaving no process, record or lock', async () => {
  const home = newHome();
  const server = await open(home);
  expect(server).toMatchObject({
    owned: true,
    user: 'neo4j',
    uri: expect.stringMatching(/^bolt:\/\/127\.0\.0\.1:\d+$/),
  });
  expect(await ask(server, 'RETURN 1 AS x')).toBe(1);
  expect(statSync(join(home, 'neo4j-password')).mode & 0o777).toBe(0o600);
  expect(server.whyUnreachable()).toBeUndefined();
  expect(server).not.toHaveProperty('httpUri');
  // What Neo4j has by default opens nothing.
  await expect(ask({ ...server, password: 'neo4j' }, 'RETURN 1 AS x')).rejects.toThrow(/unauthorized|credentials/i);

  const { server: java } = recordOf(home);
  const before = performance.now();
  await server.stop();
  expect(performance.now() - before).toBeLessThan(2_000);
  expect(isAlive(java)).toBe(false);
  expect(readdirSync(home).filter((name) => /lock|server\.json/.test(name))).toEqual([]);
  await server.stop();
});

test('a second process attaches; when the owner is interrupted it stops cleanly and the other learns why', async () => {
  const home = newHome();
  const owner = await startHolder(home);
  const attached = await open(home);
  expect(attached).toMatchObject({ owned: false, uri: owner.uri });
  expect(await ask(attached, "CREATE (n:Kept {name: 'x'}) RETURN n.name AS x")).toBe('x');
  await attached.stop();
  expect(await ask(attached, 'RETURN 1 AS x')).toBe(1);

  const { server: java } = recordOf(home);
  expect(await owner.end('SIGINT')).toBe(0);
  expect(isAlive(java)).toBe(false);
  expect(existsSync(join(home, 'server.lock'))).toBe(false);
  expect(attached.whyUnreachable()).toMatchObject({
    code: 'graph-server-gone',
    hint: expect.stringContaining('again'),
  });

  const next = await open(home);
  expect(next.owned).toBe(true);
  expect(await ask(next, 'MATCH (n:Kept) RETURN n.name AS x')).toBe('x');
});

test('two processes that start at once share one server, and killing the one that owns it leaves no Java process', async () => {
  const home = newHome();
  const holders = await Promise.all([startHolder(home), startHolder(home)]);
  expect(holders.map(({ owned }) => owned).sort()).toEqual([false, true]);
  expect(holders[0].uri).toBe(holders[1].uri);

  const { server: java } = recordOf(home);
  await holders.find(({ owned }) => owned)?.end('SIGKILL');
  expect(await waitForEnd(java, END_TIMEOUT_MS)).toBe(true);
});

test('when the owner is killed its server ends by itself, and the next one keeps what was committed', async () => {
  const home = newHome();
  const owner = await startHolder(home);
  const attached = await open(home);
  await ask(attached, 'CREATE (:Kept) RETURN 1 AS x');
  const { server: java } = recordOf(home);
  expect(await owner.end('SIGKILL')).toBe('SIGKILL');
  expect(attached.whyUnreachable()?.code).toBe('graph-server-gone');

  // At once, while the old server may still be going down.
  const next = await open(home);
  expect(isAlive(java)).toBe(false);
  expect(next.owned).toBe(true);
  expect(await ask(next, 'MATCH (n:Kept) RETURN count(n) AS x')).toBe(1);
});

test('the record and the lock of processes that are gone are taken over', async () => {
  const home = newHome();
  const gone = { pid: process.pid, startedAt: 'before the last boot' };
  writeFileSync(join(home, 'server.lock'), JSON.stringify(gone));
  writeFileSync(join(home, 'server.json'), JSON.stringify({ server: gone, owner: gone, uri: 'bolt://127.0.0.1:1' }));
  const server = await open(home);
  expect(server.owned).toBe(true);
  expect(await ask(server, 'RETURN 1 AS x')).toBe(1);
});

test('an owner that is killed while its server starts leaves nothing behind, and the next one starts at once', async () => {
  const home = newHome();
  const owner = spawnHolder(home);
  await expect.poll(() => readRecord(home), { timeout: START_TIMEOUT_MS }).toBeDefined();
  const { server: java, uri } = recordOf(home);
  expect(uri).toBeUndefined();
  owner.kill('SIGKILL');
  expect((await open(home)).owned).toBe(true);
  expect(isAlive(java)).toBe(false);
});

test('a server that dies is explained to its owner, and its lock is free', async () => {
  const home = newHome();
  const server = await open(home);
  process.kill(recordOf(home).server.pid, 'SIGKILL');
  await expect.poll(() => server.whyUnreachable()?.code, { timeout: END_TIMEOUT_MS }).toBe('graph-server-gone');
  expect(existsSync(join(home, 'server.lock'))).toBe(false);
});

test('aborting a start leaves nothing running and nothing locked', async () => {
  const home = newHome();
  const aborting = new AbortController();
  const onProgress = (message: string) => {
    if (message === 'Starting Neo4j') setTimeout(() => aborting.abort(new Error('changed my mind')), 500);
  };
  await expect(open(home, { signal: aborting.signal, onProgress })).rejects.toThrow('changed my mind');
  expect(readdirSync(home).filter((name) => /lock|server\.json/.test(name))).toEqual([]);
});
