import type { Graph } from '../graph/index.ts';
import { type Clock, instantOf } from '../lib/clock.ts';
import { end } from './decide.ts';
import { type DecisionKind, isOwnerKind } from './types.ts';

/** What makes a decision fall away, and how that is told. Each gives `d`, the decision, and `why`. */
const ENDINGS: readonly string[] = [
  // The owner, or whom a finding is assigned to, is no longer there. A contest stands: that it was not theirs stays true.
  `MATCH (d:Decision)-[:DECIDED_FOR]->(p:Human)
   WHERE d.endedAt IS NULL AND d.kind <> 'contest' AND p.status = 'departed'
   WITH d, coalesce(p.name, p.id) + ' left' + coalesce(' on ' + substring(p.departedAt, 0, 10), '') AS why`,
  `MATCH (d:Decision) WHERE d.endedAt IS NULL AND d.until <= $now WITH d, 'its time is over' AS why`,
  `MATCH (d:Decision)-[:DECIDES]->(f:Finding)
   WHERE d.endedAt IS NULL AND f.retiredAt IS NOT NULL WITH d, 'the problem is no longer found' AS why`,
];

/**
 * Ends the decisions whose basis has changed; they stay as history. Gives the keys of what those about owners were about, sorted:
 * their owner is inferred again. Writes nothing when nothing has changed.
 */
export async function settleDecisions(graph: Graph, clock: Clock): Promise<readonly string[]> {
  const now = instantOf(clock.now());
  const found = await Promise.all(
    ENDINGS.map((ending) =>
      graph.read(`${ending} RETURN d.id AS id, d.kind AS kind, d.subject AS subject, why`, { now }),
    ),
  );
  const ending = found.flat() as unknown as readonly Ending[];
  if (ending.length === 0) return [];
  await graph.write(async (run) => {
    for (const [why, ended] of Map.groupBy(ending, (one) => one.why)) {
      await end(
        run,
        ended.map((one) => one.id),
        now,
        why,
      );
    }
  });
  return [...new Set(ending.filter((one) => isOwnerKind(one.kind)).map((one) => one.subject))].sort();
}

interface Ending {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly subject: string;
  readonly why: string;
}
