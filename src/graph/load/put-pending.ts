import type { Run } from '../store.ts';
import { type EdgeRow, putEdges, stubEnds } from './edges.ts';
import { type NodeRow, putNodes } from './nodes.ts';
import type { Statement } from './plan.ts';
import type { Pending } from './step-run.ts';
import type { Readable } from './written.ts';

/** How everything pending is to be written. */
export interface PendingWrite {
  /** Which rows have to be read first. */
  readonly readable: Readable<NodeRow | EdgeRow>;
  /** Ends that are missing are made. */
  readonly stubs: boolean;
}

/** Writes everything that is pending in one transaction, nodes first. */
export async function putPending(
  run: Run,
  pending: Pending,
  says: Statement,
  { readable, stubs }: PendingWrite,
): Promise<void> {
  for (const [label, rows] of pending.nodes) await putNodes(run, label, rows, says, readable);
  for (const { kind, rows } of pending.edges.values()) {
    if (stubs) await stubEnds(run, kind, rows, says);
    await putEdges(run, kind, rows, says, { readable, living: false });
  }
}
