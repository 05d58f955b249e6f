import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../../src/collect/index.ts';
import aws from '../../../src/collectors/aws/collector.ts';
import { type PythonServer, startMoto } from '../../support/python-servers.ts';
import { testRunContext } from '../../support/run-context.ts';
import { edges, ids, propsOf, type Ran, run, TEST_ENV } from './identity-support.ts';
import { folderWith, importFolder } from './regional-support.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** moto's own account id. */
const A = '123456789012';
const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const sdk = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: TEST_ENV.AWS_ACCESS_KEY_ID, secretAccessKey: TEST_ENV.AWS_SECRET_ACCESS_KEY },
});

let moto: PythonServer;
let connection: Connection<unknown>;

beforeAll(async () => {
  process.env['MOTO_IAM_LOAD_MANAGED_POLICIES'] = 'true';
  moto = await startMoto();
  const { signal, log } = testRunContext();
  const env = { ...TEST_ENV, AWS_ENDPOINT_URL: moto.url };
  const connections = await aws.connect(aws.config.parse({ regions: ['us-east-1'] }), { signal, log, env });
  const only = connections[0];
  if (only === undefined) throw new Error('no connection');
  connection = only;
}, 60_000);

afterAll(async () => {
  delete process.env['MOTO_IAM_LOAD_MANAGED_POLICIES'];
  await connection?.close?.();
  await moto?.stop();
});

test('the account is the one the credentials belong to', () => expect(connection.scope).toBe(A));

describe('IAM', () => {
  beforeAll(async () => {
    const iam = new IAMClient(sdk(moto.url));
    await iam.send(
      new CreateUserCommand({
        UserName: 'ola+nordmann',
        Path: '/skip/',
        Tags: [{ Key: 'owner', Value: 'Kari@fjell.example' }],
      }),
    );
    await iam.send(new CreateGroupCommand({ GroupName: 'Fjell', Path: '/lag/' }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Fjell', UserName: 'ola+nordmann' }));
    const policy = await iam.send(
      new CreatePolicyCommand({
        PolicyName: 'Myr',
        PolicyDocument: document({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
      }),
    );
    await iam.send(
      new AttachGroupPolicyCommand({ GroupName: 'Fjell', PolicyArn: 'arn:aws:iam::aws:policy/SecurityAudit' }),
    );
    await iam.send(
      new PutUserPolicyCommand({
        UserName: 'ola+nordmann',
        PolicyName: 'in line',
        PolicyDocument: document({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }),
      }),
    );
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'Vidde',
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${A}:user/skip/ola+nordmann` },
          Action: 'sts:AssumeRole',
        }),
        PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
      }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'Vidde', PolicyArn: policy.Policy?.Arn }));
    await iam.send(new CreateLoginProfileCommand({ UserName: 'ola+nordmann', Password: 'Canary-pass-1' }));
    await iam.send(new CreateAccessKeyCommand({ UserName: 'ola+nordmann' }));
    const device = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'telefon' }));
    await iam.send(
      new EnableMFADeviceCommand({
        UserName: 'ola+nordmann',
        SerialNumber: device.VirtualMFADevice?.SerialNumber,
        AuthenticationCode1: '123456',
        AuthenticationCode2: '654321',
      }),
    );
    await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: 'https://token.actions.githubusercontent.com',
        ClientIDList: ['sts.amazonaws.com'],
        ThumbprintList: ['6938fd4d98bab03faadb97b34396831e3780aea1'],
      }),
    );
    await iam.send(
      new CreateSAMLProviderCommand({
        Name: 'fjell',
        SAMLMetadataDocument: `<EntityDescriptor entityID="http://www.okta.example/exk1">${' '.repeat(1000)}</EntityDescriptor>`,
      }),
    );
  });

  const user = `arn:aws:iam::${A}:user/skip/ola+nordmann`;
  const role = `arn:aws:iam::${A}:role/Vidde`;
  let live: Ran | undefined;

  test('authorization details, live', async () => {
    live = await run('iam', connection);
    const { outcome, records } = live;
    expect(outcome).toMatchObject({ status: 'complete', problemCount: 0 });
    expect(ids(records, 'Principal').toSorted()).toEqual([`arn:aws:iam::${A}:group/lag/Fjell`, role, user]);
    expect(edges(records, 'MEMBER_OF')).toEqual([`${user} → arn:aws:iam::${A}:group/lag/Fjell`]);
    const governed = records.flatMap((one) =>
      one.record === 'edge' && one.type === 'GOVERNED_BY' ? [[one.from.id, one.props]] : [],
    );
    expect(governed).toEqual([
      [`arn:aws:iam::${A}:group/lag/Fjell`, { roles: ['identity'], names: ['arn:aws:iam::aws:policy/SecurityAudit'] }],
      [user, { roles: ['identity'], names: ['in line'] }],
      [role, { roles: ['identity'], names: [`arn:aws:iam::${A}:policy/Myr`] }],
      [role, { roles: ['boundary'], names: ['arn:aws:iam::aws:policy/PowerUserAccess'] }],
    ]);
    // Of AWS's own 1,500 policies, only those that something is attached to.
    expect(ids(records, 'Policy')).toHaveLength(4);
    expect(propsOf(records, role)?.['trustDocument']).toContain(user);
  });

  test('its dump, unmodified, gives the same records as the live account', async () => {
    const { $metadata: _, ...dump } = await new IAMClient(sdk(moto.url)).send(
      new GetAccountAuthorizationDetailsCommand({}),
    );
    const { steps } = await importFolder(folderWith({ 'gaad.json': JSON.stringify(dump) }));
    const text = (records: readonly unknown[]): string[] => records.map((one) => JSON.stringify(one)).toSorted();
    expect(steps[`aws:${A}/iam`]).toMatchObject({ status: 'complete', problems: [] });
    expect(text(steps[`aws:${A}/iam`]?.records ?? [])).toEqual(text(live?.records ?? []));
  });

  test('credential report, keys and second factors', async () => {
    const report = await run('credential-report', connection);
    expect(propsOf(report.records, user)).toMatchObject({ name: 'ola+nordmann', mfa: true });
    expect(ids(report.records, 'Credential')).toEqual([`aws:${A}:password:ola+nordmann`]);
    const keys = await run('access-keys', connection);
    expect(keys.outcome.status).toBe('complete');
    expect(edges(keys.records, 'AUTHENTICATES_AS')).toEqual([expect.stringMatching(/^AKIA\w{16} → .*ola\+nordmann$/)]);
    const devices = await run('mfa-devices', connection);
    expect(propsOf(devices.records, user)).toEqual({ mfa: true });
  });

  test('providers', async () => {
    const oidc = await run('oidc-providers', connection);
    expect(
      propsOf(oidc.records, `arn:aws:iam::${A}:oidc-provider/token.actions.githubusercontent.com`)?.['attributes'],
    ).toEqual(['issuer=token.actions.githubusercontent.com', 'audience=sts.amazonaws.com']);
    const saml = await run('saml-providers', connection);
    expect(propsOf(saml.records, `arn:aws:iam::${A}:saml-provider/fjell`)?.['attributes']).toEqual([
      'issuer=http://www.okta.example/exk1',
    ]);
  });

  test('what moto does not implement is one failure at once', async () => {
    const started = performance.now();
    const { outcome } = await run('service-specific-credentials', connection, {
      retry: { retries: 5, minPauseMs: 1000 },
    });
    expect(outcome).toMatchObject({
      status: 'failed',
      problems: [{ kind: 'failed', what: 'iam:ListServiceSpecificCredentials' }],
    });
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
