import { expect, test } from 'vitest';
import { LEVELS, type LevelLists, ReachReader } from '../../src/queries/reach/index.ts';
import { edge, type GraphRecord, node, ref } from '../../src/schema/index.ts';
import { loaderBench } from '../support/loader.ts';

const bench = loaderBench();

/** A small seeded generator (mulberry32), so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const CERTAINTIES = ['certain', 'conditional', 'unknown'];
const RESOURCES = 12;
const pathOf = (i: number): string => `t/x/k:k/-/${String(i).padStart(2, '0')}`;

/** What the random estate says, kept apart from the graph. */
interface Model {
  readonly records: GraphRecord[];
  readonly steps: { from: string; to: string; certainty: number }[];
  readonly grants: { holder: string; lo: number; hi: number; levels: [string[], string[], string[]] }[];
  readonly excepts: { holder: string; at: number; levels: string[] }[];
}

function model(seed: number): Model {
  const next = random(seed);
  const made: Model = { records: [], steps: [], grants: [], excepts: [] };
  const some = (): string[] => LEVELS.filter(() => next(4) === 0);
  for (let i = 0; i < RESOURCES; i += 1)
    made.records.push(
      node('Resource', `r:${seed}:${i}`, { name: `r${i}`, kind: `k:k${seed}`, path: `${seed}${pathOf(i)}` }),
    );
  for (let i = 0; i < 8; i += 1) {
    made.records.push(node('Agent', `a:${seed}:${i}`, { name: `a${i}`, kind: 'x', platform: 'x' }));
    link(made, 'RUNS_AS', `a:${seed}:${i}`, `p:${seed}:${next(10)}`, 0);
    if (next(3) === 0) link(made, 'DELEGATES_TO', `a:${seed}:${i}`, `a:${seed}:${next(8)}`, 0);
  }
  for (let i = 0; i < 10; i += 1) {
    made.records.push(node('Principal', `p:${seed}:${i}`, { name: `p${i}` }));
    for (let n = next(3); n > 0; n -= 1) link(made, 'CAN_ASSUME', `p:${seed}:${i}`, `p:${seed}:${next(10)}`, next(3));
    grant(made, seed, `p:${seed}:${i}`, next, some);
  }
  return made;
}

function link(
  made: Model,
  type: 'RUNS_AS' | 'DELEGATES_TO' | 'CAN_ASSUME',
  from: string,
  to: string,
  certainty: number,
): void {
  if (made.steps.some((one) => one.from === from && one.to === to)) return;
  made.steps.push({ from, to, certainty });
  if (type === 'RUNS_AS') made.records.push(edge('RUNS_AS', ref('Agent', from), ref('Principal', to), {}));
  else if (type === 'DELEGATES_TO') made.records.push(edge('DELEGATES_TO', ref('Agent', from), ref('Agent', to), {}));
  else {
    const props = { certainty: CERTAINTIES[certainty] ?? '', via: 'test' };
    made.records.push(edge('CAN_ASSUME', ref('Principal', from), ref('Principal', to), props));
  }
}

function grant(made: Model, seed: number, principal: string, next: (n: number) => number, some: () => string[]): void {
  const holder = `profile:${principal}`;
  made.records.push(node('AccessProfile', holder, { system: 'x', evaluator: 't' }));
  made.records.push(edge('HAS_ACCESS', ref('Principal', principal), ref('AccessProfile', holder), {}));
  made.steps.push({ from: principal, to: holder, certainty: 0 });
  for (let n = next(3); n > 0; n -= 1) {
    const lo = next(RESOURCES);
    const hi = lo + 1 + next(RESOURCES - lo);
    const levels: [string[], string[], string[]] = [some(), some(), some()];
    if (
      levels.flat().length === 0 ||
      made.grants.some((one) => one.holder === holder && one.lo === lo && one.hi === hi)
    )
      continue;
    made.grants.push({ holder, lo, hi, levels });
    const props = { certain: levels[0], possible: levels[1], unknown: levels[2] };
    if (hi === lo + 1) {
      made.records.push(edge('CAN', ref('AccessProfile', holder), ref('Resource', `r:${seed}:${lo}`), props));
      continue;
    }
    const scope = { lo: `${seed}${pathOf(lo)}`, hi: `${seed}${pathOf(hi)}`, kind: `k:k${seed}`, count: hi - lo };
    made.records.push(node('Scope', `scope:${scope.lo}..${scope.hi}`, scope));
    made.records.push(edge('CAN', ref('AccessProfile', holder), ref('Scope', `scope:${scope.lo}..${scope.hi}`), props));
  }
  if (next(2) === 0) {
    const at = next(RESOURCES);
    const levels = [...some(), 'Read'];
    made.excepts.push({ holder, at, levels });
    made.records.push(edge('CAN_EXCEPT', ref('AccessProfile', holder), ref('Resource', `r:${seed}:${at}`), { levels }));
  }
}

/** The surest way to every node, the plain way: widest paths by repetition. */
function standing(made: Model, from: string): Map<string, number> {
  const best = new Map([[from, 0]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const step of made.steps) {
      const here = best.get(step.from);
      if (here === undefined) continue;
      const there = Math.max(here, step.certainty);
      if (there < (best.get(step.to) ?? 9)) {
        best.set(step.to, there);
        changed = true;
      }
    }
  }
  return best;
}

/** Levels by certainty of one agent on one resource. */
function expected(made: Model, agent: string, at: number): string {
  const ways = standing(made, agent);
  const rank = new Map<string, number>();
  for (const { holder, lo, hi, levels } of made.grants) {
    const way = ways.get(holder);
    if (way === undefined || at < lo || at >= hi) continue;
    // An exception takes from scopes, not from what is granted by name.
    const except =
      hi === lo + 1
        ? []
        : made.excepts.filter((one) => one.holder === holder && one.at === at).flatMap((one) => one.levels);
    for (const [sure, names] of levels.entries())
      for (const name of names.filter((one) => !except.includes(one)))
        rank.set(name, Math.min(rank.get(name) ?? 9, Math.max(sure, way)));
  }
  return shape(
    LEVELS.filter((one) => rank.get(one) === 0),
    LEVELS.filter((one) => rank.get(one) === 1),
    LEVELS.filter((one) => rank.get(one) === 2),
  );
}

function shape(...lists: (readonly string[])[]): string {
  return lists.map((list) => list.join(',')).join(' | ');
}

const shapeOf = (levels: LevelLists): string => shape(levels.certain, levels.possible, levels.unknown);

test.for([11, 12, 13, 14])(
  'forwards, backwards and the plain way agree (seed %i)',
  { timeout: 180_000 },
  async (seed) => {
    const made = model(seed);
    await bench.run({ step: `records:seed/${seed}`, records: made.records });
    const reach = new ReachReader(bench.graph());
    const want = new Map<string, string>();
    for (let a = 0; a < 8; a += 1) {
      for (let r = 0; r < RESOURCES; r += 1) {
        const levels = expected(made, `a:${seed}:${a}`, r);
        if (levels !== shape([], [], [])) want.set(`a:${seed}:${a} r:${seed}:${r}`, levels);
      }
    }
    expect(want.size).toBeGreaterThan(10);
    const forwards = new Map<string, string>();
    for (let a = 0; a < 8; a += 1) {
      const id = `a:${seed}:${a}`;
      const found = await reach.blastRadius({ label: 'Agent', id, name: undefined }, { unfold: true, first: 100 });
      for (const row of found.rows) forwards.set(`${id} ${row.resource?.id}`, shapeOf(row.levels));
      expect(found.counts.total).toBe(found.rows.length);
      for (const row of found.rows) expect(row.path.at(-1)?.id).toBe(row.resource?.id);
    }
    expect(new Map([...forwards].sort())).toEqual(new Map([...want].sort()));
    const backwards = new Map<string, string>();
    for (let r = 0; r < RESOURCES; r += 1) {
      const found = await reach.whoCanReach(
        { label: 'Resource', id: `r:${seed}:${r}`, name: undefined },
        { first: 100 },
      );
      for (const row of found.rows) backwards.set(`${row.source.id} r:${seed}:${r}`, shapeOf(row.levels));
      for (const row of found.rows) expect(row.path.at(-1)?.id).toBe(`r:${seed}:${r}`);
    }
    expect(new Map([...backwards].sort())).toEqual(new Map([...want].sort()));
  },
);
