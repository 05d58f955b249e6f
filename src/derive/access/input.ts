import type { AwsPolicy, AwsPrincipal, AwsResource } from '../../access/index.ts';
import type { Graph, Row } from '../../graph/index.ts';

/** All that the AWS engine is asked about, read from the graph. */
export interface AwsInput {
  readonly resources: readonly AwsResource[];
  readonly policies: readonly AwsPolicy[];
  readonly principals: readonly AwsPrincipal[];
  readonly resourcePolicies: readonly { readonly resourceId: string; readonly policyId: string }[];
  readonly trustPolicies: readonly { readonly roleId: string; readonly policyId: string }[];
}

/** Reads AWS principals with their policies, groups, boundaries and organisation levels; resources; documents. */
export async function readAwsInput(graph: Graph): Promise<AwsInput> {
  const organisation = await readOrganisation(graph);
  const [policies, resources, principals, resourcePolicies] = [
    await readPolicies(graph),
    await readResources(graph),
    await readPrincipals(graph, organisation),
    await readResourcePolicies(graph),
  ];
  const trust = principals.flatMap((one) =>
    one.trust === undefined ? [] : [{ roleId: one.principal.id, document: one.trust }],
  );
  return {
    resources,
    policies: [...policies, ...trust.map(({ roleId, document }) => ({ id: `trust:${roleId}`, document }))],
    principals: principals.map((one) => one.principal),
    resourcePolicies,
    trustPolicies: trust.map(({ roleId }) => ({ roleId, policyId: `trust:${roleId}` })),
  };
}

async function readPolicies(graph: Graph): Promise<AwsPolicy[]> {
  const rows = await graph.read(
    "MATCH (p:Policy {language: 'aws-iam'}) WHERE p.retiredAt IS NULL RETURN p.id AS id, p.document AS document ORDER BY id",
  );
  return rows.map((row) => ({ id: row['id'] as string, document: row['document'] as string }));
}

async function readResources(graph: Graph): Promise<AwsResource[]> {
  const found: AwsResource[] = [];
  const text = `MATCH (r:Resource {system: 'aws'}) WHERE r.retiredAt IS NULL AND r.id STARTS WITH 'arn:' AND r.tenant IS NOT NULL AND r.kind <> 's3:object'
                RETURN r.id AS id, r.tenant AS account, r.kind AS type`;
  for await (const row of graph.stream(text)) {
    found.push({ id: row['id'] as string, account: row['account'] as string, type: row['type'] as string });
  }
  return found;
}

async function readResourcePolicies(graph: Graph): Promise<AwsInput['resourcePolicies']> {
  const rows = await graph.read(
    "MATCH (r:Resource {system: 'aws'})-[g:GOVERNED_BY]->(p:Policy) WHERE 'resource' IN g.roles RETURN r.id AS resourceId, p.id AS policyId ORDER BY resourceId",
  );
  return rows.map((row) => ({ resourceId: row['resourceId'] as string, policyId: row['policyId'] as string }));
}

/** The levels whose policies limit an account: policy ids per level, root first. */
interface Organisation {
  /** By account id. */
  readonly levels: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Facts about an account that its principals inherit (`aws:PrincipalOrgID=o-…`), by account id. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** The organisation was asked for and could not be read. */
  readonly unread: boolean;
}

async function readOrganisation(graph: Graph): Promise<Organisation> {
  const rows = await graph.read(
    `MATCH (a:Resource {kind: 'aws:account'}) WHERE a.retiredAt IS NULL
     MATCH p = (top:Resource)-[:CONTAINS*0..8]->(a)
     WHERE NOT EXISTS { (:Resource)-[:CONTAINS]->(top) } AND length(p) > 0
     WITH a, nodes(p) AS levels ORDER BY size(levels) DESC
     WITH a, head(collect(levels)) AS levels
     RETURN a.tenant AS account, [l IN levels WHERE l.kind <> 'organizations:organization' | [(l)-[g:GOVERNED_BY]->(s:Policy) WHERE 'organisation' IN g.roles | s.id]] AS levels`,
  );
  const [state] = await graph.read(
    `MATCH (s:Step {source: 'aws'}) WHERE s.id ENDS WITH '/organizations' AND s.outcome IN ['denied', 'failed', 'partial'] AND s.completeAt IS NULL
     RETURN count(s) AS unread`,
  );
  const accounts = await graph.read(
    "MATCH (a:Resource {kind: 'aws:account'}) WHERE a.retiredAt IS NULL AND a.attributes IS NOT NULL RETURN a.tenant AS account, a.attributes AS attributes",
  );
  const attributes = new Map(accounts.map((row) => [row['account'] as string, row['attributes'] as string[]]));
  return {
    levels: new Map(rows.map((row) => [row['account'] as string, row['levels'] as string[][]])),
    attributes,
    unread: ((state?.['unread'] as number | undefined) ?? 0) > 0,
  };
}

interface TrustedPrincipal {
  readonly principal: AwsPrincipal;
  readonly trust: string | undefined;
}

const KINDS: Readonly<Record<string, AwsPrincipal['kind']>> = {
  'iam-user': 'user',
  'iam-role': 'role',
  'iam-group': 'group',
};

async function readPrincipals(graph: Graph, organisation: Organisation): Promise<TrustedPrincipal[]> {
  const found: TrustedPrincipal[] = [];
  const text = `
    MATCH (p:Principal {system: 'aws'}) WHERE p.kind IN $kinds AND p.retiredAt IS NULL AND p.known
    RETURN p.id AS id, p.tenant AS account, p.kind AS kind, p.attributes AS attributes, p.trustDocument AS trust,
      [(p)-[g:GOVERNED_BY]->(d:Policy) WHERE 'identity' IN g.roles | d.id] +
      [(p)-[:MEMBER_OF]->(:Principal)-[g:GOVERNED_BY]->(d:Policy) WHERE 'identity' IN g.roles | d.id] AS policies,
      head([(p)-[g:GOVERNED_BY]->(d:Policy) WHERE 'boundary' IN g.roles | d.id]) AS boundary
    ORDER BY id`;
  for await (const row of graph.stream(text, { kinds: Object.keys(KINDS) })) {
    found.push({ principal: principalOf(row, organisation), trust: (row['trust'] as string | null) ?? undefined });
  }
  return found;
}

function principalOf(row: Row, organisation: Organisation): AwsPrincipal {
  const account = row['account'] as string;
  const boundary = row['boundary'] as string | null;
  const inherited = organisation.attributes.get(account) ?? [];
  return {
    id: row['id'] as string,
    account,
    kind: KINDS[row['kind'] as string] ?? 'user',
    policyIds: [...new Set(row['policies'] as string[])].sort(),
    ...(boundary === null ? {} : { boundaryId: boundary }),
    variables: variablesOf([...inherited, ...((row['attributes'] as readonly string[] | null) ?? [])]),
    pathToRoot: organisation.levels.get(account) ?? (organisation.unread ? 'unknown' : []),
    ...(inherited.includes(MANAGEMENT_ACCOUNT) ? { managementAccount: true } : {}),
  };
}

const MANAGEMENT_ACCOUNT = 'aws:managementAccount=true';

function variablesOf(attributes: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    attributes
      .filter((one) => !one.startsWith('aws:managementAccount='))
      .map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]),
  );
}
