import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { folderWith, importFolder } from './regional-support.ts';

const A = '604417220935';
const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] };
const role = (name: string, extra: object = {}): object => ({
  RoleName: name,
  RoleId: `AROA${name}`,
  Arn: `arn:aws:iam::${A}:role/${name}`,
  AssumeRolePolicyDocument: TRUST,
  ...extra,
});

test('broken items of authorization details are reported with their place, the rest is read', async () => {
  const details = {
    UserDetailList: [
      { UserName: 'no-arn' },
      'text',
      { UserName: 'ok', Arn: `arn:aws:iam::${A}:user/ok`, GroupList: ['Gone'] },
    ],
    RoleDetailList: [role('fine'), role('list', { Tags: 'owner' }), role('torn', { AssumeRolePolicyDocument: '{' })],
    Policies: [{ Arn: `arn:aws:iam::${A}:policy/bare`, PolicyVersionList: [] }],
  };
  const { steps } = await importFolder(folderWith({ 'details.json': JSON.stringify(details) }));
  const iam = steps[`aws:${A}/iam`];
  expect(iam?.status).toBe('partial');
  expect(iam?.problems.map((line) => line.replace(/^malformed: .* at (details\.json )?/, ''))).toEqual([
    `Policies[0]: the default version of arn:aws:iam::${A}:policy/bare is not a policy document`,
    'UserDetailList[0]: Arn is missing',
    'UserDetailList[1]: the item is not an object',
    'UserDetailList[2]: its group Gone is not in the account’s list of groups',
    'RoleDetailList[1]: Tags is not a list',
    'RoleDetailList[2]: its trust policy could not be read',
  ]);
  expect(iam?.records.filter((one) => one.record === 'node' && one.label === 'Principal')).toHaveLength(3);
});

test('a truncated, a UTF-16 and a cut-short export', async () => {
  const whole = JSON.stringify(
    { UserDetailList: [], RoleDetailList: [role('one'), role('two')], IsTruncated: false },
    null,
    1,
  );
  const { steps } = await importFolder(
    folderWith({
      'a/details.json': whole.slice(0, whole.length - 40),
      'b/details.json': Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from(whole.replaceAll(A, '700000000001'), 'utf16le'),
      ]),
      'c/details.json': whole
        .replaceAll(A, '700000000002')
        .replace('"IsTruncated": false', '"IsTruncated": true, "Marker": "m"'),
    }),
  );
  expect(steps[`aws:${A}/iam`]).toMatchObject({ status: 'partial' });
  expect(steps[`aws:${A}/iam`]?.problems.at(-1)).toMatch(/breaks off before its end/);
  expect(steps['aws:700000000001/iam']).toMatchObject({ status: 'complete', fetched: 3 });
  expect(steps['aws:700000000002/iam']?.problems).toEqual([expect.stringMatching(/one page of several/)]);
});

test('an account without principals is covered by its folder', async () => {
  const empty = '{"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": []}';
  const { steps } = await importFolder(
    folderWith({ [`aws/${A}/details.json`]: empty, 'elsewhere/details.json': empty }),
  );
  expect(Object.keys(steps)).toEqual([`aws:${A}/iam`]);
  expect(steps[`aws:${A}/iam`]).toMatchObject({ status: 'complete', fetched: 1 });
});

test('the credential report as the JSON answer with base64 content, with a broken row', async () => {
  const csv = `user,arn,user_creation_time,mfa_active\nbo,arn:aws:iam::${A}:user/bo,2024-01-01T00:00:00+00:00,true\nstray,not-an-arn,N/A,false\n`;
  const answer = {
    Content: Buffer.from(csv).toString('base64'),
    ReportFormat: 'text/csv',
    GeneratedTime: '2026-11-20T00:00:00Z',
  };
  const { steps, formats } = await importFolder(folderWith({ 'report.json': JSON.stringify(answer, null, 2) }));
  expect(formats).toEqual(['aws-credential-report']);
  const report = steps[`aws:${A}/credential-report`];
  expect(report).toMatchObject({ status: 'partial', fetched: 1 });
  expect(report?.problems).toEqual([expect.stringMatching(/Content, line 3: the row has no ARN/)]);
});

test('keys of one user are no list of all keys; a list of users makes it one', async () => {
  const key = (UserName: string, AccessKeyId: string) => ({
    UserName,
    AccessKeyId,
    Status: 'Active',
    CreateDate: '2026-01-01T00:00:00Z',
  });
  const alone = { AccessKeyMetadata: [key('solo', 'AKIASOLO000000000001')] };
  const all = {
    Users: [{ UserName: 'solo', Arn: 'arn:aws:iam::700000000003:user/p/solo' }],
    AccessKeyMetadata: [
      key('solo', 'AKIASOLO000000000002'),
      key('other', 'AKIAOTHER00000000003'),
      { UserName: 'solo' },
    ],
  };
  const { steps } = await importFolder(
    folderWith({ [`${A}/list-access-keys.json`]: JSON.stringify(alone), 'all/access-keys.json': JSON.stringify(all) }),
  );
  expect(steps[`aws:${A}/access-keys`]).toMatchObject({ status: 'partial', fetched: 1 });
  const merged = steps['aws:700000000003/access-keys'];
  expect(merged?.problems).toEqual([
    expect.stringMatching(/AccessKeyMetadata\[1\]: its user other is not among the Users/),
    expect.stringMatching(/AccessKeyMetadata\[2\].*AccessKeyId/),
  ]);
  expect(merged?.records).toContainEqual(
    expect.objectContaining({ to: { label: 'Principal', id: 'arn:aws:iam::700000000003:user/p/solo' } }),
  );
});

test('an empty list covers its step', async () => {
  const { steps } = await importFolder(folderWith({ [`${A}/x.json`]: '{"SAMLProviderList": []}' }));
  expect(steps[`aws:${A}/saml-providers`]).toMatchObject({ status: 'complete', fetched: 0 });
});

test('users of other systems are not taken for lists of IAM', async () => {
  const { formats } = await importFolder(
    folderWith({
      'aws-iam/list-users.json': '{"Users": [{"UserName": "x", "Arn": "arn:aws:iam::604417220935:user/x"}]}',
      'okta/users.json': '[{"id": "00u1", "profile": {"login": "x@example.com"}}]',
    }),
  );
  expect(formats).toEqual([undefined, undefined]);
});
