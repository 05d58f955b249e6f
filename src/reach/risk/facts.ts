import type { Fields, Graph } from '../../graph/index.ts';
import type { Instant } from '../../lib/clock.ts';

/** A credential of an agent, as far as its keeping goes. */
export interface CredentialFacts {
  readonly id: string;
  readonly lifetime: string | null;
  /** When it was issued or last rotated. */
  readonly since: string | null;
  readonly expiresAt: string | null;
  /** Places it is kept in. */
  readonly places: number;
  /** One of them is a file, an environment or a device. */
  readonly inTheOpen: boolean;
  readonly agents: number;
}

/** What is known of an agent beside its reach. */
export interface RiskFacts {
  /** Live ones, by itself or by its tools. */
  readonly credentials: readonly CredentialFacts[];
  /** Status of the person who owns it; `null` when no person is known to. */
  readonly owner: string | null;
  readonly hasTeam: boolean;
}

export const NO_FACTS: RiskFacts = { credentials: [], owner: null, hasTeam: false };

const OPEN_PLACES = "(d:Device OR d.kind IN ['file', 'environment'] OR d.kind STARTS WITH 'endpoint:')";

const FACTS = `
  CALL (a) {
    MATCH (a) (()-[:USES|HAS_TOOL]->()){1,2} (c:Credential)
    WHERE coalesce(c.status, 'active') IN ['active', 'unknown'] AND coalesce(c.expiresAt, '9999') > $now
    WITH DISTINCT c
    RETURN collect({id: c.id, lifetime: c.lifetime, since: coalesce(c.rotatedAt, c.createdAt), expiresAt: c.expiresAt,
      places: COUNT { (c)-[:STORED_IN]->() }, inTheOpen: EXISTS { (c)-[:STORED_IN]->(d) WHERE ${OPEN_PLACES} },
      agents: COUNT { (:Agent)-[:USES]->(c) }}) AS credentials
  }
  RETURN a.id AS id, credentials, head(COLLECT { MATCH (h:Human)-[o:OWNS]->(a) RETURN coalesce(h.status, 'unknown') ORDER BY o.confidence DESC, h.id }) AS owner,
    EXISTS { (:Team)-[:OWNS]->(a) } AS hasTeam`;

const ALL = `MATCH (a:Agent) WHERE a.retiredAt IS NULL ${FACTS}`;
const ONE = `MATCH (a:Agent {id: $id}) WHERE a.retiredAt IS NULL ${FACTS}`;

/** Facts about one agent, or about all of them. */
export async function readRiskFacts(graph: Graph, now: Instant, id?: string): Promise<ReadonlyMap<string, RiskFacts>> {
  const found = new Map<string, RiskFacts>();
  const add = (row: Fields): void => {
    found.set(row.get(0) as string, {
      credentials: row.get(1) as CredentialFacts[],
      owner: row.get(2) as string | null,
      hasTeam: row.get(3) as boolean,
    });
  };
  await graph.each(id === undefined ? ALL : ONE, { now, ...(id === undefined ? {} : { id }) }, add);
  return found;
}
