import type { BecomeEdge } from '../hierarchy/become.ts';
import type { Certainty } from '../types.ts';
import { valueOfRole } from './access.ts';
import type { EntraApplication, EntraInput, EntraPrincipal } from './types.ts';

/** https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference */
const CREDENTIAL_ROLES: ReadonlyMap<string, string> = new Map([
  ['62e90394-69f5-4237-9190-012177145e10', 'Global Administrator'],
  ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', 'Application Administrator'],
  ['158c047a-c907-4556-b7ef-446551a6b5f7', 'Cloud Application Administrator'],
]);

const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';
const WRITES_ALL = 'Application.ReadWrite.All';
const WRITES_OWN = 'Application.ReadWrite.OwnedBy';

/**
 * Who can add a credential to an application or service principal and so become it: its owners, the administrators of
 * applications, and who may write all applications. Everybody who can do the same to the same is one edge.
 */
export function* becomeApplications(input: EntraInput): Generator<BecomeEdge> {
  const directory = directoryOf(input);
  yield* ownerEdges(input, directory);
  yield* administratorEdges(input, directory);
  const writers = [...directory.principals.values()]
    .filter(({ id, enabled }) => enabled !== false && directory.graphRoles.get(id)?.has(WRITES_ALL) === true)
    .map(({ id }) => id);
  yield* edges(writers, [...directory.applications.values()], 'writes-all-applications', [WRITES_ALL], input);
}

interface Directory {
  readonly principals: ReadonlyMap<string, EntraPrincipal>;
  readonly applications: ReadonlyMap<string, EntraApplication>;
  /** App roles of Microsoft Graph that somebody holds. */
  readonly graphRoles: ReadonlyMap<string, ReadonlySet<string>>;
}

function directoryOf(input: EntraInput): Directory {
  const apis = new Map([...input.apis].map((api) => [api.id, api]));
  const graphRoles = new Map<string, Set<string>>();
  for (const { principalId, apiId, roleId } of input.assignments) {
    const api = apis.get(apiId);
    if (api?.appId !== GRAPH_APP_ID) continue;
    const roles = graphRoles.get(principalId) ?? new Set<string>();
    graphRoles.set(principalId, roles.add(valueOfRole(api, roleId)));
  }
  return {
    principals: new Map([...input.principals].map((principal) => [principal.id, principal])),
    applications: new Map([...input.applications].map((application) => [application.id, application])),
    graphRoles,
  };
}

/**
 * A person who owns an application manages its credentials; a service principal that owns one takes a permission besides.
 * https://learn.microsoft.com/entra/identity/enterprise-apps/overview-assign-app-owners
 * https://learn.microsoft.com/graph/permissions-reference#applicationreadwriteownedby
 */
function* ownerEdges(input: EntraInput, directory: Directory): Generator<BecomeEdge> {
  for (const { ownerId, ownedId } of input.owners) {
    const owner = directory.principals.get(ownerId);
    const owned = directory.applications.get(ownedId);
    if (owned === undefined || owner?.enabled === false) continue;
    const because = ['owner', ...(owner?.kind === 'user' ? [] : [WRITES_OWN])];
    const able = mayManage(owner, directory);
    if (able === 'no') continue;
    for (const edge of edges([ownerId], [owned], 'owner-adds-credential', because, input)) {
      yield able === 'yes' ? edge : { ...edge, certainty: 'unknown', conditionKeys: [] };
    }
  }
}

function mayManage(owner: EntraPrincipal | undefined, { graphRoles }: Directory): 'yes' | 'no' | 'perhaps' {
  if (owner === undefined) return 'perhaps';
  if (owner.kind === 'user') return 'yes';
  const roles = graphRoles.get(owner.id);
  return roles?.has(WRITES_OWN) === true || roles?.has(WRITES_ALL) === true ? 'yes' : 'no';
}

/** Of the tenant, or of one application. https://learn.microsoft.com/entra/identity/role-based-access-control/assign-roles-different-scopes */
function* administratorEdges(input: EntraInput, directory: Directory): Generator<BecomeEdge> {
  const groups = new Map<string, string[]>();
  for (const { member, group } of input.memberships) groups.set(group, [...(groups.get(group) ?? []), member]);
  for (const { principalId, roleTemplateId, scope } of input.directoryRoles) {
    const role = CREDENTIAL_ROLES.get(roleTemplateId.toLowerCase());
    if (role === undefined) continue;
    const holders = [principalId, ...(groups.get(principalId) ?? [])].filter((id) => acts(id, directory));
    const scoped = directory.applications.get(scope);
    const to = scope === '/' ? [...directory.applications.values()] : scoped === undefined ? [] : [scoped];
    yield* edges(holders, to, 'administrator-adds-credential', [role], input);
  }
}

function acts(id: string, { principals }: Directory): boolean {
  const principal = principals.get(id);
  return principal !== undefined && principal.kind !== 'group' && principal.enabled !== false;
}

/**
 * A managed identity takes no credentials, and a locked service principal none either.
 * https://learn.microsoft.com/entra/identity-platform/howto-configure-app-instance-property-locks
 */
function* edges(
  from: readonly string[],
  to: readonly EntraApplication[],
  method: string,
  because: readonly string[],
  { credentialPolicy }: EntraInput,
): Generator<BecomeEdge> {
  if (from.length === 0) return;
  const open = to.filter(({ kind, locked }) => kind !== 'managed-identity' && locked !== true);
  const unclear = open.filter(({ locked }) => locked === 'unknown');
  const restricted = credentialPolicy === 'restricted';
  const certainty: Certainty = credentialPolicy === 'unknown' ? 'unknown' : restricted ? 'conditional' : 'certain';
  const conditionKeys = restricted ? ['app management policy'] : [];
  const base = { from, method, because };
  const clear = open.filter(({ locked }) => locked !== 'unknown').map(({ id }) => id);
  if (clear.length > 0) yield { ...base, to: clear, certainty, conditionKeys };
  if (unclear.length > 0) yield { ...base, to: unclear.map(({ id }) => id), certainty: 'unknown', conditionKeys: [] };
}
