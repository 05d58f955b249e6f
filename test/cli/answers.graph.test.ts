import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loaderBench } from '../support/loader.ts';
import { company } from './company.ts';
import { sessionOver } from './session.ts';
import { type CliRun, runCommand } from './support.ts';

const bench = loaderBench();
const out = mkdtempSync(join(tmpdir(), 'keyline-cli-'));
beforeAll(async () => void (await bench.run(...company)));
afterAll(() => rmSync(out, { recursive: true, force: true }));

function run(...argv: readonly string[]): Promise<CliRun> {
  return runCommand(argv, { session: sessionOver(bench.graph(), bench.home(), bench.clock) });
}

async function json<T = Record<string, unknown>>(...argv: readonly string[]): Promise<T> {
  const { code, stdout } = await run(...argv, '--format', 'json');
  expect(code).toBe(0);
  return JSON.parse(stdout) as T;
}

async function csv(...argv: readonly string[]): Promise<Record<string, string>[]> {
  const { code, stdout } = await run(...argv, '--format', 'csv');
  expect(code).toBe(0);
  return parse(stdout, { columns: true });
}

interface Rows {
  readonly rows: readonly Record<string, unknown>[];
  readonly more: boolean;
}

describe('ids', () => {
  test.each([
    'heron',
    'arn:aws:bedrock:eu-north-1:918273645546:agent/HERON',
    'arn:aws:bedrock:eu-north-1:918273645546:agent/HERON7',
  ])('%s is heron', async (id) =>
    expect(await json('owner', id)).toMatchObject({ subject: { label: 'Agent', name: 'heron' } }),
  );

  test('an ambiguous one lists the choices and exits 2', async () => {
    const { code, stdout, stderr } = await run('owner', 'arn:aws:bedrock:eu-north-1');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('agent/HERON7 (heron)');
    expect(stderr).toContain('agent/HEROIN (plover)');
  });

  test('one that there is not is one sentence and exits 2', async () => {
    const { code, stderr } = await run('blast-radius', 'wibble');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^There is no .*"wibble".*\n?$/);
    expect(stderr.split('\n')).toHaveLength(1);
  });

  test('a resource is no subject of ownership', async () => {
    expect((await run('owner', 'arn:aws:s3:::reed-ledger')).code).toBe(2);
  });
});

describe('blast-radius', () => {
  test('the most sensitive first, with levels and path', async () => {
    const found = await json<Rows & { counts: { total: number } }>('blast-radius', 'heron');
    expect(found.counts.total).toBe(2);
    expect(found.rows.map((row) => [row['name'], row['certain'], row['possible'], row['conditionKeys']])).toEqual([
      ['reed-customers', ['List'], ['Write'], ['aws:SourceIp']],
      ['reed-ledger', ['List', 'Write'], [], []],
    ]);
    expect(found.rows[0]?.['evidence']).toEqual(
      expect.arrayContaining(['Agent heron', expect.stringContaining('Principal heron-role')]),
    );
  });

  test('of a credential and of a person', async () => {
    expect((await json<Rows>('blast-radius', 'AKIAHERON')).rows).toHaveLength(2);
    expect((await json<Rows>('blast-radius', 'human:40417')).rows).toHaveLength(2);
  });

  test('--level and --limit', async () => {
    expect((await json<Rows>('blast-radius', 'heron', '--level', 'Permissions')).rows).toEqual([]);
    const page = await json<Rows>('blast-radius', 'heron', '--limit', '1');
    expect([page.rows.length, page.more]).toEqual([1, true]);
  });

  test('as a table the evidence stands below, and coverage goes to standard error', async () => {
    const { stdout, stderr } = await run('blast-radius', 'heron');
    expect(stdout).toContain('[1] Agent heron');
    expect(stderr).toContain('2 of 2 resources; 1 of 3 sources incomplete: okta:acme/users denied');
  });

  test('an agent without reach has none', async () => {
    const { code, stdout } = await run('blast-radius', 'plover');
    expect([code, stdout]).toEqual([0, 'Nothing.']);
  });
});

describe('who-can-reach', () => {
  test('agents with their owners', async () => {
    const found = await json<Rows & { total: number }>('who-can-reach', 'reed-ledger', '--level', 'Write');
    expect(found.total).toBe(1);
    expect(found.rows[0]).toMatchObject({
      name: 'heron',
      certain: ['List', 'Write'],
      owner: 'human:40417',
      ownerStatus: 'departed',
    });
  });

  test('by principal; nobody at a level that nobody has', async () => {
    expect((await csv('who-can-reach', 'reed-ledger', '--level', 'Write', '--by', 'Principal'))[0]).toMatchObject({
      name: 'heron-role',
    });
    expect((await json<Rows>('who-can-reach', 'reed-ledger', '--level', 'Tagging')).rows).toEqual([]);
  });
});

describe('owner', () => {
  test('owner, confidence, basis, evidence, alternatives, what else they own, to whom it falls', async () => {
    const found = await json('owner', 'heron');
    expect(found).toMatchObject({
      verdict: 'asserted',
      confidence: 0.85,
      owner: {
        label: 'Human',
        id: 'human:40417',
        name: 'Wren Ostrow',
        status: 'departed',
        departedAt: '2026-01-10T00:00:00.000Z',
      },
      basis: ['CreateAgent by wren'],
      fallsTo: { id: 'human:40002', name: 'Tern Halloran', route: 'manager of Wren Ostrow at departure' },
      alternatives: [{ id: 'human:40099', name: 'Ana Lark', says: ['tag owner=ana@example.com'], confidence: 0.12 }],
      alsoOwns: { count: 1, items: [{ label: 'Credential', id: 'AKIAHERON00000000007' }] },
    });
    expect(found).not.toHaveProperty('confidences');
    expect(found['since']).toMatch(/^2026-03-01T/);
    expect(found['evidence']).toEqual([
      expect.objectContaining({ id: 'evidence:creator:heron:e1', names: 'human:40417' }),
      expect.objectContaining({ id: 'evidence:owner-tag:heron:t', names: 'human:40099', person: 'ana@example.com' }),
    ]);
  });

  test('unknown is said, not guessed', async () => {
    expect(await json('owner', 'plover')).toMatchObject({
      verdict: 'unknown',
      basis: [],
      evidence: [],
      alternatives: [],
    });
    expect((await run('owner', 'plover')).stdout).toContain('Owner: unknown');
  });

  test('an account belongs to its person', async () => {
    expect(await json('owner', 'okta:acme:user:7')).toMatchObject({
      owner: { id: 'human:40417' },
      basis: ['it is their account: verified e-mail'],
    });
  });

  test('a name that is a formula is none in CSV', async () => {
    expect((await csv('owner', 'endpoint:q9:agent:cursor'))[0]).toMatchObject({
      name: "'=1+1<script>",
      verdict: 'unknown',
    });
  });

  test('as a table', async () => {
    const { stdout } = await run('owner', 'heron');
    expect(stdout).toContain(
      'Owner: Wren Ostrow (human:40417), departed 2026-01-10T00:00:00.000Z; asserted, confidence 0.85',
    );
    expect(stdout).toContain('Falls to: Tern Halloran (human:40002): manager of Wren Ostrow at departure');
    expect(stdout).toContain('Also owns 1:');
  });
});

describe('report', () => {
  test('writes the files; the second time everything is still open', async () => {
    const folder = join(out, 'reports');
    const first = await json<{ summary: unknown; items: { agentName: string; problem: string; routeName?: string }[] }>(
      'report',
      'orphan-owners',
      '--out',
      folder,
    );
    expect(first.summary).toMatchObject({ new: 3, still: 0, resolved: 0, ownerDeparted: 1, ownerUnknown: 2 });
    expect(first.items[0]).toMatchObject({ agentName: 'heron', problem: 'owner departed', routeName: 'Tern Halloran' });
    const { stdout, stderr } = await run('report', 'orphan', '--out', folder);
    expect(stdout).toContain('0 new, 3 still open, 0 resolved');
    expect(stderr).toContain(`written: ${join(folder, 'orphan-owners.html')}`);
    expect(readFileSync(join(folder, 'orphan-owners.html'), 'utf8')).not.toContain('<script');
    expect(readFileSync(join(folder, 'orphan-owners.csv'), 'utf8')).toContain("'=1+1<script>");
  });
});

describe('sources', () => {
  test('seen ones with outcomes; what derives is no source', async () => {
    const found = await json<{ sources: { source: string; scopes: { outcome: string; complete: number }[] }[] }>(
      'sources',
    );
    expect(found.sources.map((one) => [one.source, one.scopes.map((scope) => scope.outcome)])).toEqual([
      ['aws', ['complete']],
      ['hr', ['complete']],
      ['okta', ['denied']],
    ]);
    const { stdout } = await run('sources');
    expect(stdout).toContain('okta:acme/users: denied');
    expect((await csv('sources')).map((row) => row['outcome'])).toEqual(['complete', 'complete', 'denied']);
  });
});

describe('two commands at once', () => {
  test('share the graph', async () => {
    const runs = await Promise.all([
      run('owner', 'heron'),
      run('blast-radius', 'heron'),
      run('sources'),
      run('findings'),
    ]);
    expect(runs.map((one) => one.code)).toEqual([0, 0, 0, 0]);
    expect(runs[3]?.stdout).toContain('CRITICAL [S8] heron belongs to Wren Ostrow, who left');
  });
});
