import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { startApi } from '../../src/api/server.ts';
import { defineCollector, step } from '../../src/collect/index.ts';
import { collectors } from '../../src/collectors/registry.ts';
import type { Graph } from '../../src/graph/index.ts';
import { fingerprint } from '../../src/lib/fingerprint.ts';
import { catalogue, readCoverage } from '../../src/queries/index.ts';
import { ReachService } from '../../src/reach/index.ts';
import { type CliRun, runCommand } from '../cli/support.ts';
import { TestHome } from '../collectors/endpoint/home.ts';
import { plantClients } from '../collectors/endpoint/plant.ts';
import { plantCredentials } from '../collectors/endpoint/plant-credentials.ts';
import { KEY } from '../company/company.ts';
import { withCompany } from '../support/company-graph.ts';
import { fixtureRoots } from '../support/golden.ts';
import { dumpGraph } from '../support/graph-dump.ts';
import { sweepApi } from './api-sweep.ts';
import { canariesIn, filesOf, Hunt } from './hunt.ts';

vi.setConfig({ testTimeout: 300_000 });

const bench = withCompany();
const graph = (): Graph => bench.session().graph;

describe('imported and derived again', () => {
  test('nothing is written but Run and Step records', async () => {
    const before = await stateOf();
    const { value: again, texts } = await watchWrites(async () => {
      const imported = await bench.importAgain();
      return { imported, derived: await bench.deriveAgain() };
    });
    expect(again.imported.report.steps.filter(({ outcome }) => outcome.status !== 'complete')).toEqual([]);
    expect(again.imported.totals).toMatchObject({ written: 0, retired: 0 });
    expect(again.imported.totals.seen).toBeGreaterThan(3_000);
    expect(again.derived.totals).toMatchObject({ written: 0, retired: 0 });
    expect(texts.filter((text) => !/:(Run|Step)\b/.test(text))).toEqual([]);
    expect(await stateOf()).toEqual(before);
  });

  test('events are kept once', async () => {
    const [row] = await bench
      .session()
      .events.query('SELECT count(*)::INTEGER AS n, count(DISTINCT id) AS ids FROM events');
    expect(Number(row?.['n'])).toBeGreaterThan(50);
    expect(Number(row?.['n'])).toBe(Number(row?.['ids']));
  });
});

/** Counts, and everything itself, times included. */
async function stateOf(): Promise<unknown> {
  const [nodes] = await graph().read(
    'MATCH (n) WHERE NOT n:Run AND NOT n:Step RETURN count(n) AS nodes, sum(size(keys(n))) AS properties',
  );
  const [edges] = await graph().read('MATCH ()-[r]->() RETURN count(r) AS edges, sum(size(keys(r))) AS properties');
  const [events] = await bench.session().events.query('SELECT count(*)::INTEGER AS events FROM events');
  return { nodes, edges, events, dump: await dumpGraph(graph()) };
}

/** The texts of all write statements that the work runs. */
async function watchWrites<T>(work: () => Promise<T>): Promise<{ value: T; texts: string[] }> {
  const watched = graph();
  const write = watched.write.bind(watched);
  const texts: string[] = [];
  watched.write = (unit) =>
    write((run) =>
      unit((text, params) => {
        texts.push(text);
        return run(text, params);
      }),
    );
  try {
    return { value: await work(), texts };
  } finally {
    watched.write = write;
  }
}

/** Canaries of the collectors' fixtures that are credentials: known by the fingerprint of this kind. */
const READ_FROM_FIXTURES: readonly (readonly [kind: string, secret: string])[] = [
  ['anthropic-key', 'sk-ant-api03-CANARYcanaryCANARYcanary0123456789'],
  ['github-token', 'ghp_CANARYheaderCANARYheaderCANARYheader1'],
  ['openai-key', 'sk-proj-CANARYcanary0123456789abcdefXYZ'],
  ['secret', 'CANARY-hunter-22-lambda'],
  ['github-token', 'ghp_CANARYecsCANARYecsCANARYecsCANARYecs42'],
  ['url-password', 'CANARYurlpassw0rd'],
  ['aws-secret-access-key', 'canary/Secret+Access/Key00000000000000001'],
  ['bedrock-key', 'ABSKcanarycanarycanarycanarycanarycanarycanary0001'],
  ['secret', 'hQ98Q~CANARY_secretText_never_kept_k7Zp2'],
  ['secret', 'canary-client-secret-Zx81Qw'],
];

describe('canaries', () => {
  const place = mkdtempSync(join(tmpdir(), 'keyline-hunted-'));
  const home = new TestHome();
  const planted = [...plantClients(home, 'linux'), ...plantCredentials(home, 'linux')];
  const hunt = new Hunt(planted.map(({ secret }) => secret).filter((secret) => !secret.includes('\n')));
  const roots = collectors.flatMap(({ source }) => fixtureRoots(source));
  const said: string[] = [];
  const environment = { ...process.env };

  const keyline = async (...argv: readonly string[]): Promise<CliRun> => {
    const run = await runCommand(argv, { session: bench.session(), collectors: [...collectors, crashing] });
    said.push(`$ keyline ${argv.slice(0, 1).join(' ')}\n${run.stdout}\n${run.stderr}`);
    return run;
  };

  beforeAll(async () => {
    process.env['KEYLINE_HOME'] = bench.session().home;
    const scan = join(place, 'host.scan.json');
    await keyline('scan', '--home', home.home, '--workspace', home.workspace);
    await keyline('scan', '--home', home.home, '--workspace', home.workspace, '--out', scan);
    await keyline('import', '--no-derive', scan);
    await keyline('import', '--no-derive', ...roots);
    mangle(roots, join(place, 'mangled'));
    mkdirSync(join(place, 'mangled/crash'));
    for (const how of ['read', 'map']) writeFileSync(join(place, 'mangled/crash', `${how}.crash`), SHAPED);
    await keyline(
      'import',
      '--no-derive',
      ...readdirSync(join(place, 'mangled')).map((name) => join(place, 'mangled', name)),
    );
    writeFileSync(join(place, 'told.ndjson'), ndjsonWithSecret());
    await keyline('import', '--no-derive', join(place, 'told.ndjson'));
    await bench.deriveAgain();
  }, 600_000);
  afterAll(() => {
    process.env = environment;
    rmSync(place, { recursive: true, force: true });
  });

  test('the hunt finds what is there to be found', () => {
    expect(hunt.find('so CANARY-x it is')).toHaveLength(1);
    const [{ secret = '' } = {}] = planted;
    expect(hunt.find(`"${Buffer.from(secret).toString('base64')}"`)).toHaveLength(1);
    expect(hunt.find('Iv23canaryfree')).toEqual([]);
    const all = roots.flatMap((root) => canariesIn(filesOf(root)));
    expect(new Set(all).size).toBeGreaterThan(80);
    expect(planted.length).toBeGreaterThan(50);
  });

  test('of the company were read: their fingerprints are in the graph', async () => {
    const wanted = bench.company().canaries.filter((one) => one.expect === 'fingerprint');
    expect(wanted.length).toBeGreaterThanOrEqual(5);
    const known = await fingerprints();
    expect(wanted.filter(({ kind = '', value }) => !known.has(fingerprint(KEY, kind, value)))).toEqual([]);
  });

  test('of the collectors’ fixtures were read: their fingerprints are in the graph', async () => {
    const files = roots.map(filesOf).join('\n');
    const known = await fingerprints();
    for (const [kind, secret] of READ_FROM_FIXTURES) {
      expect(files, secret).toContain(secret);
      expect(known.has(fingerprint(KEY, kind, secret)), secret).toBe(true);
    }
  });

  test('of a home were read: what the scan told is in the graph', async () => {
    const scan = JSON.parse(readFileSync(join(place, 'host.scan.json'), 'utf8')) as {
      readonly credentials: readonly { readonly fingerprints: readonly string[] }[];
    };
    const told = scan.credentials.flatMap((one) => one.fingerprints);
    expect(told.length).toBeGreaterThan(40);
    const known = await fingerprints();
    expect(told.filter((one) => !known.has(one))).toEqual([]);
  });

  test('a secret in a record of our own format is a problem with its place, and is not repeated', () => {
    const text = said.find((one) => one.includes('told.ndjson')) ?? '';
    expect(text).toMatch(/told\.ndjson.*\b2\b/);
    hunt.expectNone('the import of the record', text);
  });

  test('are nowhere in the graph, Run and Step records included', async () => {
    const nodes = await graph().read('MATCH (n) RETURN labels(n) AS labels, properties(n) AS p');
    const edges = await graph().read('MATCH ()-[r]->() RETURN type(r) AS type, properties(r) AS p');
    hunt.expectNone('the graph', JSON.stringify([nodes, edges]), 500_000);
  });

  test('are nowhere in the data directory: events, caches, lock, logs', async () => {
    const { home: folder, events } = bench.session();
    const rows = await events.query('SELECT * FROM events');
    hunt.expectNone('the events', JSON.stringify(rows), 10_000);
    hunt.expectNone('the files', filesOf(folder), 10_000);
  });

  test('are in no log line', () => {
    hunt.expectNone('the log', `log: ${bench.logged()}`);
  });

  test('are in no report', async () => {
    const out = join(place, 'reports');
    await keyline('report', 'orphan-owners', '--out', out);
    expect(readdirSync(out, { recursive: true }).length).toBeGreaterThanOrEqual(3);
    hunt.expectNone('the reports', filesOf(out), 1_000);
  });

  test('are in no answer of the API', async () => {
    const { clock, log, server } = bench.session();
    const reach = new ReachService(graph(), server, log);
    const api = await startApi({ graph: graph(), clock, log, reach });
    try {
      await reach.at((await readCoverage(graph())).graphVersion);
      await reach.settled();
      const sweep = await sweepApi(api.url, graph());
      expect(sweep.errors).toEqual([]);
      expect(Object.values(sweep.nodes).filter((count) => count > 0).length).toBeGreaterThanOrEqual(14);
      hunt.expectNone('the answers', sweep.text, 500_000);
    } finally {
      await api.close();
      await reach.close();
    }
  });

  test('are in the output of no command', async () => {
    const s1 = bench.company().situations.find(({ situation }) => situation === 'S1')?.subjects ?? {};
    const { agent = '', resource = '' } = s1;
    for (const format of ['table', 'json', 'csv']) {
      await keyline('findings', '--format', format);
      await keyline('sources', '--format', format);
      await keyline('owner', agent, '--format', format);
      await keyline('blast-radius', agent, '--format', format);
      await keyline('who-can-reach', resource, '--format', format);
      await keyline(
        'cypher',
        'MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN n, r',
        '--limit',
        '100000',
        '--format',
        format,
      );
    }
    for (const { id, parameters } of catalogue().values()) {
      const given = parameters.filter((one) => one.default === undefined).map(({ name }) => [name, keyFor(name, s1)]);
      await keyline('query', id, ...given.flatMap(([name, key]) => ['--param', `${name}=${key}`]));
    }
    await keyline('query');
    await keyline('doctor');
    const failed = said.filter((one) => /^\$ keyline (query|cypher|findings|owner)\n\n/.test(one));
    expect(failed).toEqual([]);
    hunt.expectNone('the output of the commands', said.join('\n'), 500_000);
  });

  test('are not in what a crash prints', async () => {
    expect(said.join('\n')).toContain('.crash');
    const preload = join(place, 'crash.mjs');
    writeFileSync(
      preload,
      "setTimeout(() => { throw new Error('in flight: ' + process.env.IN_FLIGHT); }, 700); setInterval(() => {}, 1000);",
    );
    process.env['IN_FLIGHT'] = SHAPED;
    const run = await spawned(['--import', preload]);
    expect(run.code).toBe(1);
    expect(run.output).toContain('in flight: [redacted github-token]');
    hunt.expectNone('the crash', run.output);
  });
});

/** A secret that looks like one, for errors to carry. */
const SHAPED = 'ghp_CANARYcrashCANARYcrashCANARYcrashCANARY1';

/** Fails while a secret is in its hands: reading a file, and mapping an item whose text is quoted by the error. */
const crashing = defineCollector({
  source: 'crash',
  title: 'Crash',
  config: z.strictObject({}),
  faith: 'own-stub',
  testedAgainst: 'nothing',
  cannotSee: ['anything'],
  connect: () => Promise.resolve([]),
  steps: [
    step({
      id: 'items',
      title: 'Items',
      mode: 'snapshot',
      emits: ['Principal'],
      permissions: ['none'],
      async *fetch() {
        yield* [];
      },
      map: (raw: unknown) => JSON.parse(String(raw)) as [],
    }),
  ],
  files: [
    {
      id: 'crash',
      title: 'Crash (*.crash)',
      madeBy: 'hand',
      recognise: (file) => file.name.endsWith('.crash'),
      async *read(file) {
        yield await Promise.resolve({ item: 'covers' as const, step: 'items', scope: file.name });
        if (file.name.startsWith('read')) throw new Error(`cannot read ${SHAPED}`);
        yield { item: 'raw' as const, step: 'items', scope: file.name, raw: 'CANARY-unshaped', place: 'line 1' };
      },
    },
  ],
});

async function fingerprints(): Promise<ReadonlySet<string>> {
  const rows = await graph().read(
    'MATCH (c:Credential) UNWIND [c.id] + coalesce(c.fingerprints, []) AS known RETURN DISTINCT known',
  );
  return new Set(rows.map((row) => row['known'] as string));
}

/** Copies of the folders whose files break off, or stop being what they are, where the first canary stands. */
function mangle(roots: readonly string[], into: string): void {
  roots.forEach((root, index) => {
    for (const [how, broken] of Object.entries(MANGLED)) {
      const copy = join(into, `${index}-${how}`);
      cpSync(root, copy, { recursive: true });
      for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (entry.name === 'golden.json') rmSync(path);
        else if (/\.(json|jsonl|csv)$/.test(path)) mangleFile(path, broken);
      }
    }
  });
}

function mangleFile(path: string, broken: (text: string, at: number) => string): void {
  const text = readFileSync(path, 'utf8');
  const at = text.search(/canary/i);
  if (at === -1) rmSync(path);
  else writeFileSync(path, broken(text, at));
}

const MANGLED: Readonly<Record<string, (text: string, at: number) => string>> = {
  truncated: (text, at) => text.slice(0, at + 9),
  unquoted: (text, at) => `${text.slice(0, at)}"${text.slice(at)}`,
};

function ndjsonWithSecret(): string {
  const header = { keyline: 1, source: 'reed-portal', scope: 'reed.example', step: 'tokens', mode: 'snapshot' };
  const leaky = { node: 'Agent', id: 'reed:agent:1', props: { name: SHAPED, kind: 'assistant', platform: 'reed' } };
  return `${JSON.stringify(header)}\n${JSON.stringify(leaky)}\n`;
}

function keyFor(parameter: string, subjects: Readonly<Record<string, string>>): string {
  if (parameter === 'human') return 'human:E-1004';
  if (parameter === 'at') return '0d';
  return subjects[['subject', 'thing'].includes(parameter) ? 'agent' : parameter] ?? '';
}

/** A command of its own process, with options of Node. */
async function spawned(options: readonly string[]): Promise<{ code: number | null; output: string }> {
  const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
  const child = spawn(process.execPath, [...options, cli, 'sources'], { env: process.env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
