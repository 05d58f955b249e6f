import type { Graph } from '../graph/index.ts';

/** What stands of a finding from before: a resolved one begins anew. */
export interface Before {
  readonly openedAt: string;
  /** Key of whom somebody assigned it to, and the reason in words. */
  readonly assignee?: string;
  readonly assigned?: string;
}

const CHUNK = 1_000;

/** Live findings by key. */
export async function readBefore(graph: Graph, ids: readonly string[]): Promise<ReadonlyMap<string, Before>> {
  const found = new Map<string, Before>();
  for (let from = 0; from < ids.length; from += CHUNK) {
    const rows = await graph.read(
      `UNWIND $ids AS id MATCH (f:Finding {id: id}) WHERE f.retiredAt IS NULL
       CALL (f) {
         OPTIONAL MATCH (d:Decision {kind: 'assign'})-[:DECIDES]->(f) WHERE d.endedAt IS NULL
         OPTIONAL MATCH (d)-[:DECIDED_BY]->(b:Human)
         RETURN d.person AS assignee, 'assigned by ' + coalesce(b.name, d.by) + ': ' + d.reason AS assigned ORDER BY d.at DESC LIMIT 1
       }
       RETURN id, coalesce(f.openedAt, f.firstSeen) AS openedAt, assignee, assigned`,
      { ids: ids.slice(from, from + CHUNK) },
    );
    for (const row of rows) {
      const assignee = row['assignee'] as string | null;
      found.set(row['id'] as string, {
        openedAt: row['openedAt'] as string,
        ...(assignee === null ? {} : { assignee, assigned: row['assigned'] as string }),
      });
    }
  }
  return found;
}
