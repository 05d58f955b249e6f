import type { Run } from '../store.ts';
import { putEdges, stubEnds } from './edges.ts';
import { putNodes } from './nodes.ts';
import type { Statement } from './plan.ts';
import type { Pending } from './step-run.ts';

/** Writes everything that is pending in one transaction, nodes first; `stubs`: ends that are missing are made. */
export async function putPending(run: Run, pending: Pending, says: Statement, stubs: boolean): Promise<void> {
  for (const [label, rows] of pending.nodes) await putNodes(run, label, rows, says, false);
  for (const { kind, rows } of pending.edges.values()) {
    if (stubs) await stubEnds(run, kind, rows, says);
    await putEdges(run, kind, rows, says);
  }
}
