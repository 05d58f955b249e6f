import type { AttachedPolicy, AwsAccount, AwsPolicy, AwsPrincipal, AwsResource } from '../../access/index.ts';
import type { Graph, Row } from '../../graph/index.ts';
import { type Organisation, readOrganisation } from './organisation.ts';

/** All that the AWS engine is asked about, read from the graph. */
export interface AwsInput {
  readonly resources: readonly AwsResource[];
  readonly policies: readonly AwsPolicy[];
  readonly principals: readonly AwsPrincipal[];
  readonly accounts: readonly AwsAccount[];
  readonly resourcePolicies: readonly AttachedPolicy[];
  readonly trustPolicies: readonly { readonly roleId: string; readonly policyId: string }[];
}

/** Reads AWS principals with their policies, groups, boundaries and organisation levels; resources; documents. `accounts`: only those. */
export async function readAwsInput(graph: Graph, accounts?: readonly string[]): Promise<AwsInput> {
  return { ...(await readAwsIdentities(graph, accounts)), resources: await readAwsResources(graph, accounts) };
}

/** As `readAwsInput`, without the resources: of what is asked about they are the most. */
export async function readAwsIdentities(
  graph: Graph,
  accounts?: readonly string[],
): Promise<Omit<AwsInput, 'resources'>> {
  const organisation = await readOrganisation(graph);
  const [policies, principals, resourcePolicies] = [
    await readPolicies(graph),
    await readPrincipals(graph, organisation, accounts),
    await readResourcePolicies(graph, accounts),
  ];
  const trust = principals.flatMap((one) =>
    one.trust === undefined ? [] : [{ roleId: one.principal.id, document: one.trust }],
  );
  return {
    policies: [...policies, ...trust.map(({ roleId, document }) => ({ id: `trust:${roleId}`, document }))],
    principals: principals.map((one) => one.principal),
    accounts: organisation.accounts,
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

/** Cypher that keeps a node to the accounts asked for, if any are. */
function within(node: string, accounts: readonly string[] | undefined): string {
  return accounts === undefined ? '' : `AND ${node}.tenant IN $accounts`;
}

export async function readAwsResources(graph: Graph, accounts?: readonly string[]): Promise<readonly AwsResource[]> {
  const found: AwsResource[] = [];
  const text = `MATCH (r:Resource {system: 'aws'}) WHERE r.retiredAt IS NULL AND r.id STARTS WITH 'arn:' AND r.tenant IS NOT NULL AND r.kind <> 's3:object' ${within('r', accounts)}
                RETURN r.id AS id, r.tenant AS account, r.kind AS type, r.region AS region, r.tags AS tags`;
  for await (const row of graph.stream(text, accountsOf(accounts))) found.push(resourceOf(row));
  return found;
}

function resourceOf(row: Row): AwsResource {
  const id = row['id'] as string;
  const region = row['region'] as string | null;
  const tags = tagsOf(row['tags'] as readonly string[] | null);
  return {
    id,
    account: row['account'] as string,
    type: row['type'] as string,
    // Most ARNs say the region themselves.
    ...(region === null || !id.includes(':::') ? {} : { region }),
    ...(tags === undefined ? {} : { tags }),
  };
}

/** The graph does not tell a resource without tags from one whose tags were not read, nor what a redacted value was. */
function tagsOf(tags: readonly string[] | null): Record<string, string> | undefined {
  if (tags === null || tags.length === 0 || tags.some((tag) => tag.includes('[redacted'))) return undefined;
  return Object.fromEntries(tags.map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]));
}

function accountsOf(accounts: readonly string[] | undefined): { accounts?: readonly string[] } {
  return accounts === undefined ? {} : { accounts };
}

async function readResourcePolicies(
  graph: Graph,
  accounts: readonly string[] | undefined,
): Promise<AwsInput['resourcePolicies']> {
  const rows = await graph.read(
    `MATCH (r:Resource {system: 'aws'})-[g:GOVERNED_BY]->(p:Policy) WHERE 'resource' IN g.roles ${within('r', accounts)}
     RETURN r.id AS resourceId, p.id AS policyId, r.publicAccess = 'blocked' AS blocked ORDER BY resourceId`,
    accountsOf(accounts),
  );
  return rows.map((row) => ({
    resourceId: row['resourceId'] as string,
    policyId: row['policyId'] as string,
    restrictsPublic: row['blocked'] === true,
  }));
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

async function readPrincipals(
  graph: Graph,
  organisation: Organisation,
  accounts: readonly string[] | undefined,
): Promise<TrustedPrincipal[]> {
  const found: TrustedPrincipal[] = [];
  const text = `
    MATCH (p:Principal {system: 'aws'}) WHERE p.kind IN $kinds AND p.retiredAt IS NULL AND p.known ${within('p', accounts)}
    RETURN p.id AS id, p.tenant AS account, p.kind AS kind, p.attributes AS attributes, p.trustDocument AS trust,
      [(p)-[g:GOVERNED_BY]->(d:Policy) WHERE 'identity' IN g.roles | d.id] +
      [(p)-[:MEMBER_OF]->(:Principal)-[g:GOVERNED_BY]->(d:Policy) WHERE 'identity' IN g.roles | d.id] AS policies,
      head([(p)-[g:GOVERNED_BY]->(d:Policy) WHERE 'boundary' IN g.roles | d.id]) AS boundary
    ORDER BY id`;
  for await (const row of graph.stream(text, { kinds: Object.keys(KINDS), ...accountsOf(accounts) })) {
    found.push({ principal: principalOf(row, organisation), trust: (row['trust'] as string | null) ?? undefined });
  }
  return found;
}

function principalOf(row: Row, organisation: Organisation): AwsPrincipal {
  const account = row['account'] as string;
  const boundary = row['boundary'] as string | null;
  return {
    id: row['id'] as string,
    account,
    kind: KINDS[row['kind'] as string] ?? 'user',
    policyIds: [...new Set(row['policies'] as string[])].sort(),
    ...(boundary === null ? {} : { boundaryId: boundary }),
    variables: variablesOf((row['attributes'] as readonly string[] | null) ?? []),
    pathToRoot: organisation.levels.get(account) ?? (organisation.unread ? 'unknown' : []),
    ...(organisation.managing.has(account) ? { managementAccount: true } : {}),
  };
}

function variablesOf(attributes: readonly string[]): Record<string, string> {
  return Object.fromEntries(attributes.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]));
}
