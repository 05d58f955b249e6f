import { describe, expect, it } from 'vitest';
import { becomeApplications, type EntraInput } from '../../../src/access/entra/index.ts';

const GRAPH = '00000003-0000-0000-c000-000000000000';
const APPLICATION_ADMINISTRATOR = '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3';

const shared: EntraInput = {
  tenant: '7c0ffee1',
  principals: [
    { id: 'u:quill', kind: 'user' },
    { id: 'u:off', kind: 'user', enabled: false },
    { id: 'sp:kiln', kind: 'service-principal' },
    { id: 'g:ops', kind: 'group' },
  ],
  memberships: [
    { member: 'u:quill', group: 'g:ops' },
    { member: 'u:off', group: 'g:ops' },
  ],
  apis: [
    {
      id: 'api:graph',
      objectId: 'd0',
      appId: GRAPH,
      roles: [
        { id: 'own', value: 'Application.ReadWrite.OwnedBy' },
        { id: 'all', value: 'Application.ReadWrite.All' },
      ],
    },
  ],
  assignments: [],
  delegations: [],
  applications: [
    { id: 'app:ash', kind: 'application' },
    { id: 'sp:moss', kind: 'service-principal', locked: false },
    { id: 'sp:locked', kind: 'service-principal', locked: true },
    { id: 'sp:unclear', kind: 'service-principal', locked: 'unknown' },
    { id: 'mi:heron', kind: 'managed-identity' },
  ],
  owners: [],
  directoryRoles: [],
  credentialPolicy: 'open',
};

const owns = (ownerId: string, ownedId: string) => ({ ownerId, ownedId });
const holds = (roleId: string) => ({ principalId: 'sp:kiln', apiId: 'api:graph', roleId });

/** `quill → ash, moss (certain)` by method. */
function told(more: Partial<EntraInput>): string[] {
  return [...becomeApplications({ ...shared, ...more })].map(
    ({ from, to, method, certainty, conditionKeys }) =>
      `${method}: ${from.join(', ')} → ${to.join(', ')} (${[certainty, ...conditionKeys].join(' ')})`,
  );
}

const CASES: readonly (readonly [name: string, rule: string, more: Partial<EntraInput>, edges: readonly string[]])[] = [
  [
    'an owner can add a credential to an application, and become it',
    'https://learn.microsoft.com/entra/identity/enterprise-apps/overview-assign-app-owners',
    { owners: [owns('u:quill', 'app:ash'), owns('u:quill', 'sp:moss')] },
    ['owner-adds-credential: u:quill → app:ash (certain)', 'owner-adds-credential: u:quill → sp:moss (certain)'],
  ],
  [
    'an owner who cannot sign in cannot',
    'https://learn.microsoft.com/graph/api/resources/user#properties',
    { owners: [owns('u:off', 'app:ash')] },
    [],
  ],
  [
    'a service principal that owns an application takes a permission besides',
    'https://learn.microsoft.com/graph/permissions-reference#applicationreadwriteownedby',
    { owners: [owns('sp:kiln', 'app:ash')] },
    [],
  ],
  [
    'a service principal with that permission can',
    'https://learn.microsoft.com/graph/permissions-reference#applicationreadwriteownedby',
    { owners: [owns('sp:kiln', 'app:ash')], assignments: [holds('own')] },
    ['owner-adds-credential: sp:kiln → app:ash (certain)'],
  ],
  [
    'an owner who was not collected may',
    'https://learn.microsoft.com/entra/identity/enterprise-apps/overview-assign-app-owners',
    { owners: [owns('u:gone', 'app:ash')] },
    ['owner-adds-credential: u:gone → app:ash (unknown)'],
  ],
  [
    'a managed identity takes no credentials, a locked service principal none either',
    'https://learn.microsoft.com/entra/identity-platform/howto-configure-app-instance-property-locks',
    { owners: [owns('u:quill', 'mi:heron'), owns('u:quill', 'sp:locked'), owns('u:quill', 'sp:unclear')] },
    ['owner-adds-credential: u:quill → sp:unclear (unknown)'],
  ],
  [
    'a policy that limits credentials makes it conditional',
    'https://learn.microsoft.com/graph/api/resources/applicationauthenticationmethodpolicy',
    { owners: [owns('u:quill', 'app:ash')], credentialPolicy: 'restricted' },
    ['owner-adds-credential: u:quill → app:ash (conditional app management policy)'],
  ],
  [
    'an administrator of applications can become all of them, and so can the direct members of a group with the role',
    'https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference#application-administrator',
    { directoryRoles: [{ principalId: 'g:ops', roleTemplateId: APPLICATION_ADMINISTRATOR, scope: '/' }] },
    [
      'administrator-adds-credential: u:quill → app:ash, sp:moss (certain)',
      'administrator-adds-credential: u:quill → sp:unclear (unknown)',
    ],
  ],
  [
    'a role over one application is of that application, another role of none',
    'https://learn.microsoft.com/entra/identity/role-based-access-control/assign-roles-different-scopes',
    {
      directoryRoles: [
        { principalId: 'u:quill', roleTemplateId: APPLICATION_ADMINISTRATOR.toUpperCase(), scope: 'app:ash' },
        { principalId: 'u:quill', roleTemplateId: APPLICATION_ADMINISTRATOR, scope: 'app:elsewhere' },
        { principalId: 'u:quill', roleTemplateId: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b', scope: '/' },
      ],
    },
    ['administrator-adds-credential: u:quill → app:ash (certain)'],
  ],
  [
    'who may write all applications can become all of them',
    'https://learn.microsoft.com/graph/permissions-reference#applicationreadwriteall',
    { assignments: [holds('all')] },
    [
      'writes-all-applications: sp:kiln → app:ash, sp:moss (certain)',
      'writes-all-applications: sp:kiln → sp:unclear (unknown)',
    ],
  ],
  [
    'a permission of the same name on another API is not that of Graph',
    'https://learn.microsoft.com/graph/permissions-overview',
    {
      apis: [
        { id: 'api:graph', objectId: 'd0', appId: 'a-1', roles: [{ id: 'all', value: 'Application.ReadWrite.All' }] },
      ],
      assignments: [holds('all')],
    },
    [],
  ],
];

describe('becoming an application', () => {
  it.each(CASES)('%s (%s)', (_name, rule, more, edges) => {
    expect(rule).toMatch(/^https:\/\/learn\.microsoft\.com\//);
    expect(told(more)).toEqual(edges);
  });
});
