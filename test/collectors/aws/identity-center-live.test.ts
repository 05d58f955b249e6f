import { expect, test } from 'vitest';
import { awsDouble, type Operations } from './identity-double.ts';
import { connectionTo, edges, propsOf, run } from './identity-support.ts';

const INSTANCE = 'arn:aws:sso:::instance/ssoins-55aa66bb77cc88dd';
const SET = 'arn:aws:sso:::permissionSet/ssoins-55aa66bb77cc88dd/ps-0011223344556677';
const OTHER = 'arn:aws:sso:::permissionSet/ssoins-55aa66bb77cc88dd/ps-7766554433221100';

const played: Operations = {
  ListInstances: () => ({ Instances: [{ InstanceArn: INSTANCE, IdentityStoreId: 'd-77aa88bb99' }] }),
  ListPermissionSets: ({ NextToken }) =>
    NextToken === undefined ? { PermissionSets: [SET], NextToken: 'more' } : { PermissionSets: [OTHER] },
  DescribePermissionSet: ({ PermissionSetArn }) => ({
    PermissionSet: {
      Name: PermissionSetArn === SET ? 'Marsh+Ops' : 'Fen',
      PermissionSetArn,
      CreatedDate: 1_760_000_000,
    },
  }),
};

test('assignments are read in every account that a permission set is provisioned in, page by page', async () => {
  const double = await awsDouble('sso-admin', {
    ...played,
    ListAccountsForProvisionedPermissionSet: ({ PermissionSetArn, NextToken }) => {
      if (PermissionSetArn === OTHER) return { AccountIds: [] };
      return NextToken === undefined
        ? { AccountIds: ['810000000001'], NextToken: 'n' }
        : { AccountIds: ['810000000002'] };
    },
    ListAccountAssignments: ({ AccountId, NextToken, PermissionSetArn }) => {
      const one = (PrincipalType: string, PrincipalId: string) => ({
        AccountId,
        PermissionSetArn,
        PrincipalType,
        PrincipalId,
      });
      if (AccountId === '810000000002') return { fault: 'AccessDeniedException' };
      return NextToken === undefined
        ? { AccountAssignments: [one('USER', 'u-1')], NextToken: 'n' }
        : { AccountAssignments: [one('GROUP', 'g-1')] };
    },
  });
  const { outcome, records } = await run('identity-center-assignments', connectionTo(double.url));
  expect(edges(records, 'CAN_ASSUME')).toEqual([
    'aws:d-77aa88bb99:user:u-1 → aws:810000000001:permission-set-role:Marsh+Ops',
    'aws:d-77aa88bb99:group:g-1 → aws:810000000001:permission-set-role:Marsh+Ops',
  ]);
  expect(outcome).toMatchObject({
    status: 'partial',
    problems: [{ kind: 'denied', place: 'Marsh+Ops in 810000000002' }],
  });
});

test('a permission set has its inline policy and boundary; none is no problem, a refusal is one', async () => {
  const double = await awsDouble('sso-admin', {
    ...played,
    GetInlinePolicyForPermissionSet: ({ PermissionSetArn }) =>
      PermissionSetArn === SET
        ? { InlinePolicy: '{"Version":"2012-10-17","Statement":[]}' }
        : { fault: 'ThrottlingException' },
    ListManagedPoliciesInPermissionSet: () => ({ AttachedManagedPolicies: [] }),
    ListCustomerManagedPolicyReferencesInPermissionSet: () => ({
      CustomerManagedPolicyReferences: [{ Name: 'Sedge', Path: '/bog/' }],
    }),
    GetPermissionsBoundaryForPermissionSet: ({ PermissionSetArn }) =>
      PermissionSetArn === SET
        ? { fault: 'ResourceNotFoundException', status: 400 }
        : { PermissionsBoundary: { CustomerManagedPolicyReference: { Name: 'Dyke' } } },
  });
  const { outcome, records } = await run('identity-center', connectionTo(double.url), {
    retry: { retries: 1, minPauseMs: 1 },
  });
  expect(edges(records, 'GOVERNED_BY')).toHaveLength(1);
  expect(propsOf(records, SET)).toMatchObject({
    name: 'Marsh+Ops',
    tenant: 'd-77aa88bb99',
    createdAt: '2025-10-09T08:53:20.000Z',
    attributes: ['customerManagedPolicy=/bog/Sedge'],
  });
  expect(propsOf(records, OTHER)?.['problems']).toEqual(['its boundary is the policy named Dyke of each account']);
  expect(outcome.problems).toMatchObject([
    { kind: 'failed', what: 'sso:GetInlinePolicyForPermissionSet', place: OTHER },
  ]);
  expect(double.calls.filter((one) => one.operation === 'GetInlinePolicyForPermissionSet')).toHaveLength(3);
});
