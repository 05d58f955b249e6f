import type {
  GithubInput,
  GithubPermissions,
  GithubRepository,
  GithubRole,
  GithubSecret,
  GithubSelection,
  GithubToken,
} from '../../access/index.ts';
import type { Graph, Row } from '../../graph/index.ts';

const ORGANISATIONS = `
  MATCH (o:Resource {kind: 'github:organization'}) WHERE o.retiredAt IS NULL
  OPTIONAL MATCH (all:Principal {id: 'github:' + o.tenant + ':group:members'})-[base:CAN]->(o)
  RETURN o.tenant AS organisation, base.via AS base,
    EXISTS { (s:Step {id: 'github:' + o.tenant + '/organisation'}) WHERE s.completeAt IS NOT NULL } AS read ORDER BY organisation`;

const REPOSITORIES = `
  MATCH (r:Resource {kind: 'github:repository', tenant: $org}) WHERE r.retiredAt IS NULL
  RETURN r.id AS id, r.name AS name, r.status AS status, coalesce(r.tags, []) AS tags, r.publicAccess AS open ORDER BY id`;

const PEOPLE = `
  MATCH (p:Principal {system: 'github', tenant: $org}) WHERE p.retiredAt IS NULL AND p.id STARTS WITH 'github:' + $org + ':user:'
  OPTIONAL MATCH (p)-[m:MEMBER_OF]->(:Principal {id: 'github:' + $org + ':group:members'})
  RETURN p.id AS id, m IS NOT NULL AS member, m.role AS role,
    EXISTS { (p)-[:CAN {via: 'organisation owner'}]->(:Resource) } AS owner,
    [(p)-[:MEMBER_OF]->(t:Principal) WHERE t.id STARTS WITH 'github:' + $org + ':team:' | t.id] AS teams ORDER BY id`;

const TEAMS = `
  MATCH (t:Principal {system: 'github', tenant: $org}) WHERE t.retiredAt IS NULL AND t.id STARTS WITH 'github:' + $org + ':team:'
  RETURN t.id AS id, head([(t)-[:MEMBER_OF]->(up:Principal) | up.id]) AS parent ORDER BY id`;

const ROLES = `
  MATCH (h:Principal)-[c:CAN]->(r:Resource {kind: 'github:repository', tenant: $org})
  WHERE r.retiredAt IS NULL AND (c.via STARTS WITH 'team role' OR c.via STARTS WITH 'collaborator role')
  RETURN h.id AS holder, r.id AS repository, c.via AS via, coalesce(c.certain, []) AS certain ORDER BY holder, repository`;

const TOKENS = `
  MATCH (c:Credential {system: 'github', tenant: $org}) WHERE c.retiredAt IS NULL
    AND c.kind IN ['pat-classic', 'pat-fine-grained', 'deploy-key', 'app-token']
  RETURN c.id AS id, c.kind AS kind, coalesce(c.status, 'active') AS status, c.scopes AS scopes, c.reach AS reach,
    head([(c)-[:AUTHENTICATES_AS]->(p:Principal) | p.id]) AS actsFor,
    head([(c)-[:AUTHENTICATES_AS]->(p:Principal) | p.status]) AS standing,
    [(c)-[g:GRANTED_ON]->(r:Resource {kind: 'github:repository'}) | r.id] AS repositories,
    head([(c)-[g:GRANTED_ON]->(r:Resource) | coalesce(g.certain, []) + [u IN coalesce(g.unknown, []) | '?' + u]]) AS granted ORDER BY id`;

const SECRETS = `
  MATCH (s:Resource {kind: 'github:actions-secret', tenant: $org}) WHERE s.retiredAt IS NULL
  RETURN s.id AS id, coalesce(s.tags, []) AS tags,
    head([(h:Resource)-[:CONTAINS]->(s) WHERE h.kind = 'github:repository' | h.id]) AS repository ORDER BY id`;

/** All that the GitHub engine is asked about, one input for each organisation. */
export async function* readGithubInputs(graph: Graph): AsyncGenerator<GithubInput> {
  for (const row of await graph.read(ORGANISATIONS)) {
    const org = text(row, 'organisation');
    const people = await graph.read(PEOPLE, { org });
    const teams = await graph.read(TEAMS, { org });
    yield {
      organisation: org,
      basePermission: baseOf(row),
      repositories: (await graph.read(REPOSITORIES, { org })).map(repositoryOf),
      members: people.filter((one) => one['member'] === true).map(memberOf),
      outsideCollaborators: people.filter((one) => one['member'] !== true).map((one) => text(one, 'id')),
      teams: teams.map(teamOf),
      teamMembers: people.flatMap((one) =>
        texts(one, 'teams').map((teamId) => ({ memberId: text(one, 'id'), teamId })),
      ),
      roles: (await graph.read(ROLES, { org })).map(roleOf),
      customRoles: [],
      tokens: (await graph.read(TOKENS, { org })).map(tokenOf),
      secrets: (await graph.read(SECRETS, { org })).map((one) => secretOf(one, org)),
    };
  }
}

const text = (row: Row, name: string): string => (row[name] as string | null) ?? '';
const texts = (row: Row, name: string): readonly string[] => (row[name] as string[] | null) ?? [];

const BASE = /^base permission (none|read|write|admin)$/;

/** Without an edge it is none, where the organisation was read. */
function baseOf(row: Row): GithubInput['basePermission'] {
  const word = BASE.exec(text(row, 'base'))?.[1] as GithubInput['basePermission'] | undefined;
  return word ?? (row['base'] === null && row['read'] === true ? 'none' : 'unknown');
}

const VISIBILITIES = ['public', 'private', 'internal'] as const;

function repositoryOf(row: Row): GithubRepository {
  const told = VISIBILITIES.find((one) => texts(row, 'tags').includes(`visibility=${one}`));
  const open = row['open'] === 'open' ? 'public' : row['open'] === 'blocked' ? 'private' : 'unknown';
  return {
    id: text(row, 'id'),
    name: text(row, 'name').toLowerCase(),
    visibility: told ?? open,
    archived: row['status'] === 'archived',
  };
}

/** The REST list of members does not tell who is an owner. */
function memberOf(row: Row): { readonly id: string; readonly owner: boolean | 'unknown' } {
  const owner = row['owner'] === true ? true : row['role'] === null ? 'unknown' : row['role'] === 'admin';
  return { id: text(row, 'id'), owner };
}

function teamOf(row: Row) {
  const parent = row['parent'] as string | null;
  return parent === null ? { id: text(row, 'id') } : { id: text(row, 'id'), parentId: parent };
}

const BUILT_IN = /^(read|pull|triage|write|push|maintain|admin)$/i;

/** A custom role is known by the levels that its flags told. */
function roleOf(row: Row): GithubRole {
  const named = text(row, 'via').replace(/^(team|collaborator) role ?/, '');
  const levels = texts(row, 'certain');
  const flagged = levels.includes('Permissions') ? 'admin' : levels.includes('Write') ? 'write' : 'read';
  const role = BUILT_IN.test(named) ? named : levels.length > 0 ? flagged : named === '' ? '(not told)' : named;
  return { holderId: text(row, 'holder'), repositoryId: text(row, 'repository'), role };
}

function tokenOf(row: Row): GithubToken {
  const id = text(row, 'id');
  const ended = row['status'] !== 'active';
  const ownerId = text(row, 'actsFor');
  switch (row['kind']) {
    case 'pat-classic':
      return { kind: 'classic', id, ended, ownerId, scopes: (row['scopes'] as string[] | null) ?? 'unknown' };
    case 'deploy-key':
      return {
        kind: 'deploy-key',
        id,
        ended,
        repositoryId: texts(row, 'repositories')[0] ?? '',
        readOnly: readOnlyOf(row),
      };
    case 'app-token':
      return {
        kind: 'installation',
        id: ownerId,
        ended: ended || row['standing'] === 'suspended',
        permissions: permissionsOf(row),
        repositories: selectionOf(row),
      };
    default:
      return {
        kind: 'fine-grained',
        id,
        ended,
        ownerId,
        permissions: permissionsOf(row),
        repositories: selectionOf(row),
      };
  }
}

function readOnlyOf(row: Row): boolean | 'unknown' {
  const granted = texts(row, 'granted');
  if (granted.includes('?Write')) return 'unknown';
  return !granted.includes('Write');
}

/** `contents:write` → contents: write; those about the organisation are none of a repository and do no harm. */
function permissionsOf(row: Row): GithubPermissions | 'unknown' {
  const scopes = row['scopes'] as string[] | null;
  if (scopes === null) return 'unknown';
  return Object.fromEntries(
    scopes.map((scope) => [scope.slice(0, scope.lastIndexOf(':')), scope.slice(scope.lastIndexOf(':') + 1)]),
  );
}

function selectionOf(row: Row): GithubSelection {
  if (row['reach'] === 'all-repositories') return 'all';
  if (row['reach'] === 'public') return 'public';
  const repositories = texts(row, 'repositories');
  return repositories.length > 0 ? repositories : 'unknown';
}

/** An environment's protection rules and the repositories selected for a secret are not collected. */
function secretOf(row: Row, org: string): GithubSecret {
  const id = text(row, 'id');
  const name = id.slice(`github:${org}:actions-secret:`.length);
  const repositoryId = text(row, 'repository');
  if (repositoryId === '') {
    const told = texts(row, 'tags')
      .find((tag) => /^visibility=(all|private)$/.test(tag))
      ?.slice('visibility='.length);
    return {
      id,
      name,
      place: { kind: 'organisation', repositories: told === 'all' || told === 'private' ? told : 'unknown' },
    };
  }
  const inEnvironment = name.split('/').length > 2;
  return inEnvironment
    ? { id, name, place: { kind: 'environment', repositoryId, protection: 'unknown' } }
    : { id, name, place: { kind: 'repository', repositoryId } };
}
