import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixtureOf, folderWith, importFolder } from './regional-support.ts';

const M = '402938475610';
type Lists = Record<string, Record<string, unknown>[]>;
const bundle = () =>
  JSON.parse(readFileSync(`${fixtureOf('identity-center')}/aws/identity-center.json`, 'utf8')) as Lists;

test('what cannot be resolved is reported with its place, the rest is read', async () => {
  const whole = bundle();
  const broken = {
    ...whole,
    PolicyDocuments: {},
    AccountAssignments: [
      ...(whole['AccountAssignments'] ?? []),
      {
        AccountId: M,
        PermissionSetArn: 'arn:aws:sso:::permissionSet/x/ps-gone',
        PrincipalType: 'USER',
        PrincipalId: 'u',
      },
      { ...whole['AccountAssignments']?.[0], PrincipalType: 'ROBOT' },
    ],
    GroupMemberships: [...(whole['GroupMemberships'] ?? []), { GroupId: 'g' }],
  };
  const { steps } = await importFolder(folderWith({ 'idc.json': JSON.stringify(broken) }));
  expect(steps[`aws:${M}/identity-center`]?.records).toContainEqual(
    expect.objectContaining({
      props: expect.objectContaining({
        name: 'Break=Glass',
        problems: ['the document of the policy arn:aws:iam::aws:policy/AdministratorAccess was not read'],
      }),
    }),
  );
  // Two managed policies and a boundary: edges that an earlier run saw must not be taken as gone.
  expect(steps[`aws:${M}/identity-center`]?.problems).toHaveLength(3);
  expect(steps[`aws:${M}/identity-center-assignments`]?.problems).toEqual([
    expect.stringMatching(/AccountAssignments\[3\]: its permission set is not among/),
    expect.stringMatching(/AccountAssignments\[4\]: ROBOT is no known PrincipalType/),
  ]);
  expect(steps[`aws:${M}/identity-store`]).toMatchObject({ status: 'partial', fetched: 6 });
});

test('the users of an identity store alone, in the account’s folder', async () => {
  const { Users } = bundle();
  const { steps, formats } = await importFolder(folderWith({ [`${M}/list-users.json`]: JSON.stringify({ Users }) }));
  expect(formats).toEqual(['aws-identity-center']);
  expect(steps[`aws:${M}/identity-store`]?.problems).toEqual([
    expect.stringMatching(/Groups, GroupMemberships is not in the file/),
  ]);
});
