import { RUN_OWN_WORKFLOW } from './actions.ts';
import type { GithubCustomRole, GithubPermissions } from './types.ts';

/** Names of actions on a repository. */
export type Actions = ReadonlySet<string>;

const READ = ['metadata:read', 'contents:read', 'issues:read', 'pull_requests:read', 'actions:read', 'statuses:read'];
const READ_MORE = [...READ, 'deployments:read', 'pages:read'];
const TRIAGE = [...READ_MORE, 'issues:write', 'pull_requests:write'];
const WRITE = [
  ...TRIAGE,
  'contents:write',
  'workflows:write',
  'actions:write',
  'deployments:write',
  'statuses:write',
  RUN_OWN_WORKFLOW,
];
const MAINTAIN = [...WRITE, 'pages:write', 'settings:write'];
const ADMIN = [
  ...MAINTAIN,
  'repository_hooks:read',
  'repository_hooks:write',
  'secrets:read',
  'secrets:write',
  'environments:read',
  'environments:write',
  'administration:read',
  'administration:write',
];

export const READERS: Actions = new Set(READ_MORE);
export const EVERYTHING: Actions = new Set(ADMIN);

/** https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization */
const ROLES: ReadonlyMap<string, Actions> = new Map(
  Object.entries({
    none: new Set<string>(),
    read: READERS,
    pull: READERS,
    triage: new Set(TRIAGE),
    write: new Set(WRITE),
    push: new Set(WRITE),
    maintain: new Set(MAINTAIN),
    admin: EVERYTHING,
  }),
);

/** A role taken apart: what it surely permits and what it may permit. */
export interface RoleActions {
  readonly sure: Actions;
  readonly perhaps: Actions;
}

const NOTHING: Actions = new Set();

/**
 * A built-in role, or a custom one: its base and what was added to it.
 * https://docs.github.com/en/enterprise-cloud@latest/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/about-custom-repository-roles
 */
export function actionsOfRole(role: string, custom: ReadonlyMap<string, GithubCustomRole>): RoleActions {
  const known = ROLES.get(role.toLowerCase());
  if (known !== undefined) return { sure: known, perhaps: NOTHING };
  const made = custom.get(role.toLowerCase());
  const base = made === undefined ? undefined : ROLES.get(made.base.toLowerCase());
  if (made === undefined || base === undefined) return { sure: NOTHING, perhaps: EVERYTHING };
  const added = made.permissions.map((permission) => ADDED.get(permission));
  return {
    sure: new Set([...base, ...added.flatMap((actions) => actions ?? [])]),
    perhaps: added.includes(undefined) ? new Set(['settings:write', 'administration:write']) : NOTHING,
  };
}

/** The additions that change what a repository gives away; others are of issues, discussions and alerts. */
const ADDED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    manage_deploy_keys: ['administration:write'],
    edit_repo_protections: ['administration:write'],
    bypass_branch_protection: ['settings:write'],
    manage_webhooks: ['repository_hooks:read', 'repository_hooks:write'],
    manage_settings_pages: ['pages:write'],
    manage_settings_projects: ['settings:write'],
    manage_settings_wiki: ['settings:write'],
    manage_settings_merge_types: ['settings:write'],
    edit_repo_metadata: ['settings:write'],
    push_protected_branch: ['contents:write'],
    add_label: ['issues:write'],
    add_assignee: ['issues:write'],
    request_pr_review: ['pull_requests:write'],
    close_issue: ['issues:write'],
    close_pull_request: ['pull_requests:write'],
    reopen_issue: ['issues:write'],
    reopen_pull_request: ['pull_requests:write'],
    read_code_scanning: ['actions:read'],
    view_secret_scanning_alerts: ['contents:read'],
  }),
);

/** `contents: write` is also reading; `metadata: read` comes with any permission. A workflow file takes both to write. */
export function actionsOfPermissions(permissions: GithubPermissions): Actions {
  const actions = new Set(['metadata:read']);
  for (const [name, access] of Object.entries(permissions)) {
    actions.add(`${name}:read`);
    if (access === 'write' || access === 'admin') actions.add(`${name}:write`);
  }
  if (actions.has('contents:write') && actions.has('workflows:write')) actions.add(RUN_OWN_WORKFLOW);
  return actions;
}

/** What the scopes of a classic token permit on private repositories, and on public ones.
 * https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps */
export function actionsOfScopes(scopes: readonly string[]): { readonly all: Actions; readonly public: Actions } {
  const has = (scope: string): boolean => scopes.includes(scope);
  const extra = [
    ...(has('admin:repo_hook') || has('write:repo_hook') ? ['repository_hooks:read', 'repository_hooks:write'] : []),
    ...(has('read:repo_hook') ? ['repository_hooks:read'] : []),
    ...(has('repo:status') ? ['statuses:read', 'statuses:write'] : []),
    ...(has('repo_deployment') ? ['deployments:read', 'deployments:write'] : []),
  ];
  const needsWorkflow = new Set(has('workflow') ? [] : ['workflows:write', RUN_OWN_WORKFLOW]);
  const full = [...EVERYTHING].filter((action) => !needsWorkflow.has(action));
  const openToPublic = has('repo') || has('public_repo') ? full : READ_MORE;
  return { all: new Set([...(has('repo') ? full : []), ...extra]), public: new Set([...openToPublic, ...extra]) };
}
