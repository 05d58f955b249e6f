import type {
  EntraApi,
  EntraApplication,
  EntraDirectoryRole,
  EntraInput,
  EntraPrincipal,
  EntraRoleAssignment,
} from '../../access/index.ts';
import type { Graph, Row } from '../../graph/index.ts';

const PRINCIPALS = `
  MATCH (p:Principal {system: 'entra'}) WHERE p.retiredAt IS NULL AND p.tenant IS NOT NULL
    AND p.kind IN ['person', 'group', 'service-principal', 'managed-identity', 'application']
  RETURN p.id AS id, p.tenant AS tenant, p.kind AS kind, p.status AS status, coalesce(p.externalIds, []) AS externalIds ORDER BY id`;

const MEMBERS = `
  MATCH (p:Principal {system: 'entra'})-[:MEMBER_OF]->(g:Principal {system: 'entra'}) WHERE p.retiredAt IS NULL AND g.retiredAt IS NULL
  RETURN p.id AS member, g.id AS group, g.tenant AS tenant, g.kind AS kind, g.name AS name ORDER BY member, group`;

const ROLES = `
  MATCH (p:Principal)-[c:CAN]->(r:Resource {kind: 'entra:api'}) WHERE r.retiredAt IS NULL AND c.via STARTS WITH 'app roles: '
  RETURN p.id AS principal, r.id AS api, r.tenant AS tenant, c.via AS via ORDER BY principal, api`;

const OWNERS = `
  MATCH (owner:Principal {system: 'entra'})<-[:NAMES]-(e:Evidence {kind: 'owner-field'})-[:ABOUT]->(owned:Principal {system: 'entra'})
  WHERE owned.retiredAt IS NULL AND owned.kind IN ['application', 'service-principal', 'managed-identity']
  RETURN owner.id AS owner, owned.id AS owned, owned.tenant AS tenant ORDER BY owner, owned`;

/** All that the Entra engine is asked about, one input for each tenant. Delegated permissions are told by their grants. */
export async function readEntraInputs(graph: Graph): Promise<readonly EntraInput[]> {
  const [principals, members, roles, owners] = [
    await graph.read(PRINCIPALS),
    await graph.read(MEMBERS),
    await graph.read(ROLES),
    await graph.read(OWNERS),
  ];
  const tenants = [...new Set(principals.map((row) => text(row, 'tenant')))].sort();
  return tenants.map((tenant) => {
    const here = (rows: readonly Row[]): Row[] => rows.filter((row) => row['tenant'] === tenant);
    const assignments = here(roles).flatMap(assignmentsOf);
    return {
      tenant,
      principals: here(principals).map(principalOf),
      memberships: here(members).map((row) => ({ member: text(row, 'member'), group: text(row, 'group') })),
      apis: apisOf(tenant, assignments, appIdsOf(here(principals))),
      assignments,
      delegations: [],
      applications: here(principals).flatMap(applicationOf),
      owners: here(owners).map((row) => ({ ownerId: text(row, 'owner'), ownedId: text(row, 'owned') })),
      directoryRoles: here(members).flatMap(directoryRoleOf),
      // Policies of the tenant on credentials are not collected.
      credentialPolicy: 'unknown',
    };
  });
}

const text = (row: Row, name: string): string => (row[name] as string | null) ?? '';

function principalOf(row: Row): EntraPrincipal {
  const kind = row['kind'] === 'person' ? 'user' : (row['kind'] as EntraPrincipal['kind']);
  return { id: text(row, 'id'), kind, enabled: !['suspended', 'disabled', 'departed'].includes(text(row, 'status')) };
}

/** Whether its application locks a service principal's credentials is not collected. */
function applicationOf(row: Row): EntraApplication[] {
  const id = text(row, 'id');
  switch (row['kind']) {
    case 'application':
      return [{ id, kind: 'application' }];
    case 'managed-identity':
      return [{ id, kind: 'managed-identity' }];
    case 'service-principal':
      return [{ id, kind: 'service-principal', locked: 'unknown' }];
    default:
      return [];
  }
}

function assignmentsOf(row: Row): EntraRoleAssignment[] {
  const values = text(row, 'via').slice('app roles: '.length).split(', ');
  return values.map((roleId) => ({ principalId: text(row, 'principal'), apiId: text(row, 'api'), roleId }));
}

function appIdsOf(principals: readonly Row[]): ReadonlyMap<string, string> {
  return new Map(
    principals.flatMap((row): [string, string][] => {
      const appId = (row['externalIds'] as string[]).find((one) => one.startsWith('appId='))?.slice('appId='.length);
      return appId === undefined ? [] : [[text(row, 'id'), appId]];
    }),
  );
}

/** An API has the object id of its service principal. Roles are held by their values already. */
function apisOf(
  tenant: string,
  assignments: readonly EntraRoleAssignment[],
  appIds: ReadonlyMap<string, string>,
): EntraApi[] {
  return [...new Set(assignments.map(({ apiId }) => apiId))].map((id) => {
    const objectId = id.slice(`entra:${tenant}:api:`.length);
    const appId = appIds.get(`entra:${tenant}:service-principal:${objectId}`);
    return { id, objectId, roles: 'unknown', ...(appId === undefined ? {} : { appId }) };
  });
}

/** The roles that add credentials, by the names that the directory gives them. */
const TEMPLATES: ReadonlyMap<string, string> = new Map([
  ['Global Administrator', '62e90394-69f5-4237-9190-012177145e10'],
  ['Application Administrator', '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'],
  ['Cloud Application Administrator', '158c047a-c907-4556-b7ef-446551a6b5f7'],
]);

function directoryRoleOf(row: Row): EntraDirectoryRole[] {
  const roleTemplateId = row['kind'] === 'directory-role' ? TEMPLATES.get(text(row, 'name')) : undefined;
  return roleTemplateId === undefined ? [] : [{ principalId: text(row, 'member'), roleTemplateId, scope: '/' }];
}
