import type { Action } from '../hierarchy/actions.ts';
import { type LevelMask, levelMask } from '../levels.ts';

export const REPOSITORY = 'github:repository';
export const SECRET = 'github:actions-secret';

/** To run a workflow of one's own making, which is given the repository's secrets. No level of the repository itself. */
export const RUN_OWN_WORKFLOW = 'workflow:author';

const READ = levelMask(['Read']);
const LIST = levelMask(['List']);
const WRITE = levelMask(['Write']);
const PERMISSIONS = levelMask(['Permissions']);
/** Labels, assignees, comments: about the content, and not the content. */
const TAGGING = levelMask(['Tagging']);

/**
 * What can be done to a repository, in the words of App and token permissions.
 * https://docs.github.com/en/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens
 */
const REPOSITORY_ACTIONS: Readonly<Record<string, LevelMask>> = {
  'metadata:read': LIST,
  'contents:read': READ,
  'contents:write': WRITE,
  'issues:read': READ,
  'issues:write': TAGGING,
  'pull_requests:read': READ,
  'pull_requests:write': TAGGING,
  'actions:read': LIST,
  'actions:write': WRITE,
  'workflows:write': WRITE,
  'deployments:read': LIST,
  'deployments:write': WRITE,
  'statuses:read': LIST,
  'statuses:write': WRITE,
  'pages:read': LIST,
  'pages:write': WRITE,
  'settings:write': WRITE,
  'repository_hooks:read': LIST,
  'repository_hooks:write': WRITE,
  'secrets:read': LIST,
  'secrets:write': WRITE,
  'environments:read': LIST,
  'environments:write': WRITE,
  'administration:read': LIST,
  'administration:write': PERMISSIONS,
  [RUN_OWN_WORKFLOW]: 0,
};

const SECRET_ACTIONS: Readonly<Record<string, LevelMask>> = {
  'secret:list': LIST,
  'secret:use': READ,
  'secret:write': WRITE,
};

function listed(actions: Readonly<Record<string, LevelMask>>): readonly Action[] {
  return Object.entries(actions).map(([name, level]) => ({ name, level }));
}

const BY_TYPE: ReadonlyMap<string, readonly Action[]> = new Map([
  [REPOSITORY, listed(REPOSITORY_ACTIONS)],
  [SECRET, listed(SECRET_ACTIONS)],
]);

export function actionsOf(type: string): readonly Action[] {
  return BY_TYPE.get(type) ?? [];
}
