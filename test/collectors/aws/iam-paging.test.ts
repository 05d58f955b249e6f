import { expect, test } from 'vitest';
import { awsDouble, type Fault } from './identity-double.ts';
import { ACCOUNT, connectionTo, edges, ids, propsOf, run } from './identity-support.ts';

const CREATED = '2025-05-06T07:08:09Z';
const allow = (action: string): string =>
  encodeURIComponent(
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: action, Resource: '*' } }),
  );
const arn = (name: string): string => `arn:aws:iam::${ACCOUNT}:${name}`;

function user(name: string, extra: object = {}): object {
  const UserName = name.slice(name.lastIndexOf('/') + 1);
  return { Path: '/', UserName, UserId: `AIDA${UserName}`, Arn: arn(`user/${name}`), CreateDate: CREATED, ...extra };
}

test('both sweeps of the authorization details are read to their last page', async () => {
  const group = {
    Path: '/q/',
    GroupName: 'Quill',
    GroupId: 'AGPAQUILL',
    Arn: arn('group/q/Quill'),
    CreateDate: CREATED,
  };
  const policy = {
    PolicyName: 'Sift',
    Arn: arn('policy/Sift'),
    DefaultVersionId: 'v2',
    PolicyVersionList: [{ VersionId: 'v2', IsDefaultVersion: true, Document: allow('sqs:*') }],
  };
  const names = [{ Policies: [policy] }, { GroupDetailList: [group] }];
  const principals = [
    { UserDetailList: [user('odd,name', { GroupList: ['Quill'] })] },
    {
      UserDetailList: [
        user('x/y.z', { AttachedManagedPolicies: [{ PolicyName: 'Sift', PolicyArn: arn('policy/Sift') }] }),
      ],
    },
    {
      RoleDetailList: [
        {
          Path: '/',
          RoleName: 'rr',
          RoleId: 'AROARR',
          Arn: arn('role/rr'),
          AssumeRolePolicyDocument: allow('sts:AssumeRole'),
        },
      ],
    },
  ];
  const double = await awsDouble('iam', {
    GetAccountAuthorizationDetails: ({ Filter, Marker }) => {
      const all = (Filter as string[]).includes('User') ? principals : names;
      const page = Number(Marker ?? 0);
      const IsTruncated = page + 1 < all.length;
      return { ...all[page], IsTruncated, ...(IsTruncated ? { Marker: String(page + 1) } : {}) };
    },
  });
  const { outcome, records } = await run('iam', connectionTo(double.url));
  expect(outcome).toMatchObject({ status: 'complete', problemCount: 0 });
  expect(double.calls).toHaveLength(5);
  expect(double.calls[0]?.input['MaxItems']).toBe('1000');
  expect(ids(records, 'Principal').toSorted()).toEqual(
    [arn('group/q/Quill'), arn('role/rr'), arn('user/odd,name'), arn('user/x/y.z')].toSorted(),
  );
  expect(edges(records, 'MEMBER_OF')).toEqual([`${arn('user/odd,name')} → ${arn('group/q/Quill')}`]);
  expect(edges(records, 'GOVERNED_BY')).toHaveLength(1);
});

test('a throttled page (HTTP 400) and one with Retry-After are read again', async () => {
  const faults: Fault[] = [
    { fault: 'Throttling' },
    { fault: 'ServiceUnavailable', status: 503, headers: { 'retry-after': '0' } },
  ];
  const double = await awsDouble('iam', {
    GetAccountAuthorizationDetails: (_input, call) => faults[call - 1] ?? { UserDetailList: [user(`u${call}`)] },
  });
  const { outcome, records } = await run('iam', connectionTo(double.url), { retry: { retries: 3, minPauseMs: 1 } });
  expect(outcome.status).toBe('complete');
  expect(ids(records, 'Principal')).toEqual([arn('user/u4')]);
});

test('a refused second page leaves the step partial, so that nothing is retired', async () => {
  const double = await awsDouble('iam', {
    GetAccountAuthorizationDetails: ({ Marker }) =>
      Marker === undefined
        ? { UserDetailList: [user('first')], IsTruncated: true, Marker: 'm' }
        : { fault: 'AccessDenied', status: 403 },
  });
  const { outcome } = await run('iam', connectionTo(double.url));
  expect(outcome.status).toBe('partial');
  expect(outcome.problems[0]).toMatchObject({ kind: 'denied', what: 'iam:GetAccountAuthorizationDetails' });
  expect(outcome.problems[0]?.place).toMatch(/page 2$/);
});

test('a marker that repeats ends the list with a problem', async () => {
  const double = await awsDouble('iam', {
    ListUsers: () => ({ Users: [user('same')], IsTruncated: true, Marker: 'again' }),
    ListMFADevices: () => ({ MFADevices: [], IsTruncated: false }),
  });
  const { outcome } = await run('mfa-devices', connectionTo(double.url));
  expect(outcome.status).toBe('partial');
  expect(outcome.problems).toMatchObject([{ kind: 'malformed', message: 'the page token repeats' }]);
  expect(double.calls.filter(({ operation }) => operation === 'ListUsers')).toHaveLength(2);
});

test('a policy of AWS that the details lack, and a document that is none, cost those facts only', async () => {
  const double = await awsDouble('iam', {
    GetAccountAuthorizationDetails: ({ Filter }) =>
      (Filter as string[]).includes('User')
        ? {
            RoleDetailList: [
              {
                RoleName: 'bound',
                Arn: arn('role/bound'),
                AssumeRolePolicyDocument: allow('sts:AssumeRole'),
                PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
                RolePolicyList: [
                  { PolicyName: 'torn', PolicyDocument: '%7B%22Version' },
                  { PolicyName: 'whole', PolicyDocument: allow('s3:*') },
                ],
              },
            ],
          }
        : {},
    GetPolicy: () => ({ Policy: { DefaultVersionId: 'v5' } }),
    GetPolicyVersion: () => ({ PolicyVersion: { Document: allow('ec2:*') } }),
  });
  const { outcome, records } = await run('iam', connectionTo(double.url));
  expect(outcome).toMatchObject({ status: 'partial', problemCount: 1 });
  expect(propsOf(records, arn('role/bound'))?.['problems']).toEqual([
    'the inline policy torn is not a policy document',
  ]);
  const governed = records.flatMap((one) => (one.record === 'edge' && one.type === 'GOVERNED_BY' ? [one.props] : []));
  expect(governed).toEqual([
    { roles: ['boundary'], names: ['arn:aws:iam::aws:policy/PowerUserAccess'] },
    { roles: ['identity'], names: ['whole'] },
  ]);
});

test('a web page in place of an answer is one failure, not five retries', async () => {
  const double = await awsDouble('iam', {
    ListUsers: () => ({ Users: [] }),
    ListServiceSpecificCredentials: () => ({
      fault: 'html',
      status: 500,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: '<!doctype html><html lang=en><title>500</title>',
    }),
  });
  const { outcome } = await run('service-specific-credentials', connectionTo(double.url), {
    retry: { retries: 5, minPauseMs: 200 },
  });
  expect(outcome.problems).toMatchObject([{ kind: 'failed', what: 'iam:ListServiceSpecificCredentials' }]);
  expect(double.calls.filter(({ operation }) => operation === 'ListServiceSpecificCredentials')).toHaveLength(1);
});

test('Bedrock API keys of all users are read in pages, one call each', async () => {
  const key = (id: string, name: string) => ({
    UserName: name,
    Status: 'Active',
    ServiceUserName: `${name}-at-${ACCOUNT}`,
    CreateDate: CREATED,
    ExpirationDate: '2027-05-06T07:08:09Z',
    ServiceSpecificCredentialId: id,
    ServiceName: 'bedrock.amazonaws.com',
  });
  const double = await awsDouble('iam', {
    ListUsers: () => ({ Users: [user('deep/one'), user('two')] }),
    ListServiceSpecificCredentials: ({ Marker }) =>
      Marker === undefined
        ? { ServiceSpecificCredentials: [key('ACCAONE00000000000001', 'one')], IsTruncated: true, Marker: 'n' }
        : { ServiceSpecificCredentials: [key('ACCATWO00000000000002', 'two'), key('ACCAGHOST000000000003', 'ghost')] },
  });
  const { outcome, records } = await run('service-specific-credentials', connectionTo(double.url));
  expect(double.calls[1]?.input).toEqual({ AllUsers: 'true' });
  expect(edges(records, 'AUTHENTICATES_AS')).toEqual([
    `ACCAONE00000000000001 → ${arn('user/deep/one')}`,
    `ACCATWO00000000000002 → ${arn('user/two')}`,
  ]);
  expect(propsOf(records, 'ACCATWO00000000000002')).toMatchObject({
    kind: 'bedrock-api-key',
    expiresAt: '2027-05-06T07:08:09.000Z',
  });
  expect(outcome.problems).toMatchObject([{ place: 'ACCAGHOST000000000003' }]);
});

test('last use is asked only of keys that the report does not know as never used; a refusal costs that one fact', async () => {
  const report = [
    'user,arn,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_last_rotated',
    `quiet,${arn('user/quiet')},true,2025-05-06T07:08:09+00:00,N/A,N/A`,
    `busy,${arn('user/busy')},true,2025-05-06T07:08:09+00:00,2026-01-01T00:00:00+00:00,N/A`,
  ].join('\n');
  const double = await awsDouble('iam', {
    GenerateCredentialReport: (_input, call) => ({ State: call === 1 ? 'STARTED' : 'COMPLETE' }),
    GetCredentialReport: () => ({ Content: Buffer.from(report).toString('base64'), ReportFormat: 'text/csv' }),
    ListUsers: () => ({ Users: ['quiet', 'busy', 'fresh'].map((name) => user(name)) }),
    ListAccessKeys: ({ UserName }) => ({
      AccessKeyMetadata: [
        {
          UserName,
          AccessKeyId: `AKIA00000000${String(UserName).toUpperCase()}`,
          Status: 'Active',
          CreateDate: CREATED,
        },
      ],
    }),
    GetAccessKeyLastUsed: ({ AccessKeyId }) =>
      AccessKeyId === 'AKIA00000000FRESH'
        ? { fault: 'AccessDenied', status: 403 }
        : { AccessKeyLastUsed: { LastUsedDate: '2026-02-02T02:02:02Z', ServiceName: 'sts', Region: 'eu-north-1' } },
  });
  const { outcome, records } = await run('access-keys', connectionTo(double.url));
  const asked = double.calls.filter(({ operation }) => operation === 'GetAccessKeyLastUsed');
  expect(asked.map(({ input }) => input['AccessKeyId']).toSorted()).toEqual(['AKIA00000000BUSY', 'AKIA00000000FRESH']);
  expect(ids(records, 'Credential')).toHaveLength(3);
  expect(propsOf(records, 'AKIA00000000BUSY')).toMatchObject({
    lastUsedAt: '2026-02-02T02:02:02.000Z',
    lastUsedFor: 'sts eu-north-1',
  });
  expect(outcome).toMatchObject({ status: 'partial', problems: [{ kind: 'denied', place: 'AKIA00000000FRESH' }] });
});
