import { type EdgeType, type Label, loadText, type StoredProps, wasType } from '../../schema/index.ts';
import type { Graph, Row, Run } from '../store.ts';
import type { Stored } from './claims.ts';
import { compact } from './compact.ts';
import { batches, laneOf } from './keys.ts';
import { MissingEnds } from './mismatch.ts';
import { edgeParams } from './params.ts';
import { type EdgePlan, planEdge, type Statement } from './plan.ts';
import type { Readable } from './written.ts';

/** A stated edge of one type between two labels. */
export interface EdgeRow {
  readonly from: string;
  readonly to: string;
  readonly props: StoredProps;
}

/** An edge type between two labels. */
export interface EdgeKind {
  readonly type: EdgeType;
  readonly from: Label;
  readonly to: Label;
}

/** What is known of a kind of edge before it is written. */
export interface KnownOfKind {
  /** Which have to be read first. */
  readonly readable: Readable<EdgeRow>;
  /** Neither end can be retired. */
  readonly living: boolean;
  /** Told before ends that are missing become stubs. */
  readonly onStubs: (rows: readonly EdgeRow[]) => void;
}

const BATCH = 1_500;

/**
 * Writes edges of one kind with two writers on endpoint-disjoint blocks: (0,0) beside (1,1), then (0,1) beside (1,0),
 * by a hash of both ends. One-sided partitions deadlock on hubs. Ends that are missing become stubs.
 */
export async function writeEdges(
  graph: Graph,
  kind: EdgeKind,
  rows: readonly EdgeRow[],
  says: Statement,
  known: KnownOfKind,
): Promise<void> {
  const blocks: [EdgeRow[], EdgeRow[], EdgeRow[], EdgeRow[]] = [[], [], [], []];
  for (const row of rows) (blocks[laneOf(row.from) * 2 + laneOf(row.to)] as EdgeRow[]).push(row);
  const lane = async (block: readonly EdgeRow[]): Promise<void> => {
    for (const batch of batches(block, BATCH)) await writeBatch(graph, kind, batch, says, known);
  };
  await Promise.all([lane(blocks[0]), lane(blocks[3])]);
  await Promise.all([lane(blocks[1]), lane(blocks[2])]);
}

async function writeBatch(
  graph: Graph,
  kind: EdgeKind,
  rows: readonly EdgeRow[],
  says: Statement,
  known: KnownOfKind,
): Promise<void> {
  try {
    return await graph.write((run) => putEdges(run, kind, rows, says, known));
  } catch (thrown) {
    if (!(thrown instanceof MissingEnds)) throw thrown;
  }
  known.onStubs(rows);
  await graph.write(async (run) => {
    await stubEnds(run, kind, rows, says);
    await putEdges(run, kind, rows, says, { ...known, living: false });
  });
}

/** Makes stubs of the ends that are missing. */
export async function stubEnds(run: Run, kind: EdgeKind, rows: readonly EdgeRow[], says: Statement): Promise<void> {
  const [from, to] = [rows.map((row) => row.from), rows.map((row) => row.to)];
  await stub(run, kind.from, from, says);
  await stub(run, kind.to, to, says);
}

async function stub(run: Run, label: Label, ids: readonly string[], says: Statement): Promise<void> {
  await run(loadText.stubNodes(label), { in: { ids: [...new Set(ids)].sort(), at: says.at } });
}

/** Writes one batch in a transaction. Error: MissingEnds, which must undo it. */
export async function putEdges(
  run: Run,
  kind: EdgeKind,
  rows: readonly EdgeRow[],
  says: Statement,
  { readable, living }: Pick<KnownOfKind, 'readable' | 'living'>,
): Promise<void> {
  const existing = await readEdges(run, kind, rows, readable);
  const plans = rows.map((row, i) => ({ row, plan: planEdge(kind.type, row.props, existing[i], says) }));
  await create(
    run,
    kind,
    plans.filter(({ plan }) => plan.action === 'create'),
    living,
  );
  await set(
    run,
    kind,
    plans.filter(({ plan }) => plan.action === 'set'),
  );
  await keepIntervals(run, kind, plans);
}

async function readEdges(
  run: Run,
  kind: EdgeKind,
  rows: readonly EdgeRow[],
  readable: Readable<EdgeRow>,
): Promise<(Stored | undefined)[]> {
  const stored: (Stored | undefined)[] = new Array(rows.length).fill(undefined);
  const asked = rows.flatMap((row, i) => (readable(row) ? [{ i, from: row.from, to: row.to }] : []));
  if (asked.length === 0) return stored;
  const found = await run(loadText.readEdges(kind.type, kind.from, kind.to), { in: { rows: asked } });
  for (const row of found) stored[row['i'] as number] = row['p'] as Stored;
  return stored;
}

type Planned = { readonly row: EdgeRow; readonly plan: EdgePlan };

/** Edges that begin at one node are sent together: it is looked up once. */
async function create(run: Run, kind: EdgeKind, planned: readonly Planned[], living: boolean): Promise<void> {
  if (planned.length === 0) return;
  const { same, rest } = compact(planned.map(({ plan }) => edgeParams(kind.type, plan.p)));
  const ties = new Map<string, (readonly [string, unknown])[]>();
  for (const [i, { row }] of planned.entries()) {
    const list = ties.get(row.from);
    if (list === undefined) ties.set(row.from, [[row.to, rest[i]]]);
    else list.push([row.to, rest[i]]);
  }
  const text = loadText.createEdges(kind.type, kind.from, kind.to, living ? 'living' : 'any');
  check(kind, planned, await run(text, { in: { rows: [...ties], same } }));
}

async function set(run: Run, kind: EdgeKind, planned: readonly Planned[]): Promise<void> {
  if (planned.length === 0) return;
  const rows = planned.map(({ row, plan }) => ({ from: row.from, to: row.to, p: edgeParams(kind.type, plan.p) }));
  check(kind, planned, await run(loadText.setEdges(kind.type, kind.from, kind.to), { in: { rows } }));
}

function check(kind: EdgeKind, planned: readonly Planned[], [answer]: readonly Row[]): void {
  if (answer?.['n'] !== planned.length) throw new MissingEnds(kind.type, planned.length, answer?.['n']);
}

/** Intervals that end because a property with history changed. */
async function keepIntervals(run: Run, kind: EdgeKind, planned: readonly Planned[]): Promise<void> {
  const rows = planned.flatMap(({ row, plan }) =>
    plan.ended === undefined ? [] : [{ from: row.from, to: row.to, p: edgeParams(kind.type, plan.ended) }],
  );
  if (rows.length === 0) return;
  await run(
    `UNWIND $in.rows AS row MATCH (a:${kind.from} {id: row.from}) MATCH (b:${kind.to} {id: row.to})
     CREATE (a)-[w:${wasType(kind.type)}]->(b) SET w = row.p`,
    { in: { rows } },
  );
}
