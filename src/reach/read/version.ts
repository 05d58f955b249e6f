import type { Graph } from '../../graph/index.ts';

/** The version of the graph as it is now; 0 before the first run. */
export async function readVersion(graph: Graph): Promise<number> {
  const [row] = await graph.read(
    'OPTIONAL MATCH (r:Run) WHERE r.graphVersion > 0 RETURN coalesce(max(r.graphVersion), 0) AS version',
  );
  return row?.['version'] as number;
}
