import type { Graph } from '../../graph/index.ts';
import { READ_TIMEOUT_MS } from './closure.ts';

/** A resource that was acted on, by whoever is asked about. */
export interface Touch {
  readonly id: string;
  readonly kind: string | undefined;
  readonly path: string | undefined;
  readonly count: number;
  readonly last: string;
  /** Actions seen, sorted. */
  readonly actions: readonly string[];
  /** Keys of what holds it. */
  readonly within: readonly string[];
}

/** By the identities themselves, by their sessions, and by sessions of the agent. `keys`: of the database. */
const TOUCHED = `
  MATCH (n) WHERE elementId(n) IN $keys
  CALL (n) {
    MATCH (n)-[t:TOUCHED]->(r:Resource) RETURN t, r
    UNION
    MATCH (n)<-[:OF|BY]-(s:Session)-[t:TOUCHED]->(r:Resource) RETURN t, r
  }
  WITH r, t WHERE t.last >= $since AND r.retiredAt IS NULL
  WITH r, sum(coalesce(t.count, 1)) AS count, max(t.last) AS last, collect(coalesce(t.actions, [])) AS lists
  RETURN r.id AS id, r.kind AS kind, r.path AS path, count, last,
    reduce(all = [], list IN lists | all + [one IN list WHERE NOT one IN all]) AS actions,
    COLLECT { MATCH (c:Resource)-[:CONTAINS*1..8]->(r) RETURN DISTINCT c.id } AS within`;

/** What somebody acted on since a time, by the keys of all that they can act as. */
export async function readTouches(graph: Graph, keys: readonly string[], since: string): Promise<Touch[]> {
  const rows = await graph.read(TOUCHED, { keys, since }, { timeoutMs: READ_TIMEOUT_MS });
  return rows.map((row) => ({
    id: row['id'] as string,
    kind: (row['kind'] as string | null) ?? undefined,
    path: (row['path'] as string | null) ?? undefined,
    count: row['count'] as number,
    last: row['last'] as string,
    actions: [...(row['actions'] as string[])].sort(),
    within: row['within'] as string[],
  }));
}

const SEEN = `
  MATCH ()-[t:TOUCHED]->(r:Resource) WHERE t.last >= $since RETURN DISTINCT r.kind AS kind`;

/** Kinds of resource on which any use is on record since a time: of others nobody tells whether they are used. */
export async function readSeenKinds(graph: Graph, since: string): Promise<ReadonlySet<string>> {
  const rows = await graph.read(SEEN, { since }, { timeoutMs: READ_TIMEOUT_MS });
  const kinds = rows.map((row) => (row['kind'] as string | null) ?? '');
  // Events name the bucket, be it of the bucket or of an object in it.
  return new Set(kinds.includes('s3:bucket') ? [...kinds, 's3:object'] : kinds);
}
