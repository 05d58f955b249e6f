import { flagAt, type Json, textAt } from './fields.ts';

export type Level = 'Read' | 'List' | 'Write' | 'Tagging' | 'Permissions';

const ORDER: readonly Level[] = ['Read', 'List', 'Write', 'Tagging', 'Permissions'];
const READ: readonly Level[] = ['Read'];
const WRITE: readonly Level[] = ['Read', 'Write'];
const ADMIN: readonly Level[] = ['Read', 'Write', 'Permissions'];

/** https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles */
const ROLES: Readonly<Record<string, readonly Level[]>> = {
  none: [],
  pull: READ,
  read: READ,
  triage: READ,
  push: WRITE,
  write: WRITE,
  maintain: WRITE,
  admin: ADMIN,
};

/** Levels of a role name (REST or GraphQL words); `undefined` for a custom role, whose name says nothing. */
export function levelsOfRole(role: string | undefined): readonly Level[] | undefined {
  return role === undefined ? undefined : ROLES[role.toLowerCase()];
}

/** Levels of a collaborator or team on a repository: the flags tell even for a custom role. */
export function levelsOfRepositoryAccess(item: Json): readonly Level[] | undefined {
  const flags = item['permissions'];
  if (typeof flags === 'object' && flags !== null) {
    const on = (name: string): boolean => flagAt(flags as Json, name) === true;
    if (on('admin')) return ADMIN;
    if (on('push') || on('maintain')) return WRITE;
    if (on('pull') || on('triage')) return READ;
  }
  return levelsOfRole(textAt(item, 'role_name') ?? textAt(item, 'permission'));
}

/** Permissions about the organisation or its people: they give nothing on repositories. */
const ORGANISATION_PERMISSION = /^(organization_|members$|team_|enterprise_|custom_properties_for_organizations$)/;

/** `contents: write`, `administration: read` … as levels on the repositories they were granted for. */
export function levelsOfPermissions(permissions: Json | undefined): readonly Level[] {
  const levels = new Set<Level>();
  for (const [name, access] of Object.entries(permissions ?? {})) {
    if (ORGANISATION_PERMISSION.test(name)) continue;
    for (const level of levelsOfPermission(name, access)) levels.add(level);
  }
  return ORDER.filter((level) => levels.has(level));
}

function levelsOfPermission(name: string, access: unknown): readonly Level[] {
  if (name === 'metadata') return ['List'];
  if (name === 'administration') return access === 'write' ? ['List', 'Permissions'] : ['List'];
  if (access === 'admin') return ADMIN;
  return access === 'write' ? WRITE : READ;
}

export interface ScopeLevels {
  readonly certain: readonly Level[];
  readonly possible: readonly Level[];
}

/**
 * What a classic token's scopes give on the whole organisation, before its owner's own rights limit it.
 * https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
 */
export function levelsOfScopes(scopes: readonly string[]): ScopeLevels {
  const certain = new Set<Level>();
  const possible = new Set<Level>();
  const has = (...names: string[]): boolean => names.some((name) => scopes.includes(name));
  if (has('repo')) for (const level of WRITE) certain.add(level);
  if (has('repo')) possible.add('Permissions');
  if (has('public_repo')) for (const level of WRITE) possible.add(level);
  if (has('read:org', 'write:org', 'admin:org', 'repo')) certain.add('List');
  if (has('admin:org')) certain.add('Permissions');
  if (has('delete_repo', 'workflow', 'admin:repo_hook', 'write:repo_hook')) possible.add('Write');
  return {
    certain: ORDER.filter((level) => certain.has(level)),
    possible: ORDER.filter((level) => possible.has(level) && !certain.has(level)),
  };
}

/** Permissions as scopes in GitHub's words: `contents:write`, sorted. */
export function scopesOf(permissions: Json | undefined): string[] | undefined {
  const scopes = Object.entries(permissions ?? {}).flatMap(([name, access]) =>
    typeof access === 'string' ? [`${name}:${access}`] : [],
  );
  return scopes.length === 0 ? undefined : scopes.sort();
}
