import type { Graph } from '../../graph/index.ts';
import { inputError } from '../../lib/errors.ts';
import type { PolicyDetachment } from '../../queries/reach/index.ts';

/** A principal that loses documents, with those that it keeps by other attachments. */
export interface Loser {
  readonly id: string;
  /** Ids of the identity policies it has left, its groups' included. */
  readonly policyIds: readonly string[];
}

/** Who loses what, and which accounts have a say in what is left. */
export interface DetachQuestion {
  readonly losers: readonly Loser[];
  readonly accounts: readonly string[];
}

const HOLDERS = `
  MATCH (h:Principal {system: 'aws'})-[g:GOVERNED_BY]->(p:Policy)
  WHERE 'identity' IN g.roles AND (p.id = $policy OR $policy IN g.names) AND ($from IS NULL OR h.id = $from)
  RETURN h.id AS holder, p.id AS document`;

/** Members of a holder, or itself; with all their attachments, and the accounts of the roles they assume now. */
const LOSERS = `
  UNWIND $holders AS holder
  MATCH (h:Principal {id: holder})
  CALL (h) {
    WITH h WHERE h.kind <> 'iam-group' RETURN h AS m
    UNION
    MATCH (m:Principal)-[:MEMBER_OF]->(h) RETURN m
  }
  WITH DISTINCT m
  RETURN m.id AS id, m.tenant AS account,
    [(m)-[g:GOVERNED_BY]->(d:Policy) WHERE 'identity' IN g.roles | [m.id, d.id]] +
    [(m)-[:MEMBER_OF]->(o:Principal)-[g:GOVERNED_BY]->(d:Policy) WHERE 'identity' IN g.roles | [o.id, d.id]] AS attached,
    COLLECT { MATCH (m)-[:CAN_ASSUME]->(r:Principal) RETURN DISTINCT r.tenant } +
    COLLECT { MATCH (m)-[:IN_TRUST_GROUP]->(:TrustGroup)-[:CAN_ASSUME]->(r:Principal) RETURN DISTINCT r.tenant } AS others`;

/** Past this many accounts the answer would take as long as deriving everything. */
const MOST_ACCOUNTS = 20;

/**
 * Who would lose something. Errors: `policy-not-attached` when no AWS principal has it as an identity policy; `what-if-too-broad`
 * when too many accounts have a say.
 */
export async function readQuestion(graph: Graph, { policy, from }: PolicyDetachment): Promise<DetachQuestion> {
  const rows = await graph.read(HOLDERS, { policy, from: from?.id ?? null });
  const gone = new Set(rows.map((row) => `${row['holder'] as string} ${row['document'] as string}`));
  if (gone.size === 0) {
    throw inputError('policy-not-attached', `No AWS principal has the identity policy "${policy}"`, {
      hint: 'Give its name, ARN or key. Boundaries and organisation policies only take away: without them more is reached.',
    });
  }
  const found = await graph.read(LOSERS, { holders: [...new Set(rows.map((row) => row['holder'] as string))] });
  const losers = found.map((row) => ({
    id: row['id'] as string,
    policyIds: left(row['attached'] as [string, string][], gone),
  }));
  const accounts = new Set(found.flatMap((row) => [row['account'] as string, ...(row['others'] as string[])]));
  if (accounts.size > MOST_ACCOUNTS) {
    throw inputError('what-if-too-broad', `"${policy}" has a say in ${accounts.size} accounts`, {
      hint: 'Say from which principal it is detached.',
    });
  }
  return { losers, accounts: [...accounts].filter((one) => typeof one === 'string') };
}

function left(attached: readonly [string, string][], gone: ReadonlySet<string>): string[] {
  const kept = attached.filter(([holder, document]) => !gone.has(`${holder} ${document}`));
  return [...new Set(kept.map(([, document]) => document))].sort();
}
