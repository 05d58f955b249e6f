import type { EntraContext } from './client.ts';
import { expandedItems, items, PAGE } from './lists.ts';

const USER_FIELDS =
  'id,displayName,userPrincipalName,mail,accountEnabled,userType,externalUserState,employeeId,employeeType,employeeHireDate,jobTitle,createdDateTime';

/** Asking for signInActivity caps the page (https://learn.microsoft.com/graph/api/user-list). */
const ACTIVITY_PAGE = 500;

/** Users with their manager. A field that may not be read is reported, and the rest read without it. */
export async function* fetchUsers(context: EntraContext): AsyncGenerator<unknown> {
  const { signInActivity, leaveDates } = context.client.options;
  const wanted = [...(leaveDates ? ['employeeLeaveDateTime'] : []), ...(signInActivity ? ['signInActivity'] : [])];
  const readable: string[] = [];
  for (const field of wanted) if (await canRead(context, field)) readable.push(field);
  const top = readable.includes('signInActivity') ? ACTIVITY_PAGE : PAGE;
  const select = [USER_FIELDS, ...readable].join(',');
  yield* items(context, { path: `/users?$select=${select}&$expand=manager($select=id)&$top=${top}` });
}

/** Graph refuses the whole list for one field: each is tried on a single user. */
async function canRead(context: EntraContext, field: string): Promise<boolean> {
  const request = { path: `/users?$select=id,${field}&$top=1` };
  const attempt: EntraContext['attempt'] = (what, call) => context.attempt(`${what} (${field})`, call, field);
  for await (const _page of context.client.pages({ ...context, attempt }, request)) return true;
  return false;
}

export function fetchGroups(context: EntraContext): AsyncGenerator<unknown> {
  return items(context, { path: `/groups?$select=id,displayName,groupTypes,createdDateTime&$top=${PAGE}` });
}

export async function* fetchGroupMembers(context: EntraContext): AsyncGenerator<unknown> {
  const list = { path: '/groups', select: 'id', expand: 'members', fields: 'id' };
  for await (const group of expandedItems(context, list)) yield renamed(group, 'groupId');
}

export async function* fetchServicePrincipalGroups(context: EntraContext): AsyncGenerator<unknown> {
  const list = { path: '/servicePrincipals', select: 'id', expand: 'memberOf', fields: 'id,displayName' };
  for await (const one of expandedItems(context, list)) yield renamed(one, 'servicePrincipalId');
}

export function fetchApplications(context: EntraContext): AsyncGenerator<unknown> {
  return expandedItems(context, {
    path: '/applications',
    select:
      'id,appId,displayName,createdDateTime,signInAudience,passwordCredentials,keyCredentials,serviceManagementReference,tags',
    expand: 'owners',
    fields: 'id,userPrincipalName,mail',
  });
}

export function fetchServicePrincipals(context: EntraContext): AsyncGenerator<unknown> {
  return expandedItems(context, {
    path: '/servicePrincipals',
    select:
      'id,appId,displayName,servicePrincipalType,appOwnerOrganizationId,accountEnabled,disabledByMicrosoftStatus,alternativeNames,passwordCredentials,keyCredentials,tags',
    expand: 'owners',
    fields: 'id,userPrincipalName,mail',
  });
}

/** Read by API: its roles and all who hold them stand in one answer. */
export function fetchAppRoles(context: EntraContext): AsyncGenerator<unknown> {
  return expandedItems(context, {
    path: '/servicePrincipals',
    select: 'id,displayName,appRoles',
    expand: 'appRoleAssignedTo',
  });
}

export function fetchGrants(context: EntraContext): AsyncGenerator<unknown> {
  return items(context, { path: `/oauth2PermissionGrants?$top=${PAGE}` });
}

/** The item under the name that the mapping uses for the object a relation belongs to. */
function renamed(item: unknown, name: string): unknown {
  if (typeof item !== 'object' || item === null) return item;
  const { id, ...rest } = item as { id?: unknown };
  return { [name]: id, ...rest };
}
