import { type Graph, integer } from '../../graph/index.ts';
import { nodeOf, type StoredNode } from './neighbours.ts';

/** Which agents. Absent: all. */
export interface AgentFilter {
  readonly kind?: string | undefined;
  readonly platform?: string | undefined;
  readonly environment?: string | undefined;
  /** Part of the name, in any case. */
  readonly name?: string | undefined;
  /** Key of the Human or Team that answers for it. */
  readonly owner?: string | undefined;
  /** true: only those without an accountable person; false: only those with one. */
  readonly orphan?: boolean | undefined;
}

export interface AgentPage {
  readonly agents: readonly StoredNode[];
  readonly more: boolean;
}

/** Nobody answers for it: no owner is known, or all have left (as the saved question `orphan-agents` says). */
const ORPHAN = `NOT EXISTS { (o:Human|Team)-[:OWNS]->(n)
    WHERE o.status IN ['active', 'suspended', 'unknown'] OR (o:Team AND coalesce(o.status, 'active') = 'active') }`;

const MATCHING = `
  MATCH (n:Agent) WHERE n.retiredAt IS NULL AND ($kind IS NULL OR n.kind = $kind) AND ($platform IS NULL OR n.platform = $platform)
    AND ($environment IS NULL OR n.environment = $environment) AND ($name IS NULL OR toLower(n.name) CONTAINS toLower($name))
    AND ($owner IS NULL OR EXISTS { (o:Human|Team {id: $owner})-[:OWNS]->(n) }) AND ($orphan IS NULL OR $orphan = (n.known AND ${ORPHAN}))`;

const TIMEOUT_MS = 15_000;

/** Living agents in the order of their keys. */
export async function readAgents(
  graph: Graph,
  filter: AgentFilter,
  first: number,
  after: string | undefined,
): Promise<AgentPage> {
  const rows = await graph.read(
    `${MATCHING} AND ($after IS NULL OR n.id > $after) RETURN properties(n) AS node ORDER BY n.id LIMIT $limit`,
    { ...params(filter), after: after ?? null, limit: integer(first + 1) },
    { timeoutMs: TIMEOUT_MS },
  );
  return { agents: rows.slice(0, first).map((row) => nodeOf('Agent', row['node'])), more: rows.length > first };
}

export async function countAgents(graph: Graph, filter: AgentFilter): Promise<number> {
  const rows = await graph.read(`${MATCHING} RETURN count(n) AS n`, params(filter), { timeoutMs: TIMEOUT_MS });
  return (rows[0]?.['n'] as number | undefined) ?? 0;
}

function params(filter: AgentFilter): Record<string, unknown> {
  const { kind, platform, environment, name, owner, orphan } = filter;
  return {
    kind: kind ?? null,
    platform: platform ?? null,
    environment: environment ?? null,
    name: name ?? null,
    owner: owner ?? null,
    orphan: orphan ?? null,
  };
}
