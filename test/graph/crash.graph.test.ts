import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Graph, migrate, openGraph } from '../../src/graph/index.ts';
import { writeEstate } from '../support/crash-estate.ts';
import { importRecords } from '../support/crash-importer.ts';
import { dumpGraph } from '../support/graph-dump.ts';
import { withEmptyGraph } from '../support/neo4j.ts';

const ROUNDS = 22;
const INSIDE = 15;

const server = withEmptyGraph();
const home = mkdtempSync(join(tmpdir(), 'keyline-crash-'));
let graph: Graph;

beforeAll(async () => {
  graph = await openGraph(server);
  await migrate(graph);
});
afterAll(async () => {
  await graph.close();
  rmSync(home, { recursive: true, force: true });
});

/** Imports an estate to the end, and says how many transactions that took. */
async function importWhole(name: string, version: number): Promise<number> {
  let commits = 0;
  await importRecords(graph, join(home, name), estateFile(name, version), () => {
    commits += 1;
  });
  return commits;
}

function estateFile(name: string, version: number): string {
  const file = join(home, `${name}.ndjson`);
  writeEstate(file, name, version);
  return file;
}

/** Imports in a process that is killed after a number of transactions and a while; says how many it had made. */
async function importKilled(name: string, version: number, after: number, pauseMs: number): Promise<number> {
  const script = join(import.meta.dirname, '../support/crash-importer.ts');
  const { uri, user, password } = server;
  const env = { ...process.env, NEO4J_URI: uri, NEO4J_USER: user, NEO4J_PASSWORD: password };
  const child = spawn(process.execPath, [script, join(home, name), estateFile(name, version)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let commits = 0;
  child.stdout.on('data', (text: Buffer) => {
    commits += text.toString().split('\n').length - 1;
    if (commits >= after) void sleep(pauseMs).then(() => child.kill('SIGKILL'));
  });
  await ended;
  return commits;
}

/** What the graph holds of an estate: without times, random ids of Change records and the estate's name. */
async function dumpOf(name: string): Promise<string[]> {
  const lines = (await dumpGraph(graph, true)).filter((line) => line.includes(`${name}:`));
  return lines.map((line) => line.replaceAll(/"id":"[0-9a-f-]{36}"/g, '').replaceAll(name, 'NAME')).sort();
}

/** Deterministic: a failure can be seen again. */
function random(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43758.5453;
  return value - Math.floor(value);
}

test(`an import killed at ${ROUNDS} points and run again leaves the graph of an uninterrupted one`, {
  timeout: 300_000,
}, async () => {
  let inside = 0;
  for (let version = 0; version < ROUNDS; version += 1) {
    const all = await importWhole('calm', version);
    const commits = await importKilled(
      'killed',
      version,
      1 + Math.floor(random(version) * (all - 1)),
      random(-version) * 12,
    );
    if (commits >= 1 && commits < all) inside += 1;
    await importWhole('killed', version);
    expect(await dumpOf('killed'), `killed after ${commits} of ${all} transactions of version ${version}`).toEqual(
      await dumpOf('calm'),
    );
  }
  expect(inside).toBeGreaterThanOrEqual(INSIDE);
});
