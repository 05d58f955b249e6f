import type { VaultEntity, VaultGroup, VaultInput, VaultMount, VaultPolicy, VaultSubject } from '../../access/index.ts';
import type { Graph, Row } from '../../graph/index.ts';
import { readVaultPolicy } from '../../lib/vault-policy.ts';

const HOLDERS = `
  MATCH (p:Principal {system: 'vault'}) WHERE p.retiredAt IS NULL AND p.kind IN ['vault-entity', 'group', 'vault-role']
  RETURN p.id AS id, p.tenant AS tenant, p.kind AS kind, p.name AS name, p.status AS status,
    [(p)-[:MEMBER_OF]->(to:Principal) | to.id] AS of, [(from:Principal)-[:MEMBER_OF]->(p) | from.id] AS members ORDER BY id`;

const TOKENS = `
  MATCH (c:Credential {system: 'vault', kind: 'vault-token'})-[:AUTHENTICATES_AS]->(p:Principal)
  WHERE c.retiredAt IS NULL AND coalesce(c.status, 'active') = 'active'
  RETURN c.id AS id, c.tenant AS tenant, collect(p.id) AS of ORDER BY id`;

const POLICIES = `
  MATCH (h:Principal {system: 'vault', kind: 'vault-policy'})-[:GOVERNED_BY]->(p:Policy) WHERE h.retiredAt IS NULL
  RETURN h.id AS id, h.tenant AS tenant, p.document AS document ORDER BY id`;

const PLACES = `
  MATCH (r:Resource {system: 'vault'}) WHERE r.retiredAt IS NULL AND r.kind IN ['vault:mount', 'vault:secret', 'vault:path']
  RETURN r.id AS id, r.tenant AS tenant, r.kind AS kind, r.name AS name, coalesce(r.tags, []) AS tags ORDER BY id`;

const UNREAD = `
  MATCH (s:Step {source: 'vault'}) WHERE s.completeAt IS NULL AND (s.id ENDS WITH '/groups' OR s.id ENDS WITH '/entities')
  RETURN DISTINCT s.scope AS tenant`;

/** All that the Vault engine is asked about, one input for each server. */
export async function readVaultInputs(graph: Graph): Promise<readonly VaultInput[]> {
  const [holders, tokens, policies, places, unread] = [
    await graph.read(HOLDERS),
    await graph.read(TOKENS),
    await graph.read(POLICIES),
    await graph.read(PLACES),
    await graph.read(UNREAD),
  ];
  const gaps = new Set(unread.map(tenantOf));
  const hosts = new Set([...holders, ...tokens, ...policies].map((row) => hostOf(tenantOf(row))));
  return [...hosts].sort().map((host) => {
    const here = (rows: readonly Row[]): Row[] => rows.filter((row) => hostOf(tenantOf(row)) === host);
    const mounts = here(places).flatMap(mountOf);
    return {
      host,
      mounts,
      secrets: ofKind(here(places), 'vault:secret').map((row) => secretOf(row, mounts)),
      paths: ofKind(here(places), 'vault:path').map((row) => ({ ...placed(row), path: text(row, 'name') })),
      policies: here(policies).map(policyOf),
      entities: ofKind(here(holders), 'vault-entity').map((row) => entityOf(row, gaps)),
      groups: ofKind(here(holders), 'group').map(groupOf),
      subjects: [...ofKind(here(holders), 'vault-role').map(roleOf), ...here(tokens).map(tokenOf)],
    };
  });
}

const text = (row: Row, name: string): string => (row[name] as string | null) ?? '';
const texts = (row: Row, name: string): readonly string[] => row[name] as string[];
const tenantOf = (row: Row): string => text(row, 'tenant');
const ofKind = (rows: readonly Row[], kind: string): Row[] => rows.filter((row) => row['kind'] === kind);

/** A tenant is `host` or `host/namespace`. */
const hostOf = (tenant: string): string => tenant.split('/', 1)[0] ?? '';

function namespaceOf(tenant: string): string {
  const slash = tenant.indexOf('/');
  return slash < 0 ? '' : `${tenant.slice(slash + 1)}/`;
}

function placed(row: Row): { readonly id: string; readonly namespace: string } {
  return { id: text(row, 'id'), namespace: namespaceOf(tenantOf(row)) };
}

/** The names behind keys of policies of the tenant; other keys are of groups and entities. */
function policyNames(row: Row): string[] {
  const start = `vault:${tenantOf(row)}:policy:`;
  return texts(row, 'of').flatMap((id) => (id.startsWith(start) ? [id.slice(start.length)] : []));
}

function mountOf(row: Row): VaultMount[] {
  const tags = texts(row, 'tags');
  if (row['kind'] !== 'vault:mount' || !tags.some((tag) => /^type=(kv|generic)$/.test(tag))) return [];
  const kind = tags.includes('version=2') ? 'kv-2' : 'kv-1';
  return [{ namespace: namespaceOf(tenantOf(row)), path: text(row, 'name'), kind }];
}

/** A mount may have slashes; one that was not listed is taken to have none, and stays unknown. */
function secretOf(row: Row, mounts: readonly VaultMount[]) {
  const at = placed(row);
  const name = text(row, 'name');
  const known = mounts.filter(({ namespace, path }) => namespace === at.namespace && name.startsWith(`${path}/`));
  const mount = known.map(({ path }) => path).sort((a, b) => b.length - a.length)[0] ?? name.split('/', 1)[0] ?? '';
  return { ...at, mount, path: name.slice(mount.length + 1) };
}

function policyOf(row: Row): VaultPolicy {
  const read = readVaultPolicy(text(row, 'document'));
  const name = text(row, 'id').slice(`vault:${tenantOf(row)}:policy:`.length);
  return { namespace: namespaceOf(tenantOf(row)), name, rules: 'rules' in read ? read.rules : 'unknown' };
}

/** Stands for policies that nobody has: those of groups that were not read. */
const UNREAD_GROUPS = '(of groups that could not be read)';

function entityOf(row: Row, gaps: ReadonlySet<string>): VaultEntity {
  const id = text(row, 'id');
  return {
    ...placed(row),
    entityId: id.slice(`vault:${tenantOf(row)}:entity:`.length),
    name: text(row, 'name'),
    policies: [...policyNames(row), ...(gaps.has(tenantOf(row)) ? [UNREAD_GROUPS] : [])],
    disabled: row['status'] === 'suspended',
  };
}

function groupOf(row: Row): VaultGroup {
  const id = text(row, 'id');
  return {
    ...placed(row),
    groupId: id.slice(`vault:${tenantOf(row)}:group:`.length),
    name: text(row, 'name'),
    policies: policyNames(row),
    members: texts(row, 'members'),
  };
}

/** What a login as the role gets; the entity that it meets there may add to it. */
function roleOf(row: Row): VaultSubject {
  return { ...placed(row), policies: policyNames(row), entity: 'unknown' };
}

function tokenOf(row: Row): VaultSubject {
  const entity = texts(row, 'of').find((id) => id.startsWith(`vault:${tenantOf(row)}:entity:`));
  return { ...placed(row), policies: policyNames(row), entity: entity === undefined ? 'none' : { id: entity } };
}
