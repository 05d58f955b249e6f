import { LEVELS } from '../../../src/queries/reach/index.ts';
import { edge, type GraphRecord, type NodeProps, node, ref } from '../../../src/schema/index.ts';

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
export const AGENTS = 8;
const PRINCIPALS = 10;
const PLAIN = 12;
/** The resources and, behind them, the folder that holds the first four. */
export const RESOURCES = PLAIN + 1;
const FOLDER = PLAIN;
const pathOf = (i: number): string => `t/x/k:k/-/${String(i).padStart(2, '0')}`;

/** States of a credential at the spring of 2026, where the clock of the bench stands; the first three are live. */
const STATES: readonly NodeProps<'Credential'>[] = [
  {},
  { status: 'unknown' },
  { status: 'active', expiresAt: '2026-09-01T00:00:00.000Z' },
  { status: 'inactive' },
  { status: 'active', expiresAt: '2026-02-01T00:00:00.000Z' },
];
const LIVE_STATES = 3;

type Lists = readonly [string[], string[], string[]];

/** What the random estate says, kept apart from the graph. */
export interface Model {
  readonly seed: number;
  readonly records: GraphRecord[];
  readonly steps: { from: string; to: string; certainty: number }[];
  readonly grants: { holder: string; on: string; covers: readonly number[]; byScope: boolean; levels: Lists }[];
  readonly excepts: { holder: string; at: number; levels: string[] }[];
  /** What could be made of whom; no part of reach. */
  readonly changes: { holder: string; to: string; certainty: number }[];
}

type Next = (below: number) => number;

/** An estate with every kind of step, grant, exception and certainty, all at random. */
export function model(seed: number): Model {
  const next = random(seed);
  const made: Model = { seed, records: [], steps: [], grants: [], excepts: [], changes: [] };
  for (let i = 0; i < RESOURCES; i += 1) {
    made.records.push(node('Resource', `r:${seed}:${i}`, { name: `r${i}`, ...placeOf(seed, i) }));
    if (i < 4) made.records.push(edge('CONTAINS', resource(made, FOLDER), resource(made, i), {}));
  }
  for (let i = 0; i < AGENTS; i += 1) agent(made, `a:${seed}:${i}`, next);
  for (let i = 0; i < PRINCIPALS; i += 1) principal(made, `p:${seed}:${i}`, next);
  return made;
}

function placeOf(seed: number, i: number): NodeProps<'Resource'> {
  return i === FOLDER ? { kind: 'k:folder' } : { kind: `k:k${seed}`, path: `${seed}${pathOf(i)}` };
}

function resource(made: Model, i: number) {
  return ref('Resource', `r:${made.seed}:${i}`);
}

function agent(made: Model, id: string, next: Next): void {
  made.records.push(node('Agent', id, { name: id, kind: 'x', platform: 'x' }));
  const runsAs = `p:${made.seed}:${next(PRINCIPALS)}`;
  if (step(made, id, runsAs, 0)) made.records.push(edge('RUNS_AS', ref('Agent', id), ref('Principal', runsAs), {}));
  const other = `a:${made.seed}:${next(AGENTS)}`;
  if (next(3) === 0 && step(made, id, other, 0))
    made.records.push(edge('DELEGATES_TO', ref('Agent', id), ref('Agent', other), {}));
  credential(made, id, next);
}

/** A credential that opens a principal and a folder, perhaps known by another record, perhaps no longer live. */
function credential(made: Model, agentId: string, next: Next): void {
  const id = `c:${agentId}`;
  const copy = `fp:${agentId}`;
  const state = next(STATES.length);
  const isLive = state < LIVE_STATES;
  const held = next(2) === 0 ? id : copy;
  const opens = `p:${made.seed}:${next(PRINCIPALS)}`;
  made.records.push(
    node('Credential', id, { kind: 'key', ...STATES[state] }),
    node('Credential', copy, { kind: 'key' }),
    edge('USES', ref('Agent', agentId), ref('Credential', held), { basis: 'configured' }),
    edge('SAME_AS', ref('Credential', copy), ref('Credential', id), { basis: 'fingerprint' }),
    edge('AUTHENTICATES_AS', ref('Credential', id), ref('Principal', opens), {}),
  );
  if (isLive || held === copy) step(made, agentId, held, 0);
  if (isLive) step(made, copy, id, 0);
  if (isLive) step(made, id, opens, 0);
  if (next(2) === 0) give(made, id, FOLDER, listsOf(next), 'GRANTED_ON');
}

function principal(made: Model, id: string, next: Next): void {
  made.records.push(node('Principal', id, { name: id }));
  for (let n = next(3); n > 0; n -= 1) {
    const to = `p:${made.seed}:${next(PRINCIPALS)}`;
    const certainty = next(3);
    if (!step(made, id, to, certainty)) continue;
    const props = { certainty: CERTAINTIES[certainty] ?? '', via: 'test' };
    made.records.push(edge('CAN_ASSUME', ref('Principal', id), ref('Principal', to), props));
  }
  profile(made, id, next);
  change(made, id, next);
}

/** A change that the principal, or all who share its profile, could make. */
function change(made: Model, id: string, next: Next): void {
  if (next(2) !== 0) return;
  const to = `p:${made.seed}:${next(PRINCIPALS)}`;
  const certainty = next(3);
  const ofAll = next(2) === 0;
  const props = { techniques: ['t-1'], methods: ['test'], certainty: CERTAINTIES[certainty] ?? '' };
  made.changes.push({ holder: ofAll ? `profile:${id}` : id, to, certainty });
  made.records.push(
    ofAll
      ? edge('COULD_BECOME', ref('AccessProfile', `profile:${id}`), ref('Principal', to), props)
      : edge('COULD_BECOME', ref('Principal', id), ref('Principal', to), props),
  );
}

function profile(made: Model, owner: string, next: Next): void {
  const holder = `profile:${owner}`;
  made.records.push(node('AccessProfile', holder, { system: 'x', evaluator: 't' }));
  made.records.push(edge('HAS_ACCESS', ref('Principal', owner), ref('AccessProfile', holder), {}));
  step(made, owner, holder, 0);
  for (let n = next(3); n > 0; n -= 1) {
    const lo = next(PLAIN);
    const hi = lo + 1 + next(PLAIN - lo);
    if (hi === lo + 1) give(made, holder, lo, listsOf(next), 'CAN');
    else scope(made, holder, [lo, hi], listsOf(next));
  }
  if (next(4) === 0) give(made, holder, FOLDER, listsOf(next), 'CAN');
  if (next(2) !== 0) return;
  const at = next(PLAIN);
  const levels = [...someOf(next), 'Read'];
  made.excepts.push({ holder, at, levels });
  made.records.push(edge('CAN_EXCEPT', ref('AccessProfile', holder), resource(made, at), { levels }));
}

/** A grant by name; what the folder holds shares it. */
function give(made: Model, holder: string, at: number, levels: Lists, type: 'CAN' | 'GRANTED_ON'): void {
  const on = resource(made, at);
  if (!isNew(made, holder, on.id, levels)) return;
  const covers = at === FOLDER ? [at, 0, 1, 2, 3] : [at];
  made.grants.push({ holder, on: on.id, covers, byScope: false, levels });
  const props = propsOf(levels);
  made.records.push(
    type === 'CAN'
      ? edge('CAN', ref('AccessProfile', holder), on, props)
      : edge('GRANTED_ON', ref('Credential', holder), on, props),
  );
}

function scope(made: Model, holder: string, [lo, hi]: readonly [number, number], levels: Lists): void {
  const { seed } = made;
  const props = { lo: `${seed}${pathOf(lo)}`, hi: `${seed}${pathOf(hi)}`, kind: `k:k${seed}`, count: hi - lo };
  const id = `scope:${props.lo}..${props.hi}`;
  if (!isNew(made, holder, id, levels)) return;
  const covers = Array.from({ length: hi - lo }, (_, i) => lo + i);
  made.grants.push({ holder, on: id, covers, byScope: true, levels });
  made.records.push(node('Scope', id, props));
  made.records.push(edge('CAN', ref('AccessProfile', holder), ref('Scope', id), propsOf(levels)));
}

function isNew(made: Model, holder: string, on: string, levels: Lists): boolean {
  return levels.flat().length > 0 && !made.grants.some((one) => one.holder === holder && one.on === on);
}

function propsOf([certain, possible, unknown]: Lists) {
  return { certain, possible, unknown };
}

/** Each level in one list at most, the surest. */
function listsOf(next: Next): Lists {
  const certain = someOf(next);
  const possible = someOf(next).filter((one) => !certain.includes(one));
  return [certain, possible, someOf(next).filter((one) => !certain.includes(one) && !possible.includes(one))];
}

function someOf(next: Next): string[] {
  return LEVELS.filter(() => next(4) === 0);
}

/** Whether the step is a new one. */
function step(made: Model, from: string, to: string, certainty: number): boolean {
  if (made.steps.some((one) => one.from === from && one.to === to)) return false;
  made.steps.push({ from, to, certainty });
  return true;
}
