import { step } from '../../collect/index.ts';
import type { EntraClient } from './client.ts';
import { fetchGroupMembers, fetchGroups, fetchServicePrincipalGroups, fetchUsers } from './fetch-directory.ts';
import { mapGroup, mapGroupMembers, mapServicePrincipalGroups } from './map-groups.ts';
import { mapUser } from './map-users.ts';

export const directorySteps = [
  step<EntraClient, unknown, 'Principal' | 'REPORTS_TO'>({
    id: 'users',
    title: 'Users with manager, employment and last sign-in',
    mode: 'snapshot',
    emits: ['Principal', 'REPORTS_TO'],
    permissions: [
      'User.Read.All',
      'User-LifeCycleInfo.Read.All (employeeLeaveDateTime)',
      'AuditLog.Read.All and Entra ID P1 (signInActivity)',
    ],
    notAvailable: {
      mfa: 'registered methods are a report of their own, which is not read',
      departedAt: 'only where the tenant fills employeeLeaveDateTime; deleted users are not listed',
    },
    fetch: fetchUsers,
    map: mapUser,
  }),
  step<EntraClient, unknown, 'Principal'>({
    id: 'groups',
    title: 'Groups',
    mode: 'snapshot',
    emits: ['Principal'],
    permissions: ['GroupMember.Read.All'],
    fetch: fetchGroups,
    map: mapGroup,
  }),
  step<EntraClient, unknown, 'MEMBER_OF'>({
    id: 'group-members',
    title: 'Members of groups',
    mode: 'snapshot',
    emits: ['MEMBER_OF'],
    permissions: ['GroupMember.Read.All', 'User.Read.All'],
    notAvailable: { 'members of hidden groups': 'need Member.Read.Hidden' },
    fetch: fetchGroupMembers,
    map: mapGroupMembers,
  }),
  step<EntraClient, unknown, 'Principal' | 'MEMBER_OF'>({
    id: 'service-principal-groups',
    title: 'Groups and directory roles of service principals',
    mode: 'snapshot',
    emits: ['Principal', 'MEMBER_OF'],
    permissions: ['Application.Read.All', 'GroupMember.Read.All', 'RoleManagement.Read.Directory'],
    fetch: fetchServicePrincipalGroups,
    map: mapServicePrincipalGroups,
  }),
];
