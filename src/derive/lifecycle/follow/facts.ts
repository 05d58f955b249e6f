import type { Graph } from '../../../graph/index.ts';
import type { EndingEdge } from '../../../graph/load/end-edges.ts';
import type { EdgeRecord, EdgeType, GraphRecord } from '../../../schema/index.ts';

/** What a derivation states of some nodes alone, and the live edges of theirs that it states no more. */
export interface LimitedFacts {
  readonly records: readonly GraphRecord[];
  readonly gone: readonly EndingEdge[];
}

/** Nodes, edge types, and the step whose edges are meant. */
interface Stated {
  readonly from: readonly string[];
  readonly types: readonly EdgeType[];
  /** Its claim, `derive:graph/people`. */
  readonly claim: string;
}

/**
 * Of the live edges that a step states from some people or teams: those that the records do not have; and the edges among
 * the records that are not live yet.
 */
export async function compared(
  graph: Graph,
  { from, types, claim }: Stated,
  records: readonly GraphRecord[],
): Promise<{ readonly gone: readonly EndingEdge[]; readonly fresh: readonly EdgeRecord[] }> {
  const said = records.filter((one): one is EdgeRecord => one.record === 'edge' && types.includes(one.type));
  const rows = await graph.read(
    `UNWIND $in.from AS id
     CALL (id) { MATCH (n:Human {id: id}) RETURN n UNION MATCH (n:Team {id: id}) RETURN n }
     MATCH (n)-[r:${types.join('|')}]->(to) WHERE $in.claim IN r.claims
     RETURN type(r) AS type, labels(n)[0] AS fromLabel, n.id AS from, labels(to)[0] AS toLabel, to.id AS to`,
    { in: { from, claim } },
  );
  const live = rows as unknown as readonly EndingEdge[];
  const saidKeys = new Set(said.map(keyOfRecord));
  const liveKeys = new Set(live.map(keyOf));
  return {
    gone: live.filter((one) => !saidKeys.has(keyOf(one))),
    fresh: said.filter((one) => !liveKeys.has(keyOfRecord(one))),
  };
}

function keyOfRecord({ type, from, to }: EdgeRecord): string {
  return keyOf({ type, fromLabel: from.label, from: from.id, toLabel: to.label, to: to.id });
}

function keyOf({ type, fromLabel, from, toLabel, to }: EndingEdge): string {
  return `${type}\n${fromLabel}\n${from}\n${toLabel}\n${to}`;
}
