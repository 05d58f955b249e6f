import type { Graph, Row } from '../../../graph/index.ts';

/** Whose things are seen. */
interface Insiders {
  readonly agents: readonly string[];
  /** Absent where owners do not matter, because a scope names environments only. */
  readonly people: readonly string[] | undefined;
  /** What they hold: ids of the database. */
  readonly held: readonly string[];
}

export const TIMEOUT = { timeoutMs: 20_000 } as const;

const MAX_LEVELS = 15;
const MAX_NODES = 50_000;

/** Edges of reach, up to whoever holds grants. Somebody’s: an agent or a person outside holds it, or the credential of one opens it. */
const STEP = `
  MATCH (x) WHERE elementId(x) IN $from
  MATCH (x)-[:USES|RUNS_AS|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN]->(y:Principal|Credential|Tool|AccessProfile|TrustGroup)
  WITH DISTINCT y
  WHERE NOT EXISTS { (y)<-[:USES|RUNS_AS|HAS_TOOL]-(a:Agent) WHERE NOT a.id IN $agents }
    AND NOT EXISTS { (y)<-[:AUTHENTICATES_AS]-(:Credential)<-[:USES]-(a:Agent) WHERE NOT a.id IN $agents }
    AND NOT EXISTS { (y)<-[:USES|RUNS_AS]-(:Tool)<-[:HAS_TOOL]-(a:Agent) WHERE NOT a.id IN $agents }
    AND ($people IS NULL OR NOT EXISTS { (y)<-[:OWNS|HAS_ACCOUNT]-(h:Human|Team) WHERE NOT h.id IN $people })
  RETURN elementId(y) AS key, labels(y)[0] AS label, y.id AS id`;

/**
 * What agents can act as that is nobody else’s: roles, groups, service accounts and their credentials which no agent and no person
 * outside holds. Breadth first, one statement a level. Shared inventory among it leads on.
 */
export async function readNobodys(graph: Graph, { agents, people, held }: Insiders): Promise<Row[]> {
  const given = { agents, people: people ?? null };
  const known = new Set(held);
  const found: Row[] = [];
  let from = [...known];
  for (let level = 0; from.length > 0 && level < MAX_LEVELS && known.size < MAX_NODES; level += 1) {
    const rows = await graph.read(STEP, { ...given, from }, TIMEOUT);
    const fresh = rows.filter((row) => !known.has(String(row['key'])));
    for (const row of fresh) known.add(String(row['key']));
    found.push(...fresh.filter((row) => row['label'] !== 'AccessProfile' && row['label'] !== 'TrustGroup'));
    from = fresh.map((row) => String(row['key']));
  }
  return found;
}
