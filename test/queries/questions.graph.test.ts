import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Row } from '../../src/graph/index.ts';
import { type Answer, answer, catalogue, findQuery } from '../../src/queries/index.ts';
import { expectSameReach } from '../reach/same-reach.ts';
import { withCompany } from '../support/company-graph.ts';
import { comparable, type Expectation, expectations, expectedQuestions, filled, isLike, standsIn } from './expected.ts';
import { sameBlastRadius, sameReachers, sampledAgents } from './same-sets.ts';

const bench = withCompany();

function ask(id: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  return answer(bench.session().graph, bench.clock, findQuery(id), parameters, { timeoutMs: 120_000 });
}

function evidenceOf(row: Row): readonly string[] {
  return (row['evidence'] as readonly string[] | null) ?? [];
}

test('every saved question has its expected rows, and nothing else has', () => {
  expect(expectedQuestions().sort()).toEqual([...catalogue().keys()].sort());
  expect(catalogue().size).toBeGreaterThanOrEqual(25);
});

test('every question of situations and of what is ordinary names a near miss', () => {
  const without = expectedQuestions().filter((id) => expectations(id).every((one) => (one.absent ?? []).length === 0));
  expect(without).toEqual(['agent-changes']); // Has its own, below: something must change first.
});

describe.each(expectedQuestions())('%s', (id) => {
  test.each(expectations(id))('$about', async (expectation) => {
    const wanted = filled(expectation, bench.company());
    const { rows, more } = await ask(id, wanted.parameters);
    expect(more).toBe(false);
    expectEvidence(rows);
    expectRows(rows, wanted);
    for (const { row, why } of wanted.absent ?? []) {
      expect(await isInGraph(row), `${JSON.stringify(row)} is in the graph`).toBe(true);
      expect(
        rows.filter((one) => isLike(one, row)),
        why,
      ).toEqual([]);
    }
  });
});

/** Every row proves itself: an answer with empty evidence is none. */
function expectEvidence(rows: readonly Row[]): void {
  const unproven = rows.filter((row) => {
    const evidence = evidenceOf(row);
    return evidence.length === 0 || evidence.some((one) => typeof one !== 'string' || one.trim() === '');
  });
  expect(unproven).toEqual([]);
}

function expectRows(rows: readonly Row[], wanted: Expectation): void {
  const columns = wanted.columns ?? Object.keys(wanted.rows[0] ?? {});
  const { ordinary } = wanted;
  const planted = rows.filter(
    (row) => ordinary === undefined || !JSON.stringify(row[ordinary.column]).includes(ordinary.pattern),
  );
  const chosen =
    wanted.others === true ? planted.filter((row) => wanted.rows.some((one) => isLike(row, one))) : planted;
  expect(comparable(chosen, columns)).toEqual(comparable(wanted.rows, columns));
  if (wanted.via !== undefined) {
    const proof = rows.find((row) => isLike(row, wanted.rows[0] ?? {}));
    expect(standsIn(evidenceOf(proof ?? {}), wanted.via), JSON.stringify(proof)).toBe(true);
  }
}

/** A near miss is one only when it is there: its first column that is a key names a node. */
async function isInGraph(row: Row): Promise<boolean> {
  const [key] = Object.values(row);
  const found = await bench.session().graph.read('MATCH (n) WHERE n.id = $key RETURN n.id LIMIT 1', { key });
  return found.length > 0;
}

test(
  'the reach index and the graph give the same blast radius: counts, rows and ways',
  () => expectSameReach(bench),
  300_000,
);

describe('unused-credentials', () => {
  test('has nothing that was used, or made, since', async () => {
    const { rows } = await ask('unused-credentials', { before: '90d' });
    const limit = new Date(bench.clock.now() - 90 * 86_400_000).toISOString();
    const young = rows.filter(
      (row) => String(row['lastUsedAt'] ?? '') >= limit || String(row['createdAt'] ?? '') >= limit,
    );
    expect(young).toEqual([]);
  });
});

test('saved questions and the reader of the API tell the same reach', { timeout: 300_000 }, async () => {
  const { graph } = bench.session();
  const agents = await sampledAgents(graph, bench.company());
  expect(agents.length).toBeGreaterThanOrEqual(40);
  const reached = new Set<string>();
  for (const agent of agents)
    for (const { resource } of await sameBlastRadius(graph, bench.clock, agent))
      if (resource !== undefined) reached.add(resource.id);
  expect(reached.size).toBeGreaterThan(30);
  const resources = [...reached].sort().filter((_, i) => i % Math.ceil(reached.size / 20) === 0);
  let reachers = 0;
  for (const resource of resources)
    for (const level of ['Read', 'Write'] as const) reachers += await sameReachers(graph, bench.clock, resource, level);
  expect(reachers).toBeGreaterThan(30);
});

describe('parameters', () => {
  test.each([
    ['blast-radius', {}, 'needs the parameter "agent"'],
    ['blast-radius', { agent: 'x', agnet: 'x' }, 'has no parameter "agnet"'],
    ['who-can-reach', { resource: 'x', level: 'Everything' }, 'is not a value of type level'],
    ['departed-owner-agents', { since: 'yesterday-ish' }, 'is not a value of type instant'],
    ['agent-owner', { agent: ['a', 'b'] }, 'is not a value of type key'],
    ['orphan-agents', { since: '90d' }, 'It takes: none.'],
  ])('%s refuses %j', async (id, parameters, why) => {
    const refused = await ask(id, parameters).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ code: 'query-parameter', exitCode: 2 });
    expect(`${(refused as Error).message} ${(refused as { hint?: string }).hint}`).toContain(why);
  });

  test('are values and no text of the question', async () => {
    const { rows } = await ask('blast-radius', { agent: "x'}) DETACH DELETE n //" });
    expect(rows).toEqual([]);
  });
});

describe('coverage', () => {
  test('comes with every answer', async () => {
    const { coverage } = await ask('orphan-agents');
    expect(coverage.incomplete).toEqual([]);
    expect(coverage.line).toMatch(/^all \d+ sources complete$/);
  });
});

describe('agent-changes', () => {
  test('tells what ended once a scan no longer finds the key, and of no other agent', async () => {
    const { otherAgent = '', credential = '', agent = '' } = planted('S14');
    removeCredentials('bw-lt-0401');
    await bench.importAgain(join(bench.company().exports, 'endpoint', 'bw-lt-0401.scan.json'));
    const { rows } = await ask('agent-changes', { agent: otherAgent, since: '1h' });
    expect(rows).toMatchObject([
      { thing: credential, what: 'USES ended', step: expect.stringContaining('bw-lt-0401') },
    ]);
    expectEvidence(rows);
    const other = await ask('agent-changes', { agent, since: '1h' });
    expect(other.rows.filter((row) => row['what'] === 'USES ended')).toEqual([]);
  });

  test('tells nothing of before', async () => {
    const { otherAgent = '' } = planted('S14');
    expect((await ask('agent-changes', { agent: otherAgent, since: '2026-11-20T10:00:00Z' })).rows).toEqual([]);
  });
});

function planted(situation: string): Readonly<Record<string, string>> {
  return bench.company().situations.find((one) => one.situation === situation)?.subjects ?? {};
}

function removeCredentials(device: string): void {
  const path = join(bench.company().exports, 'endpoint', `${device}.scan.json`);
  const scan = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...scan, credentials: [] }));
}
