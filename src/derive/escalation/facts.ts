import type { EscalationFacts, Sureness, Workload } from '../../access/index.ts';
import type { Graph, Row } from '../../graph/index.ts';

const TRUSTING = `
  MATCH (s:Principal {kind: 'service'})-[t:CAN_ASSUME]->(r:Principal)
  RETURN s.name AS key, r.id AS role, t.certainty AS certainty, coalesce(t.conditionKeys, []) AS conditionKeys`;

const ASSUMABLE = `
  UNWIND $principals AS id MATCH (p:Principal {id: id})
  CALL (p) {
    MATCH (p)-[t:CAN_ASSUME]->(r:Principal) RETURN r, t
    UNION ALL
    MATCH (p)-[:IN_TRUST_GROUP]->(:TrustGroup)-[t:CAN_ASSUME]->(r:Principal) RETURN r, t
  }
  RETURN id AS key, r.id AS role, t.certainty AS certainty, coalesce(t.conditionKeys, []) AS conditionKeys`;

const WORKLOADS = `
  MATCH (w:Resource {system: 'aws'})-[:RUNS_AS]->(r:Principal {kind: 'iam-role'})
  WHERE w.retiredAt IS NULL AND w.id STARTS WITH 'arn:' AND w.tenant IN $accounts
  RETURN w.id AS id, w.tenant AS account, r.id AS role ORDER BY id`;

const HELD = `
  MATCH (p:Principal {system: 'aws'}) WHERE p.kind IN ['iam-user', 'iam-role'] AND p.tenant IN $accounts AND p.retiredAt IS NULL
  RETURN p.id AS id,
    [(p)-[g:GOVERNED_BY]->(:Policy) WHERE 'identity' IN g.roles | g.names] +
    [(p)-[:MEMBER_OF]->(:Principal)-[g:GOVERNED_BY]->(:Policy) WHERE 'identity' IN g.roles | g.names] AS policies,
    [(p)-[:MEMBER_OF]->(g:Principal {kind: 'iam-group'}) | g.id] AS groups,
    count { (:Credential {kind: 'aws-access-key'})-[:AUTHENTICATES_AS]->(p) } AS keys,
    EXISTS { (:Credential {kind: 'password'})-[:AUTHENTICATES_AS]->(p) } AS password`;

interface Held {
  readonly policies: readonly string[];
  readonly groups: readonly string[];
  readonly keys: number;
  readonly password: boolean;
}

const NOTHING: Held = { policies: [], groups: [], keys: 0, password: false };

/** What escalations take beside permissions, from the graph. `principals`: those that are asked about, in these accounts. */
export async function readEscalationFacts(
  graph: Graph,
  principals: readonly string[],
  accounts: readonly string[],
): Promise<EscalationFacts> {
  const trusting = rolesBy(await graph.read(TRUSTING));
  const assumable = rolesBy(await graph.read(ASSUMABLE, { principals }));
  const workloads = Map.groupBy(
    (await graph.read(WORKLOADS, { accounts })) as unknown as readonly Workload[],
    (one) => one.account,
  );
  const held = new Map<string, Held>();
  for await (const row of graph.stream(HELD, { accounts })) held.set(row['id'] as string, heldOf(row));
  const of = (id: string): Held => held.get(id) ?? NOTHING;
  return {
    trusting: (service) => trusting.get(service) ?? new Map(),
    assumable: (principal) => assumable.get(principal) ?? new Map(),
    workloads: (account) => workloads.get(account) ?? [],
    policies: (principal) => of(principal).policies,
    groups: (user) => of(user).groups,
    keys: (user) => of(user).keys,
    hasPassword: (user) => of(user).password,
  };
}

function rolesBy(rows: readonly Row[]): Map<string, Map<string, Sureness>> {
  const found = new Map<string, Map<string, Sureness>>();
  for (const row of rows) {
    const key = row['key'] as string;
    const roles = found.get(key) ?? new Map<string, Sureness>();
    found.set(key, roles);
    roles.set(row['role'] as string, {
      certainty: row['certainty'] as Sureness['certainty'],
      conditionKeys: row['conditionKeys'] as string[],
    });
  }
  return found;
}

/** A policy of AWS's own cannot be changed by anybody. */
const CUSTOMER_MANAGED = /^arn:[^:]*:iam::\d{12}:policy\//;

function heldOf(row: Row): Held {
  return {
    policies: [...new Set((row['policies'] as string[][]).flat())].filter((name) => CUSTOMER_MANAGED.test(name)),
    groups: row['groups'] as string[],
    keys: row['keys'] as number,
    password: row['password'] as boolean,
  };
}
