import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Check } from '../../src/cli/doctor/check.ts';
import { type Connection, defineCollector, step } from '../../src/collect/index.ts';
import { thisProcess } from '../../src/graph/server/processes.ts';
import { KeylineError } from '../../src/lib/errors.ts';
import { runCommand } from './support.ts';

const environment = { ...process.env };
let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'keyline-doctor-'));
  process.env['KEYLINE_HOME'] = home;
  process.env['KEYLINE_CONFIG'] = join(home, 'config.yaml');
  process.env['NEO4J_URI'] = 'bolt://127.0.0.1:1';
  writeFileSync(join(home, 'config.yaml'), 'sources: []\n');
});
afterEach(() => {
  process.env = { ...environment };
  rmSync(home, { recursive: true, force: true });
});

const GONE = { pid: 999_999_9, startedAt: 'long ago' };
const noSession = new KeylineError('graph-unreachable', 'Neo4j does not answer', { source: 'bolt://127.0.0.1:1' });

async function checks(...connections: readonly Partial<Connection<unknown>>[]): Promise<readonly Check[]> {
  const { stdout } = await runCommand(['doctor', '--format', 'json'], { noSession, collectors: [wader(connections)] });
  return (JSON.parse(stdout) as { checks: Check[] }).checks;
}

function find(found: readonly Check[], name: string): Check | undefined {
  return found.find((one) => one.name === name);
}

/** A source that connects as it is told. */
function wader(connections: readonly Partial<Connection<unknown>>[]) {
  const reads = (id: string, ...permissions: readonly string[]) =>
    step<unknown, unknown, 'Endpoint'>({
      id,
      title: id,
      mode: 'snapshot',
      emits: ['Endpoint'],
      permissions,
      fetch: async function* () {},
      map: () => [],
    });
  return defineCollector({
    source: 'wader',
    title: 'Wader',
    config: z.strictObject({ token: z.string().default('x') }),
    faith: 'own-stub',
    testedAgainst: 'a pond',
    cannotSee: [],
    connect: () => {
      if (connections.length === 0) throw new Error(`refused: ghp_${'Ab1'.repeat(13)}`);
      return Promise.resolve(connections.map((one) => ({ scope: 'pond', client: {}, ...one })));
    },
    steps: [reads('eggs', 'eggs.read', 'nests.read'), reads('nests', 'nests.read'), reads('birds', 'birds.read')],
    files: [],
  });
}

function configure(text: string): void {
  writeFileSync(join(home, 'config.yaml'), text);
}

describe('without a graph', () => {
  it('the graph is one failure, everything else is looked at, and the exit code is 1', async () => {
    const { code, stdout, stderr } = await runCommand(['doctor'], { noSession });
    expect(code).toBe(1);
    expect(stdout).toContain('fail  graph: server: Neo4j does not answer (bolt://127.0.0.1:1).');
    expect(stdout).toMatch(/^ok {4}machine: node: Node v/m);
    expect(stdout).toContain('ok    machine: graph engine: the server of NEO4J_URI is used');
    expect(stdout).toContain(`ok    data: directory: ${home}`);
    expect(stderr).toMatch(/\d+ ok, \d+ to look at, 1 failed/);
  });
});

describe('data directory', () => {
  it('stale locks are told and left alone', async () => {
    writeFileSync(join(home, 'server.lock'), JSON.stringify(GONE));
    writeFileSync(join(home, 'server.json'), JSON.stringify({ server: GONE, owner: GONE, uri: 'bolt://x' }));
    const found = await checks();
    expect(find(found, 'server.lock')).toMatchObject({
      status: 'warn',
      says: 'left behind by process 9999999, which has ended',
    });
    expect(find(found, 'server.json')).toMatchObject({ status: 'warn', says: 'it names a server that has ended' });
    expect(find(await checks(), 'server.lock')?.status).toBe('warn');
  });

  it('a lock that is held is none', async () => {
    writeFileSync(join(home, 'server.lock'), JSON.stringify(thisProcess()));
    expect(find(await checks(), 'server.lock')).toBeUndefined();
  });

  it('a lock that cannot be read is told', async () => {
    writeFileSync(join(home, 'server.lock'), '{');
    expect(find(await checks(), 'server.lock')?.says).toBe('it cannot be read as a lock');
  });

  it('secrets that others may read, and a broken fingerprint key', async () => {
    writeFileSync(join(home, 'neo4j-password'), 'x', { mode: 0o600 });
    chmodSync(join(home, 'neo4j-password'), 0o644);
    writeFileSync(join(home, 'fingerprint.key'), 'short', { mode: 0o600 });
    const found = await checks();
    expect(find(found, 'neo4j-password')).toMatchObject({
      status: 'warn',
      hint: `chmod 600 ${join(home, 'neo4j-password')}`,
    });
    expect(find(found, 'fingerprint.key')).toMatchObject({ status: 'fail' });
  });

  it('one that is not there yet is made later, not by the doctor', async () => {
    process.env['KEYLINE_HOME'] = join(home, 'not', 'yet');
    expect(find(await checks(), 'directory')).toMatchObject({
      status: 'ok',
      says: `${join(home, 'not', 'yet')} is made at the first start`,
    });
    mkdirSync(join(home, 'not'));
  });
});

describe('configuration', () => {
  it('that cannot be read is one failure', async () => {
    configure('sources: {');
    expect(find(await checks(), 'file')?.status).toBe('fail');
  });

  it('missing files, schedules and reports that cannot work', async () => {
    configure(`
sources: [{ type: wader, schedule: { cron: whenever } }]
import: [${join(home, 'nope')}]
reports:
  - { folder: x, schedule: { cron: '0 6 * * *', timezone: Mars/Olympus } }
  - { webhook: 'http://169.254.169.254/latest' }
  - { id: odd, folder: x }
`);
    const bad = (await checks({})).filter((one) => one.area === 'configuration' && one.status === 'fail');
    expect(bad.map((one) => one.says)).toEqual([
      `there is no ${join(home, 'nope')}`,
      '"whenever" is not a cron expression',
      '"Mars/Olympus" is not a time zone',
      expect.stringContaining('Nothing is sent there'),
      expect.stringContaining('There is no report "odd"'),
    ]);
  });
});

describe('sources', () => {
  beforeEach(() => configure('sources: [{ type: wader }]\n'));

  it('what was not given is told with the steps that need it; a step that is left out needs nothing', async () => {
    const given = () => Promise.resolve({ 'eggs.read': true, 'nests.read': false });
    const check = find(await checks({ skip: { birds: 'out of season' }, given }), 'wader pond');
    expect(check).toMatchObject({
      status: 'warn',
      says: 'it answers; given 1 of 2 permissions its steps need',
      details: ['missing: nests.read (eggs, nests)'],
    });
  });

  it('all given is well; what cannot be told is said so', async () => {
    const given = () => Promise.resolve({ 'eggs.read': true, 'nests.read': true });
    expect(find(await checks({ given }), 'wader pond')).toMatchObject({
      status: 'ok',
      details: ['cannot be told: birds.read (birds)'],
    });
  });

  it('a source that tells nothing: what is needed is listed', async () => {
    expect(find(await checks({}), 'wader pond')).toMatchObject({
      status: 'ok',
      says: 'configured; the source does not tell what it was given; needed:',
      details: ['eggs.read (eggs)', 'nests.read (eggs, nests)', 'birds.read (birds)'],
    });
  });

  it('one that cannot be connected to fails, without the secret; connections are closed', async () => {
    const check = find(await checks(), 'wader');
    expect(check).toMatchObject({ status: 'fail', says: 'Error: refused: [redacted github-token]' });
    let closed = 0;
    const close = () => {
      closed += 1;
      return Promise.resolve();
    };
    const given = () => Promise.reject(new Error('no'));
    expect(find(await checks({ close, given }), 'wader pond')?.status).toBe('warn');
    expect(closed).toBe(1);
  });

  it('a configuration that does not fit, and a source there is not', async () => {
    configure('sources: [{ type: wader, colour: red }, { type: heron }]\n');
    const failures = (await checks({})).filter((one) => one.area === 'source' && one.status === 'fail');
    expect(failures.map((one) => one.name)).toEqual(['wader', 'heron']);
  });

  it('says honestly what its tests ran against', async () => {
    const faith = (await checks({})).find((one) => one.says.startsWith('tested against'));
    expect(faith).toMatchObject({
      name: 'wader',
      status: 'warn',
      says: 'tested against a stub of our own only',
      details: ['a pond'],
    });
  });
});
