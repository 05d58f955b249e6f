import type { Graph, Row } from '../../graph/index.ts';
import { type Clock, instantOf } from '../../lib/clock.ts';
import type { FoundNode } from '../find-node.ts';
import { type Closure, READ_TIMEOUT_MS, readClosures, standingOf } from './closure.ts';
import { CERTAINTIES, type Certainty } from './levels.ts';
import { compareText } from './order.ts';
import { conditionsOf, evidenceOf, type PathStep, pathTo } from './path.ts';

/** A principal whose power the subject could gain by a change that it, or what it acts as, may make. */
export interface CouldBecomeRow {
  readonly id: string;
  readonly name: string | undefined;
  readonly kind: string | undefined;
  /** Ids at pathfinding.cloud of the surest ways, and what each of them does. */
  readonly techniques: readonly string[];
  readonly methods: readonly string[];
  readonly certainty: Certainty;
  readonly conditionKeys: readonly string[];
  /** The surest way to whoever may make the change; its last step is the change. */
  readonly path: readonly PathStep[];
  readonly evidence: readonly string[];
}

/** Apart from reach: what the subject could become, the surest first. */
export interface CouldBecome {
  readonly total: number;
  readonly rows: readonly CouldBecomeRow[];
  /** `3 principals by iam:CreateAccessKey`; `no other principal`. */
  readonly line: string;
}

const CHANGES = `
  MATCH (h)-[b:COULD_BECOME]->(q:Principal) WHERE elementId(h) IN $holders
  RETURN elementId(h) AS holder, elementId(q) AS key, q.id AS id, q.name AS name, q.kind AS kind,
         b.techniques AS techniques, b.methods AS methods, b.certainty AS certainty, coalesce(b.conditionKeys, []) AS conditionKeys`;

const MAKERS = ['Principal', 'AccessProfile'];

/** What a subject could become, beyond what it certainly can act as. Two statements at least. `first`: rows at most, default 50. */
export async function readCouldBecome(
  graph: Graph,
  clock: Clock,
  subject: FoundNode,
  first = 50,
): Promise<CouldBecome> {
  const closures = await readClosures(graph, subject.label, [subject.id], instantOf(clock.now()));
  const closure = closures.get(subject.id);
  const all = closure?.trees.at(-1) ?? new Map();
  const holders = [...all.values()].filter((one) => MAKERS.includes(one.label)).map((one) => one.key);
  if (closure === undefined || holders.length === 0) return { total: 0, rows: [], line: lineOf([]) };
  const found = await graph.read(CHANGES, { holders }, { timeoutMs: READ_TIMEOUT_MS });
  const beyond = found.filter((row) => standingOf(closure, row['key'] as string)?.certainty !== 'certain');
  const rows = [...Map.groupBy(beyond, (row) => row['key']).values()]
    .map((same) => rowOf(closure, same))
    .sort((a, b) => rankOf(a.certainty) - rankOf(b.certainty) || compareText(a.id, b.id));
  return { total: rows.length, rows: rows.slice(0, first), line: lineOf(rows) };
}

function rankOf(certainty: Certainty): number {
  return CERTAINTIES.indexOf(certainty);
}

/** All changes that lead to one principal, told by the surest of them, by the shortest way. */
function rowOf(closure: Closure, same: readonly Row[]): CouldBecomeRow {
  const ranked = same
    .map((row) => {
      const standing = standingOf(closure, row['holder'] as string);
      const rank = Math.max(rankOf(row['certainty'] as Certainty), rankOf(standing?.certainty ?? 'unknown'));
      return { row, rank, steps: standing?.node.steps ?? 0 };
    })
    .sort((a, b) => a.rank - b.rank || a.steps - b.steps);
  const [best] = ranked;
  const row = best?.row ?? {};
  const [id, name, kind] = [row['id'] as string, textOf(row['name']), textOf(row['kind'])];
  const certainty = CERTAINTIES[best?.rank ?? 2] ?? 'unknown';
  const step: PathStep = {
    edge: 'COULD_BECOME',
    label: 'Principal',
    id,
    name,
    certainty: row['certainty'] as Certainty,
    conditionKeys: row['conditionKeys'] as string[],
  };
  const path = [...pathTo(closure, row['holder'] as string), step];
  const methods = methodsOf(ranked.filter((one) => one.rank === best?.rank).map((one) => one.row));
  return {
    id,
    name,
    kind,
    techniques: [...methods.keys()],
    methods: [...methods.values()],
    certainty,
    conditionKeys: certainty === 'certain' ? [] : [...new Set(conditionsOf(path))].sort(),
    path,
    evidence: evidenceOf(path),
  };
}

/** By technique, sorted. */
function methodsOf(rows: readonly Row[]): Map<string, string> {
  const pairs = rows.flatMap((row) =>
    (row['techniques'] as string[]).map((id, i) => [id, (row['methods'] as string[])[i] ?? id] as const),
  );
  return new Map(pairs.sort(([a], [b]) => compareText(a, b)));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const TOLD = 3;

function lineOf(rows: readonly CouldBecomeRow[]): string {
  if (rows.length === 0) return 'no other principal';
  const methods = [...new Set(rows.flatMap((one) => one.methods.slice(0, 1)))];
  const more = methods.length > TOLD ? ` and ${methods.length - TOLD} other ways` : '';
  const noun = rows.length === 1 ? 'principal' : 'principals';
  return `${rows.length.toLocaleString('en')} ${noun} by ${methods.slice(0, TOLD).join(', ')}${more}`;
}
