import {
  CreateGroupMembershipCommand,
  CreateGroupCommand as CreateStoreGroupCommand,
  CreateUserCommand as CreateStoreUserCommand,
  IdentitystoreClient,
} from '@aws-sdk/client-identitystore';
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand as CreateScpCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  TagResourceCommand,
} from '@aws-sdk/client-organizations';
import {
  CreatePermissionSetCommand,
  ListInstancesCommand,
  PutInlinePolicyToPermissionSetCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Connection } from '../../../src/collect/index.ts';
import { type PythonServer, startMoto } from '../../support/python-servers.ts';
import { connectionTo, edges, ids, propsOf, run, TEST_ENV } from './identity-support.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** moto's own account id. */
const A = '123456789012';
const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const sdk = (endpoint: string) => ({
  endpoint,
  region: 'eu-north-1',
  credentials: { accessKeyId: TEST_ENV.AWS_ACCESS_KEY_ID, secretAccessKey: TEST_ENV.AWS_SECRET_ACCESS_KEY },
});

let moto: PythonServer;
let connection: Connection<unknown>;

beforeAll(async () => {
  moto = await startMoto();
  connection = connectionTo(moto.url, A);
});

afterAll(async () => {
  await connection?.close?.();
  await moto?.stop();
});

test('outside an organisation there is nothing, and nothing missing', async () => {
  expect((await run('organizations', connection)).outcome).toMatchObject({ status: 'complete', fetched: 0 });
  expect((await run('organization-policies', connection)).outcome).toMatchObject({ status: 'complete', fetched: 0 });
});

test('the tree, its accounts with tags, and what is attached where', async () => {
  const client = new OrganizationsClient(sdk(moto.url));
  const { Organization } = await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const root = (await client.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? '';
  const outer =
    (await client.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: 'Kyst' }))).OrganizationalUnit?.Id ??
    '';
  const inner =
    (await client.send(new CreateOrganizationalUnitCommand({ ParentId: outer, Name: 'Kyst' }))).OrganizationalUnit
      ?.Id ?? '';
  const made: string[] = [];
  for (let i = 0; i < 23; i += 1) {
    const { CreateAccountStatus } = await client.send(
      new CreateAccountCommand({ AccountName: `skjær ${i}`, Email: `a${i}@fjell.example` }),
    );
    made.push(CreateAccountStatus?.AccountId ?? '');
  }
  const deep = made[11] ?? '';
  await client.send(new MoveAccountCommand({ AccountId: deep, SourceParentId: root, DestinationParentId: inner }));
  await client.send(new TagResourceCommand({ ResourceId: deep, Tags: [{ Key: 'env', Value: 'Sandbox' }] }));
  const scp = await client.send(
    new CreateScpCommand({
      Type: 'SERVICE_CONTROL_POLICY',
      Name: 'ro',
      Description: 'd',
      Content: document({ Effect: 'Deny', Action: 'ec2:*', Resource: '*' }),
    }),
  );
  await client.send(new AttachPolicyCommand({ PolicyId: scp.Policy?.PolicySummary?.Id, TargetId: inner }));

  const structure = await run('organizations', connection);
  expect(structure.outcome).toMatchObject({ status: 'complete', problemCount: 0 });
  const contains = edges(structure.records, 'CONTAINS');
  expect(contains).toContain(`aws:org:organization:${Organization?.Id} → aws:org:root:${root}`);
  expect(contains).toContain(`aws:org:ou:${outer} → aws:org:ou:${inner}`);
  expect(contains).toContain(`aws:org:ou:${inner} → aws:${deep}:account:${deep}`);
  expect(contains.filter((one) => one.includes(':account:'))).toHaveLength(24);
  expect(ids(structure.records, 'Resource').filter((one) => one.includes(':account:'))).toHaveLength(24);
  expect(propsOf(structure.records, `aws:${deep}:account:${deep}`)).toMatchObject({
    environment: 'sandbox',
    status: 'ACTIVE',
  });
  expect(propsOf(structure.records, `aws:${A}:account:${A}`)?.['attributes']).toEqual([
    `aws:PrincipalOrgID=${Organization?.Id}`,
    'aws:managementAccount=true',
  ]);
  const policies = await run('organization-policies', connection);
  // moto gives the policies of AWS an ARN of this organisation.
  const attached = policies.records.flatMap((one) =>
    one.record === 'edge' && one.from.id === `aws:org:ou:${inner}`
      ? [[String(one.props['names']).split('/').at(-1), one.props['roles']]]
      : [],
  );
  expect(Object.fromEntries(attached)).toEqual({
    'p-FullAWSAccess': ['organisation'],
    'p-RCPFullAWSAccess': ['resource-organisation'],
    [scp.Policy?.PolicySummary?.Id ?? '']: ['organisation'],
  });
});

test('permission sets, users, groups and memberships', async () => {
  const sso = new SSOAdminClient(sdk(moto.url));
  const instance = (await sso.send(new ListInstancesCommand({}))).Instances?.[0];
  const InstanceArn = instance?.InstanceArn ?? '';
  const IdentityStoreId = instance?.IdentityStoreId ?? '';
  const set = await sso.send(
    new CreatePermissionSetCommand({ InstanceArn, Name: 'Fyr-Vakt', SessionDuration: 'PT2H' }),
  );
  const PermissionSetArn = set.PermissionSet?.PermissionSetArn ?? '';
  await sso.send(
    new PutInlinePolicyToPermissionSetCommand({
      InstanceArn,
      PermissionSetArn,
      InlinePolicy: document({ Effect: 'Allow', Action: 'logs:*', Resource: '*' }),
    }),
  );
  const store = new IdentitystoreClient(sdk(moto.url));
  const user = await store.send(
    new CreateStoreUserCommand({
      IdentityStoreId,
      UserName: 'kari.n',
      DisplayName: 'Kari N',
      Name: { GivenName: 'Kari', FamilyName: 'N' },
      Emails: [{ Value: 'Kari@Fjell.example', Primary: true }],
    }),
  );
  const group = await store.send(new CreateStoreGroupCommand({ IdentityStoreId, DisplayName: 'Vakt' }));
  await store.send(
    new CreateGroupMembershipCommand({
      IdentityStoreId,
      GroupId: group.GroupId,
      MemberId: { UserId: user.UserId ?? '' },
    }),
  );

  const sets = await run('identity-center', connection);
  expect(propsOf(sets.records, PermissionSetArn)).toMatchObject({
    name: 'Fyr-Vakt',
    attributes: ['sessionDuration=PT2H'],
  });
  expect(edges(sets.records, 'GOVERNED_BY')).toHaveLength(1);
  const identities = await run('identity-store', connection);
  expect(identities.outcome.status).toBe('complete');
  expect(propsOf(identities.records, `aws:${IdentityStoreId}:user:${user.UserId}`)).toMatchObject({
    email: 'kari@fjell.example',
    externalIds: ['saml-name-id=kari.n'],
  });
  expect(edges(identities.records, 'MEMBER_OF')).toEqual([
    `aws:${IdentityStoreId}:user:${user.UserId} → aws:${IdentityStoreId}:group:${group.GroupId}`,
  ]);
});
