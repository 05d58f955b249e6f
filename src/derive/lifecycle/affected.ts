import type { Graph } from '../../graph/index.ts';

/** People whose accounts signals were about since a time, and all whose findings or duties lie with them. */
export async function affectedBySignals(graph: Graph, since: string): Promise<readonly string[]> {
  const rows = await graph.read(
    `MATCH (s:Signal) WHERE s.receivedAt >= $since AND s.kind <> 'other'
     MATCH (h:Human) WHERE h.retiredAt IS NULL AND (h.email = s.subject OR s.subject IN coalesce(h.aliases, [])
       OR EXISTS { (h)-[:HAS_ACCOUNT]->(p:Principal) WHERE p.id = s.account OR (s.account IS NULL AND p.id ENDS WITH ':' + s.subject) })
     WITH collect(DISTINCT h) AS people
     UNWIND people AS h
     CALL (h) {
       RETURN h.id AS id
       UNION MATCH (other:Human)-[:FALLS_TO|FALLS_TO_WAS]->(h) WHERE other.status <> 'active' RETURN other.id AS id
       UNION MATCH (h)<-[:ROUTED_TO]-(:Finding)-[:ABOUT]->(other:Human) RETURN other.id AS id
     }
     RETURN DISTINCT id ORDER BY id`,
    { since },
  );
  return rows.map((row) => row['id'] as string);
}
