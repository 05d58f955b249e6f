import type { Graph } from '../../graph/index.ts';

/** What became of a finding. `resolved`: it is no longer found. */
export const FINDING_STATES = ['open', 'acknowledged', 'accepted', 'resolved'] as const;
export type FindingStateName = (typeof FINDING_STATES)[number];

/** A finding's state, with what makes it so. */
export interface FindingState {
  readonly state: FindingStateName;
  /** Until when it is accepted (UTC). */
  readonly acceptedUntil: string | undefined;
  /** Key and name of whom somebody assigned it to. */
  readonly assignee: string | undefined;
  readonly assigneeName: string | undefined;
}

/** For `f`, a Finding, and `$now`: binds `state`, `acceptedUntil`, `assignee` and `assigneeName`. The one place where they are worked out. */
export const STATE_CLAUSE = `
  CALL (f) {
    OPTIONAL MATCH (d:Decision)-[:DECIDES]->(f)
    WHERE d.endedAt IS NULL AND d.kind IN ['acknowledge', 'accept'] AND coalesce(d.until, '9999') > $now
    WITH d ORDER BY d.at DESC, d.id LIMIT 1
    RETURN CASE d.kind WHEN 'acknowledge' THEN 'acknowledged' WHEN 'accept' THEN 'accepted' ELSE 'open' END AS told, d.until AS acceptedUntil
  }
  CALL (f) {
    OPTIONAL MATCH (d:Decision {kind: 'assign'})-[:DECIDES]->(f) WHERE d.endedAt IS NULL
    OPTIONAL MATCH (d)-[:DECIDED_FOR]->(h:Human)
    RETURN h.id AS assignee, coalesce(h.name, h.id) AS assigneeName ORDER BY d.at DESC LIMIT 1
  }
  WITH *, CASE WHEN f.retiredAt IS NOT NULL THEN 'resolved' ELSE told END AS state`;

/** States of findings by key. */
export async function readFindingStates(
  graph: Graph,
  ids: readonly string[],
  now: string,
): Promise<ReadonlyMap<string, FindingState>> {
  const rows = await graph.read(
    `UNWIND $ids AS id MATCH (f:Finding {id: id}) ${STATE_CLAUSE} RETURN id, state, acceptedUntil, assignee, assigneeName`,
    { ids, now },
    { timeoutMs: 15_000 },
  );
  return new Map(rows.map((row) => [row['id'] as string, stateOf(row)]));
}

export function stateOf(row: Readonly<Record<string, unknown>>): FindingState {
  const text = (name: string): string | undefined => (row[name] as string | null) ?? undefined;
  return {
    state: row['state'] as FindingStateName,
    acceptedUntil: text('acceptedUntil'),
    assignee: text('assignee'),
    assigneeName: text('assigneeName'),
  };
}
