import type { GraphRecord } from '../../schema/index.ts';
import type { Graph, Run } from '../store.ts';
import type { Statement } from './plan.ts';

/** A fact taken from a step by somebody else's retirement. */
export interface DroppedFact {
  readonly claim: string;
  /** Hash of its key. */
  readonly hash: string;
  /** What the step had stated. */
  readonly record: GraphRecord;
}

const MAX_DROPS = 20_000;

/** Stands in the list when there were too many to name. */
export const TOO_MANY_DROPS = 'too-many';

/** Does work that may take facts from steps, in one transaction; when that has been committed, their steps are told. */
export async function writeDropping<S extends Statement, T>(
  graph: Graph,
  says: S,
  work: (run: Run, says: S) => Promise<T>,
): Promise<T> {
  let dropped: DroppedFact[] = [];
  const result = await graph.write((run) => {
    // The transaction may be made more than once.
    dropped = [];
    return work(run, { ...says, dropped });
  });
  says.onDropped?.(dropped);
  return result;
}

/**
 * Tells the other steps, in the same transaction, that what they said is no longer in the graph: they say it again, those
 * of this run before it ends and the others in their next run. Past 20,000 facts a step's whole cache is given up instead.
 */
export async function recordDrops(run: Run, facts: readonly DroppedFact[], says: Statement): Promise<void> {
  if (facts.length === 0) return;
  says.dropped?.push(...facts);
  const byClaim = Map.groupBy(facts, ({ claim }) => claim);
  const rows = [...byClaim].map(([claim, list]) => ({ claim, hashes: list.map(({ hash }) => hash) }));
  // Both writers may get here at once. The node is locked before its list is read, or one of them would be forgotten; in
  // one order, or they would wait for each other.
  rows.sort((a, b) => (a.claim < b.claim ? -1 : 1));
  await run(
    `UNWIND $in.rows AS row MATCH (s:Step {id: row.claim}) SET s.locked = true REMOVE s.locked
     WITH s, row, coalesce(s.dropped, []) + row.hashes AS dropped
     SET s.dropped = CASE WHEN size(dropped) > ${MAX_DROPS} THEN ['${TOO_MANY_DROPS}'] ELSE dropped END,
         s.cacheDigest = CASE WHEN size(dropped) > ${MAX_DROPS} THEN null ELSE s.cacheDigest END`,
    { in: { rows } },
  );
}
