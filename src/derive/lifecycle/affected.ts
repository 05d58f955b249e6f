import type { Graph } from '../../graph/index.ts';

/** The people of some accounts (keys), and all whose findings or duties lie with them. */
export async function affectedBySignals(graph: Graph, accounts: readonly string[]): Promise<readonly string[]> {
  const rows = await graph.read(
    `UNWIND $in.accounts AS account
     MATCH (:Principal {id: account})<-[:HAS_ACCOUNT]-(h:Human) WHERE h.retiredAt IS NULL
     WITH DISTINCT h
     CALL (h) {
       RETURN h.id AS id
       UNION MATCH (other:Human)-[:FALLS_TO|FALLS_TO_WAS]->(h) WHERE other.status <> 'active' RETURN other.id AS id
       UNION MATCH (h)<-[:ROUTED_TO]-(:Finding)-[:ABOUT]->(other:Human) RETURN other.id AS id
     }
     RETURN DISTINCT id ORDER BY id`,
    { in: { accounts } },
  );
  return rows.map((row) => row['id'] as string);
}
