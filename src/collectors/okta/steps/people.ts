import { step } from '../../../collect/index.ts';
import { assignment, below, fetchUsers, groups, listed } from '../lists.ts';
import { mapGroup, mapGroupMember, mapRoles, mapUser } from '../map-people.ts';
import { fetchRoles } from '../roles.ts';

export const peopleSteps = [
  step({
    id: 'users',
    title: 'Users with status and manager, deactivated ones included',
    mode: 'snapshot',
    emits: ['Principal', 'REPORTS_TO'],
    permissions: ['okta.users.read'],
    notAvailable: { mfa: 'factors are one call per user', startedAt: 'not in the standard profile' },
    fetch: fetchUsers,
    map: mapUser,
  }),
  step({
    id: 'groups',
    title: 'Groups',
    mode: 'snapshot',
    emits: ['Principal'],
    permissions: ['okta.groups.read'],
    fetch: listed(groups),
    map: mapGroup,
  }),
  step({
    id: 'group-members',
    title: 'Members of groups',
    mode: 'snapshot',
    emits: ['MEMBER_OF'],
    permissions: ['okta.groups.read'],
    fetch: below(groups, (id) => `/api/v1/groups/${id}/users?limit=1000`, assignment),
    map: mapGroupMember,
  }),
  step({
    id: 'admin-roles',
    title: 'Administrator roles of users and service apps',
    mode: 'snapshot',
    emits: ['Principal'],
    permissions: ['okta.roles.read', 'okta.apps.read'],
    fetch: fetchRoles,
    map: mapRoles,
  }),
];
