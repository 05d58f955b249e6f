import type { Graph } from '../../graph/index.ts';

/** One thing that happened to a finding. */
export interface FindingMoment {
  /** UTC. */
  readonly at: string;
  /** `found`, `found again`, `resolved`, a property that changed, where it went, or what was decided. */
  readonly what: string;
  readonly detail: string | undefined;
  /** Name of the person who did it, where one did. */
  readonly by: string | undefined;
}

const HISTORY = `
  MATCH (f:Finding {id: $id})
  CALL (f) {
    RETURN f.firstSeen AS at, 'found' AS what, f.sentence AS detail, null AS by
    UNION MATCH (c:Change {subject: f.id}) WHERE c.property = 'reappeared' RETURN c.at AS at, 'found again' AS what, null AS detail, null AS by
    UNION MATCH (c:Change {subject: f.id}) WHERE c.property IN ['severity', 'routedTo', 'sentence', 'covers']
      RETURN c.at AS at, c.property + ' changed' AS what, coalesce(c.before, 'nothing') + ' → ' + coalesce(c.after, 'nothing') AS detail, null AS by
    UNION WITH f WHERE f.retiredAt IS NOT NULL RETURN f.retiredAt AS at, 'resolved' AS what, 'it is no longer found' AS detail, null AS by
    UNION MATCH (d:Decision {subject: f.id}) OPTIONAL MATCH (d)-[:DECIDED_BY]->(b:Human)
      RETURN d.at AS at, d.kind + coalesce(' until ' + d.until, '') AS what, d.reason AS detail, coalesce(b.name, d.by) AS by
    UNION MATCH (d:Decision {subject: f.id}) WHERE d.endedAt IS NOT NULL
      RETURN d.endedAt AS at, d.kind + ' ended' AS what, d.endedWhy AS detail, null AS by
  }
  RETURN at, what, detail, by ORDER BY at, what`;

/** What happened to a finding, the first thing first. */
export async function readFindingHistory(graph: Graph, id: string): Promise<FindingMoment[]> {
  const rows = await graph.read(HISTORY, { id }, { timeoutMs: 15_000 });
  return rows.map((row) => ({
    at: row['at'] as string,
    what: row['what'] as string,
    detail: (row['detail'] as string | null) ?? undefined,
    by: (row['by'] as string | null) ?? undefined,
  }));
}
