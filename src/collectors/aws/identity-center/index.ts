import { type AnyStep, type FileFormat, step } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { fetchAssignments } from './assignments-live.ts';
import { identityCenterFile } from './file.ts';
import { fetchIdentities } from './identities-live.ts';
import {
  ASSIGNMENT_EMITS,
  IDENTITY_EMITS,
  mapAssignment,
  mapIdentity,
  mapPermissionSet,
  PERMISSION_SET_EMITS,
} from './map.ts';
import { fetchPermissionSets } from './permission-sets-live.ts';
import type { AssignmentRaw, IdentityRaw, PermissionSetRaw } from './raw.ts';

const permissionSets = step<AwsClient, PermissionSetRaw, (typeof PERMISSION_SET_EMITS)[number]>({
  id: 'identity-center',
  title: 'Identity Center permission sets with their policies',
  mode: 'snapshot',
  emits: PERMISSION_SET_EMITS,
  permissions: [
    'sso:ListInstances',
    'sso:ListPermissionSets',
    'sso:DescribePermissionSet',
    'sso:GetInlinePolicyForPermissionSet',
    'sso:ListManagedPoliciesInPermissionSet',
    'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
    'sso:GetPermissionsBoundaryForPermissionSet',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
  ],
  fetch: fetchPermissionSets,
  map: mapPermissionSet,
});

const assignments = step<AwsClient, AssignmentRaw, (typeof ASSIGNMENT_EMITS)[number]>({
  id: 'identity-center-assignments',
  title: 'Identity Center account assignments',
  mode: 'snapshot',
  emits: ASSIGNMENT_EMITS,
  permissions: [
    'sso:ListInstances',
    'sso:ListPermissionSets',
    'sso:DescribePermissionSet',
    'sso:ListAccountsForProvisionedPermissionSet',
    'sso:ListAccountAssignments',
  ],
  notAvailable: { role: 'Identity Center does not name the role it provisioned; IAM of the account does' },
  fetch: fetchAssignments,
  map: mapAssignment,
});

const identities = step<AwsClient, IdentityRaw, (typeof IDENTITY_EMITS)[number]>({
  id: 'identity-store',
  title: 'Identity store users, groups and memberships',
  mode: 'snapshot',
  emits: IDENTITY_EMITS,
  permissions: [
    'sso:ListInstances',
    'identitystore:ListUsers',
    'identitystore:ListGroups',
    'identitystore:ListGroupMemberships',
  ],
  notAvailable: {
    lastUsedAt: 'the identity store keeps no sign-in times',
    emailVerified: 'the identity store does not say whether an e-mail was verified',
  },
  fetch: fetchIdentities,
  map: mapIdentity,
});

export const steps: readonly AnyStep<AwsClient>[] = [permissionSets, assignments, identities];
export const files: readonly FileFormat[] = [identityCenterFile];
