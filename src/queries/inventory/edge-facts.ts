import type { Graph } from '../../graph/index.ts';
import { inputError } from '../../lib/errors.ts';
import { type EdgeType, edgeTypes, type Label } from '../../schema/index.ts';

/** Two nodes, in the direction of the edge. */
export interface NodePair {
  readonly fromLabel: Label;
  readonly from: string;
  readonly toLabel: Label;
  readonly to: string;
}

/** A live edge between two nodes, with what it says. */
export interface EdgeFact {
  readonly from: string;
  readonly to: string;
  readonly type: EdgeType;
  readonly props: Readonly<Record<string, unknown>>;
}

const MAX_PAIRS = 1_000;
const TIMEOUT_MS = 15_000;

/** The live edges between each pair. One statement. Errors: `query-too-large` for more than 1,000 pairs. */
export async function readEdgeFacts(graph: Graph, pairs: readonly NodePair[]): Promise<readonly EdgeFact[]> {
  if (pairs.length > MAX_PAIRS)
    throw inputError('query-too-large', `A request can ask for ${MAX_PAIRS} pairs, not more`);
  if (pairs.length === 0) return [];
  const params: Record<string, readonly NodePair[]> = {};
  const byLabels = Map.groupBy(pairs, ({ fromLabel, toLabel }) => `${fromLabel} ${toLabel}`);
  const parts = [...byLabels.values()].flatMap((own, i) => {
    const [first] = own;
    if (first === undefined) return [];
    params[`p${i}`] = own;
    return [
      `UNWIND $p${i} AS pair MATCH (a:${first.fromLabel} {id: pair.from}), (b:${first.toLabel} {id: pair.to}) MATCH (a)-[e]->(b)
       RETURN a.id AS from, b.id AS to, type(e) AS type, properties(e) AS props`,
    ];
  });
  const rows = await graph.read(
    `CALL () { ${parts.join(' UNION ALL ')} } WITH from, to, type, props WHERE type IN $types RETURN from, to, type, props`,
    { ...params, types: edgeTypes },
    { timeoutMs: TIMEOUT_MS },
  );
  return rows as unknown as readonly EdgeFact[];
}
