import { describe, expect, test } from 'vitest';
import { answer, type FoundNode, findQuery } from '../../src/queries/index.ts';
import {
  type LevelLists,
  type ReacherRow,
  ReachReader,
  type ReachRow,
  readCouldBecome,
} from '../../src/queries/reach/index.ts';
import { indexedBlastRadius } from '../../src/reach/answer.ts';
import { ReachIndex } from '../../src/reach/reach-index.ts';
import { indexedReachers } from '../../src/reach/reachers-answer.ts';
import { readTables } from '../../src/reach/read/index.ts';
import { loaderBench } from '../support/loader.ts';
import { AGENTS, type Model, model, RESOURCES } from './duality/model.ts';
import { couldBecome, NOTHING, ranksOf, shape, shapeOfRanks } from './duality/plain.ts';

const bench = loaderBench();
const SEEDS = [11, 12, 13, 14];
const CERTAINTIES = ['certain', 'conditional', 'unknown'];
const models = new Map<number, Model>();

/** The estate of a seed, loaded once. */
async function loaded(seed: number): Promise<Model> {
  const known = models.get(seed);
  if (known !== undefined) return known;
  const made = model(seed);
  models.set(seed, made);
  await bench.run({ step: `records:seed/${seed}`, records: made.records });
  return made;
}

const indexes = new Map<number, ReachIndex>();

/** The index of the graph with the estate of a seed, read once. */
async function indexOf(seed: number): Promise<ReachIndex> {
  const tables = indexes.has(seed) ? undefined : await readTables(bench.graph());
  const index = tables === undefined ? indexes.get(seed) : new ReachIndex(tables);
  if (index === undefined) throw new Error('the graph was written to all the time');
  indexes.set(seed, index);
  return index;
}

const agents = (seed: number): string[] => Array.from({ length: AGENTS }, (_, i) => `a:${seed}:${i}`);
const resources = (seed: number): string[] => Array.from({ length: RESOURCES }, (_, i) => `r:${seed}:${i}`);
const shapeOf = (levels: LevelLists): string => shape(levels.certain, levels.possible, levels.unknown);
const sorted = (found: ReadonlyMap<string, string>): Map<string, string> => new Map([...found].sort());

/** Levels of every agent on every resource, the plain way. */
function wanted(made: Model): Map<string, string> {
  const want = new Map<string, string>();
  for (const agent of agents(made.seed)) {
    for (const [at, resource] of resources(made.seed).entries()) {
      const levels = shapeOfRanks(ranksOf(made, agent, at));
      if (levels !== NOTHING) want.set(`${agent} ${resource}`, levels);
    }
  }
  expect(want.size).toBeGreaterThan(10);
  return want;
}

async function rowsOf(id: string, parameters: Readonly<Record<string, string>>) {
  const { rows } = await answer(bench.graph(), bench.clock, findQuery(id), parameters);
  return rows;
}

describe.for(SEEDS)('a random estate (seed %i)', { timeout: 180_000 }, (seed) => {
  test('forwards, backwards and the plain way agree', async () => {
    const made = await loaded(seed);
    const reach = new ReachReader(bench.graph(), bench.clock);
    const forwards = new Map<string, string>();
    for (const id of agents(seed)) {
      const found = await reach.blastRadius({ label: 'Agent', id, name: undefined }, { unfold: true, first: 100 });
      for (const row of found.rows) forwards.set(`${id} ${row.resource?.id}`, shapeOf(row.levels));
      expect(found.counts.total).toBe(found.rows.length);
      for (const row of found.rows) expect(row.path.at(-1)?.id).toBe(row.resource?.id);
    }
    expect(sorted(forwards)).toEqual(sorted(wanted(made)));
    const backwards = new Map<string, string>();
    for (const id of resources(seed)) {
      const found = await reach.whoCanReach({ label: 'Resource', id, name: undefined }, { first: 100 });
      for (const row of found.rows) backwards.set(`${row.source.id} ${id}`, shapeOf(row.levels));
      for (const row of found.rows) expect(row.path.at(-1)?.id).toBe(id);
    }
    expect(sorted(backwards)).toEqual(sorted(wanted(made)));
  });

  test('the index has the same rows and counts', async () => {
    await loaded(seed);
    const reader = new ReachReader(bench.graph(), bench.clock);
    const index = await indexOf(seed);
    for (const id of agents(seed)) {
      const subject: FoundNode = { label: 'Agent', id, name: undefined };
      for (const options of [{ first: 3 }, { first: 100 }, { first: 100, unfold: true }]) {
        const { counts, rows, more, rowCount } = await reader.blastRadius(subject, options);
        const found = await indexedBlastRadius(bench.graph(), index, subject, options, bench.clock.now());
        const levels = (all: readonly ReachRow[]) => all.map((row) => [row.resource?.id ?? row.scope, row.levels]);
        expect({ ...found, rows: levels(found?.rows ?? []) }).toEqual({ counts, more, rowCount, rows: levels(rows) });
      }
    }
  });

  test('the index has the same who can reach', async () => {
    await loaded(seed);
    const reader = new ReachReader(bench.graph(), bench.clock);
    const index = await indexOf(seed);
    for (const id of resources(seed)) {
      const resource: FoundNode = { label: 'Resource', id, name: undefined };
      for (const asked of [{ first: 3 }, { first: 100 }, { level: 'Write' }, { by: 'Principal' }] as const) {
        const { rows, more, total } = await reader.whoCanReach(resource, asked);
        const found = await indexedReachers(bench.graph(), index, resource, asked, bench.clock.now());
        const told = (all: readonly ReacherRow[]) =>
          all.map(({ place, levels, path }) => [place, shapeOf(levels), path.length, path.at(-1)?.id]);
        expect({ more: found?.more, total: found?.total, rows: told(found?.rows ?? []) }).toEqual({
          more,
          total,
          rows: told(rows),
        });
      }
    }
  });

  test('the saved blast radius has the rows of the folded one', async () => {
    await loaded(seed);
    const reach = new ReachReader(bench.graph(), bench.clock);
    let compared = 0;
    for (const id of agents(seed)) {
      const { rows } = await reach.blastRadius({ label: 'Agent', id, name: undefined }, { first: 500 });
      const told = rows.map((row) => [row.resource?.id ?? row.scope?.id, shapeOf(row.levels)]);
      const saved = (await rowsOf('blast-radius', { agent: id })).map((row) => [
        row['resource'],
        shape(...['certain', 'possible', 'unknown'].map((list) => row[list] as string[])),
      ]);
      expect(saved.sort()).toEqual(told.sort());
      compared += told.length;
    }
    expect(compared).toBeGreaterThan(5);
  });

  test('what each could become is told apart, the same by reader and saved question', async () => {
    const made = await loaded(seed);
    let compared = 0;
    for (const id of agents(seed)) {
      const want = [...couldBecome(made, id)].map(([to, rank]) => [to, CERTAINTIES[rank]]);
      const told = await readCouldBecome(bench.graph(), bench.clock, { label: 'Agent', id, name: undefined });
      expect(told.rows.map((row) => [row.id, row.certainty]).sort()).toEqual(want.sort());
      expect(told.total).toBe(want.length);
      const saved = await rowsOf('could-become', { subject: id });
      expect(saved.map((row) => [row['principal'], row['certainty']]).sort()).toEqual(want.sort());
      compared += want.length;
    }
    expect(compared).toBeGreaterThan(0);
  });

  test('the saved "who can reach" has the agents of the plain way, as sure', async () => {
    const made = await loaded(seed);
    let compared = 0;
    for (const [at, resource] of resources(seed).entries()) {
      for (const level of ['Read', 'Permissions'] as const) {
        const want = agents(seed).flatMap((agent) => {
          const rank = ranksOf(made, agent, at).get(level);
          return rank === undefined ? [] : [[agent, CERTAINTIES[rank]]];
        });
        const rows = await rowsOf('who-can-reach', { resource, level });
        expect(rows.map((row) => [row['agent'], row['certainty']]).sort()).toEqual(want.sort());
        compared += want.length;
      }
    }
    expect(compared).toBeGreaterThan(10);
  });
});
