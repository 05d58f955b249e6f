import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixtureOf, folderWith, importFolder } from './regional-support.ts';

const M = '402938475610';
const bundle = () =>
  JSON.parse(readFileSync(`${fixtureOf('organizations')}/aws/organizations.json`, 'utf8')) as Record<string, unknown>;

test('an answer that is missing leaves its step incomplete and says which', async () => {
  const { OrganizationalUnitsForParent: _, TargetsForPolicy: __, ...rest } = bundle();
  const { steps } = await importFolder(folderWith({ 'organizations.json': JSON.stringify(rest) }));
  expect(steps[`aws:${M}/organizations`]?.problems).toEqual([
    expect.stringMatching(/OrganizationalUnitsForParent is not in the file/),
  ]);
  expect(steps[`aws:${M}/organization-policies`]?.problems[0]).toMatch(/TargetsForPolicy is not in the file/);
  expect(steps[`aws:${M}/organization-policies`]?.status).toBe('partial');
});

test('a policy without its document makes the access below its targets unknown', async () => {
  const whole = bundle();
  const Policies = [{ Id: 'p-blank001', Name: 'blank', Type: 'SERVICE_CONTROL_POLICY' }, { PolicySummary: 7 }];
  const TargetsForPolicy = { 'p-blank001': [{ TargetId: 'ou-t1de-deep0001' }] };
  const { steps } = await importFolder(
    folderWith({ 'x/organizations.json': JSON.stringify({ ...whole, Policies, TargetsForPolicy }) }),
  );
  const step = steps[`aws:${M}/organization-policies`];
  expect(step?.status).toBe('partial');
  expect(step?.problems).toEqual([
    expect.stringMatching(/Policies\[0\]: p-blank001 has no Content/),
    expect.stringMatching(/Policies\[1\]: PolicySummary is not an object/),
  ]);
  expect(step?.records).toMatchObject([
    {
      id: 'aws:org:ou:ou-t1de-deep0001',
      props: { problems: ['the SERVICE_CONTROL_POLICY p-blank001 could not be read'] },
    },
  ]);
});

test('a list of accounts alone names its organisation in the ARNs', async () => {
  const { Accounts } = bundle();
  const { steps, formats } = await importFolder(folderWith({ 'list-accounts.json': JSON.stringify({ Accounts }) }));
  expect(formats).toEqual(['aws-organizations']);
  expect(steps[`aws:${M}/organizations`]).toMatchObject({ status: 'partial', fetched: 3 });
});
