import type {
  Application,
  DirectoryAudit,
  Group,
  OAuth2PermissionGrant,
  ServicePrincipal,
  User,
} from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { mapApplication } from '../../../src/collectors/entra/map-applications.ts';
import { mapDirectoryAudit } from '../../../src/collectors/entra/map-audits.ts';
import { mapGrant } from '../../../src/collectors/entra/map-grants.ts';
import { mapGroup } from '../../../src/collectors/entra/map-groups.ts';
import { mapAppRoles } from '../../../src/collectors/entra/map-roles.ts';
import { mapServicePrincipal } from '../../../src/collectors/entra/map-service-principals.ts';
import { mapUser } from '../../../src/collectors/entra/map-users.ts';

/**
 * Objects that the vendor's own types accept, with every field that the mappings read: a misspelt field would not
 * compile here. The mappings take `unknown`, so this is what ties their field names to the vendor's.
 */
const context = { scope: 'tenant-x', at: '2026-11-20T09:30:00.000Z', fingerprint: () => 'fp:x' };

const user: User = {
  id: 'U1',
  displayName: 'Odd One',
  userPrincipalName: 'Odd@kiln.example',
  mail: 'odd@kiln.example',
  accountEnabled: true,
  userType: 'Guest',
  externalUserState: 'Accepted',
  employeeId: '7',
  employeeType: 'Vendor',
  employeeHireDate: '2020-01-01T00:00:00Z',
  employeeLeaveDateTime: '2020-06-01T00:00:00Z',
  jobTitle: 'Potter',
  createdDateTime: '2020-01-01T00:00:00Z',
  signInActivity: { lastSignInDateTime: '2020-05-01T00:00:00Z' },
  manager: { id: 'U2' },
};
const group: Group = { id: 'G1', displayName: 'g', groupTypes: ['Unified'], createdDateTime: '2020-01-01T00:00:00Z' };
const application: Application = {
  id: 'A1',
  appId: 'C1',
  displayName: 'a',
  createdDateTime: '2020-01-01T00:00:00Z',
  signInAudience: 'AzureADMyOrg',
  serviceManagementReference: 'ref',
  tags: ['owner:potter@kiln.example'],
  passwordCredentials: [
    { keyId: 'K1', displayName: 'k', startDateTime: '2020-01-01T00:00:00Z', endDateTime: '2021-01-01T00:00:00Z' },
  ],
  keyCredentials: [{ keyId: 'K2', usage: 'Verify', type: 'AsymmetricX509Cert', endDateTime: '2021-01-01T00:00:00Z' }],
  owners: [{ id: 'U1' }],
};
const servicePrincipal: ServicePrincipal = {
  id: 'S1',
  appId: 'C1',
  displayName: 's',
  servicePrincipalType: 'ManagedIdentity',
  appOwnerOrganizationId: 'tenant-y',
  accountEnabled: true,
  disabledByMicrosoftStatus: 'NotDisabled',
  alternativeNames: [],
  tags: [],
  appRoles: [{ id: 'R1', value: 'Kiln.Read' }],
  appRoleAssignedTo: [
    { appRoleId: 'R1', principalId: 'U1', principalType: 'User', resourceDisplayName: 's', resourceId: 'S1' },
  ],
};
const grant: OAuth2PermissionGrant = {
  id: 'g',
  clientId: 'S1',
  consentType: 'Principal',
  principalId: 'U1',
  resourceId: 'S2',
  scope: 'Mail.Read',
};
const audit: DirectoryAudit = {
  id: 'D1',
  activityDateTime: '2020-01-01T00:00:00Z',
  activityDisplayName: 'Add application',
  result: 'success',
  initiatedBy: { user: { id: 'U1', userPrincipalName: 'odd@kiln.example', ipAddress: '198.51.100.1' } },
  targetResources: [
    { id: 'A1', type: 'Application', modifiedProperties: [{ displayName: 'x', oldValue: null, newValue: 'y' }] },
  ],
  additionalDetails: [{ key: 'User-Agent', value: 'odd' }],
};

test('what the vendor’s types describe is what the mappings read', () => {
  expect(mapUser(user, context)[0]).toMatchObject({
    props: { status: 'departed', external: true, employment: 'vendor' },
  });
  expect(mapGroup(group, context)).toHaveLength(1);
  expect(
    mapApplication(application, context).filter((one) => one.record === 'node' && one.label === 'Credential'),
  ).toHaveLength(2);
  expect(mapServicePrincipal(servicePrincipal, context)[0]).toMatchObject({
    props: { kind: 'managed-identity', external: true },
  });
  expect(mapAppRoles(servicePrincipal, context).at(-1)).toMatchObject({ props: { certain: ['Read', 'List'] } });
  expect(mapGrant(grant, context).find((one) => one.record === 'edge' && one.type === 'GRANTED_ON')).toMatchObject({
    props: { possible: ['Read', 'List'] },
  });
  expect(mapDirectoryAudit(audit, context)[0]).toMatchObject({
    subject: { id: 'entra:tenant-x:application:a1' },
    userAgent: 'odd',
  });
});
