import { describe, expect, it } from 'vitest';
import {
  type AwsAccessInput,
  type AwsPrincipal,
  assumeEdges,
  openAwsAccess,
  resourceGrants,
} from '../../src/access/index.ts';
import { ACCOUNT, document, type Statement, userOf } from './estate.ts';

const OTHER = '902215667788';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/lantern`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/lantern/job-7`;
const KEY = `arn:aws:kms:eu-west-3:${ACCOUNT}:key/0f3c`;
const QUEUE = `arn:aws:sqs:eu-west-3:${ACCOUNT}:plum-in`;

/** Control policies on the account, as its organisation has them at its root. */
function limited(controls: readonly Statement[]): Pick<AwsAccessInput, 'accounts' | 'policies'> {
  return {
    accounts: [{ id: ACCOUNT, organisationId: 'o-plum', resourceControls: [['controls']] }],
    policies: [{ id: 'controls', document: document(controls) }],
  };
}

const ONLY_OURS: Statement = {
  Effect: 'Deny',
  Principal: '*',
  Action: ['sts:AssumeRole', 'sqs:*'],
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-plum' } },
};

const role: AwsPrincipal = { id: ROLE, account: ACCOUNT, kind: 'role', policyIds: [], pathToRoot: [] };

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html */
describe('resource control policies and those outside', () => {
  async function trusted(controls: readonly Statement[]): Promise<unknown[]> {
    const trust = document([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: OTHER } }]);
    const { accounts, policies } = limited(controls);
    const access = await openAwsAccess({
      resources: [],
      principals: [role],
      policies: [...policies, { id: 'trust', document: trust }],
      trustPolicies: [{ roleId: ROLE, policyId: 'trust' }],
      ...(accounts === undefined ? {} : { accounts }),
    });
    return [...assumeEdges(access)].map((edge) =>
      edge.kind === 'external' ? [edge.certainty, edge.conditionKeys] : edge.kind,
    );
  }

  it('a trust of another account is as open as its organisation', async () => {
    expect(await trusted([])).toEqual([['certain', []]]);
    expect(await trusted([ONLY_OURS])).toEqual([['conditional', ['aws:PrincipalOrgID']]]);
  });

  it('a trust of another account is closed by a plain deny, where it covers the role', async () => {
    const { Condition: _, ...plain } = ONLY_OURS;
    expect(await trusted([plain])).toEqual([]);
    expect(await trusted([{ ...plain, Resource: `arn:aws:iam::${ACCOUNT}:role/other` }])).toEqual([['certain', []]]);
    expect(await trusted([{ ...plain, Action: 'sqs:*' }])).toEqual([['certain', []]]);
  });

  it('what is open to everyone is not public behind them', async () => {
    const open = document([{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }]);
    const grants = async (controls: readonly Statement[]): Promise<unknown[]> => {
      const { accounts, policies } = limited(controls);
      const access = await openAwsAccess({
        resources: [{ id: QUEUE, account: ACCOUNT, type: 'sqs:queue' }],
        principals: [],
        policies: [...policies, { id: 'open', document: open }],
        resourcePolicies: [{ resourceId: QUEUE, policyId: 'open' }],
        ...(accounts === undefined ? {} : { accounts }),
      });
      return [...resourceGrants(access)].map((grant) => [grant.public, grant.certain.length > 0, grant.conditionKeys]);
    };
    expect(await grants([])).toEqual([[true, true, []]]);
    expect(await grants([ONLY_OURS])).toEqual([[false, false, ['aws:PrincipalOrgID']]]);
  });
});

/** https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
describe('grants on keys', () => {
  it('are told for each to whom they are given', async () => {
    const keyPolicy = document([{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'kms:*', Resource: '*' }]);
    const given = (id: string, grantee: string) => ({ id, keyId: KEY, grantee, operations: ['Decrypt'] });
    const access = await openAwsAccess({
      resources: [{ id: KEY, account: ACCOUNT, type: 'kms:key' }],
      principals: [userOf([]), role],
      sessions: [{ id: SESSION, roleId: ROLE }],
      policies: [{ id: 'key', document: keyPolicy }],
      resourcePolicies: [{ resourceId: KEY, policyId: 'key' }],
      kmsGrants: [
        given('g-1', ROLE),
        given('g-2', 'dynamodb.eu-west-3.amazonaws.com'),
        given('g-3', `arn:aws:iam::${OTHER}:role/away`),
      ],
    });
    const told = [...resourceGrants(access)].map(({ from, via, policyId, certain, crossAccount }) => [
      'principal' in from ? from.principal : from.external.name,
      via,
      policyId,
      certain,
      crossAccount,
    ]);
    expect(told).toEqual([
      [ROLE, 'kms-grant', 'g-1', ['Write'], false],
      [SESSION, 'kms-grant', 'g-1', ['Write'], false],
      ['dynamodb.eu-west-3.amazonaws.com', 'kms-grant', 'g-2', ['Write'], true],
      [`arn:aws:iam::${OTHER}:role/away`, 'kms-grant', 'g-3', ['Write'], true],
    ]);
  });

  it('that were not collected are said to be missing, as are key policies', async () => {
    const access = await openAwsAccess({
      resources: [{ id: KEY, account: ACCOUNT, type: 'kms:key' }],
      principals: [],
      policies: [],
    });
    expect(access.problems.map(({ code }) => code)).toEqual(['resource-policy-unknown', 'grants-unknown']);
  });
});

describe('sessions', () => {
  it('of a role that is not there are reported', async () => {
    const access = await openAwsAccess({
      resources: [],
      principals: [],
      policies: [],
      sessions: [{ id: SESSION, roleId: ROLE }],
    });
    expect(access.problems).toEqual([
      { code: 'session-unreadable', message: `There is no role ${ROLE}`, resourceId: SESSION },
    ]);
    expect(access.principals.size).toBe(0);
  });
});
