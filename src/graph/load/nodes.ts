import { type Label, loadText, type StoredProps } from '../../schema/index.ts';
import type { Graph, Row, Run } from '../store.ts';
import { writeChanges } from './changes.ts';
import { compact } from './compact.ts';
import { writeDropping } from './drops.ts';
import { batches, laneOf } from './keys.ts';
import { LoadMismatch } from './mismatch.ts';
import { nodeParams } from './params.ts';
import { type NodePlan, planNode, type Statement } from './plan.ts';
import { endIncarnations, readNodes } from './retire-nodes.ts';
import type { Readable } from './written.ts';

/** A stated node, as short as it can be. */
export interface NodeRow {
  readonly id: string;
  readonly props: StoredProps;
}

const BATCH = 1_500;

/**
 * Writes nodes of one label with two writers that never touch the same key. `readable`: which of them have to be read first.
 */
export async function writeNodes(
  graph: Graph,
  label: Label,
  rows: readonly NodeRow[],
  says: Statement,
  readable: Readable<NodeRow>,
): Promise<void> {
  const lanes = [rows.filter((row) => laneOf(row.id) === 0), rows.filter((row) => laneOf(row.id) === 1)];
  await Promise.all(
    lanes.map(async (lane) => {
      for (const batch of batches(lane, BATCH))
        await writeDropping(graph, says, (run, now) => putNodes(run, label, batch, now, readable));
    }),
  );
}

/** Writes one batch in a transaction. */
export async function putNodes(
  run: Run,
  label: Label,
  rows: readonly NodeRow[],
  says: Statement,
  readable: Readable<NodeRow>,
): Promise<void> {
  const ids = rows.filter(readable).map((row) => row.id);
  const existing = ids.length === 0 ? new Map() : await readNodes(run, label, ids);
  const plans = rows.map((row) => planNode(label, row.id, row.props, existing.get(row.id), says));
  const renewed = plans.filter((plan) => plan.action === 'reincarnate');
  if (renewed.length > 0)
    await endIncarnations(
      run,
      label,
      renewed.map((plan) => plan.id),
      says,
    );
  await create(
    run,
    label,
    plans.filter((plan) => plan.action !== 'set'),
  );
  await set(
    run,
    label,
    plans.filter((plan) => plan.action === 'set'),
  );
  await writeChanges(
    run,
    plans.flatMap((plan) => plan.changes),
    says,
  );
}

async function create(run: Run, label: Label, plans: readonly NodePlan[]): Promise<void> {
  if (plans.length === 0) return;
  const { same, rest } = compact(plans.map((plan) => nodeParams(label, plan.p)));
  check(label, plans, await run(loadText.createNodes(label), { in: { rows: rest, same } }));
}

async function set(run: Run, label: Label, plans: readonly NodePlan[]): Promise<void> {
  if (plans.length === 0) return;
  const rows = plans.map((plan) => ({ id: plan.id, p: nodeParams(label, plan.p) }));
  check(label, plans, await run(loadText.setNodes(label), { in: { rows } }));
}

function check(label: Label, plans: readonly NodePlan[], [answer]: readonly Row[]): void {
  if (answer?.['n'] !== plans.length) throw new LoadMismatch(label, plans.length, answer?.['n']);
}
