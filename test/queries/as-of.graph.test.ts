import { beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../src/graph/index.ts';
import { instantOf } from '../../src/lib/clock.ts';
import { answer, findQuery } from '../../src/queries/index.ts';
import { edge, type GraphRecord, node, ref } from '../../src/schema/index.ts';
import { AGENTS, model } from '../api/duality/model.ts';
import { loaderBench } from '../support/loader.ts';

const bench = loaderBench();
const SEED = 11;
const agents = Array.from({ length: AGENTS }, (_, i) => `a:${SEED}:${i}`);

async function ask(id: string, parameters: Readonly<Record<string, unknown>>): Promise<readonly Row[]> {
  return (await answer(bench.graph(), bench.clock, findQuery(id), parameters, { limit: 500 })).rows;
}

/** The estate without every n-th edge, and with other states of credentials. */
function without(records: readonly GraphRecord[], every: number): GraphRecord[] {
  const kept = records.filter((record, i) => record.record === 'node' || i % every !== 0);
  return kept.map((record) =>
    record.record === 'node' &&
    record.label === 'Credential' &&
    record.id.charCodeAt(record.id.length - 1) % every === 0
      ? node('Credential', record.id, { ...record.props, status: 'revoked' } as never)
      : record,
  );
}

/** Of ways that are as sure and as short, either may be told. */
function surest({ evidence, ...row }: Row): Row {
  return { ...row, steps: (evidence as readonly string[]).length };
}

/** What is said of each agent's reach, by agent. */
async function presentReach(): Promise<Map<string, readonly Row[]>> {
  const told = new Map<string, readonly Row[]>();
  for (const agent of agents) told.set(agent, await ask('blast-radius', { agent }));
  return told;
}

describe('reach as of a time', () => {
  const moments: { readonly at: string; readonly told: Map<string, readonly Row[]> }[] = [];

  beforeAll(async () => {
    const { records } = model(SEED);
    for (const said of [records, without(records, 3), records, without(records, 4)]) {
      await bench.run({ step: 'test:estate/all', records: said });
      moments.push({ at: instantOf(bench.clock.now()), told: await presentReach() });
    }
  }, 120_000);

  test('differs from run to run, so that there is something to tell apart', () => {
    const told = moments.map(({ told: rows }) => JSON.stringify([...rows]));
    expect(new Set([told[0], told[1], told[3]]).size).toBe(3);
  });

  test('is what was told at that time, row by row', async () => {
    for (const { at, told } of moments) {
      for (const agent of agents) {
        const then = await ask('blast-radius-as-of', { agent, at });
        expect(then.map(surest), `${agent} at ${at}`).toEqual(told.get(agent)?.map(surest));
      }
    }
  });

  test('is nothing before anything was collected', async () => {
    for (const agent of agents)
      expect(await ask('blast-radius-as-of', { agent, at: '2026-02-01T00:00:00Z' })).toEqual([]);
  });
});

describe('owners as of a time', () => {
  const REED = 'human:reed';
  const LARK = 'human:lark';
  const agent = node('Agent', 'heron:1', { name: 'heron', kind: 'assistant', platform: 'heron' });
  const human = (id: string, status: string): GraphRecord => node('Human', id, { name: id.slice(6), status } as never);
  const owns = (id: string, basis: string): GraphRecord =>
    edge('OWNS', ref('Human', id), ref('Agent', 'heron:1'), {
      verdict: 'asserted',
      confidence: 0.9,
      basis: [basis],
      evidence: ['e'],
    });
  const moments: string[] = [];

  beforeAll(async () => {
    for (const said of [
      [
        agent,
        human(REED, 'active'),
        human(LARK, 'active'),
        owns(REED, 'reed created it'),
        edge('REPORTS_TO', ref('Human', REED), ref('Human', LARK), {}),
      ],
      [agent, human(REED, 'departed'), human(LARK, 'active'), owns(LARK, 'lark took it over')],
    ]) {
      await bench.run({ step: 'test:people/all', records: said });
      moments.push(instantOf(bench.clock.now()));
    }
  });

  test('is who owned it then, in the state they were in then', async () => {
    const [then = '', now = ''] = moments;
    expect(await ask('owner-as-of', { thing: 'heron:1', at: then })).toMatchObject([
      {
        owner: REED,
        statusThen: 'active',
        statusNow: 'departed',
        manager: 'lark',
        until: expect.any(String),
        evidence: ['reed created it'],
      },
    ]);
    expect(await ask('owner-as-of', { thing: 'heron:1', at: now })).toMatchObject([
      { owner: LARK, statusThen: 'active', manager: null, until: null, evidence: ['lark took it over'] },
    ]);
  });

  test('what changed between the two stands in what changed about it', async () => {
    const [then = '', now = ''] = moments;
    const rows = await ask('agent-changes', { agent: 'heron:1', since: then, until: now });
    expect(rows.map((row) => row['what']).sort()).toEqual(['OWNS began', 'OWNS ended']);
  });
});
