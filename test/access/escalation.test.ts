import { describe, expect, test } from 'vitest';
import { PLANS } from '../../src/access/escalation/candidates.ts';
import { definitions } from '../../src/access/escalation/definitions.ts';
import {
  type AwsPrincipal,
  Candidates,
  type EscalationFacts,
  Escalations,
  openAwsAccess,
} from '../../src/access/index.ts';
import { ACCOUNT, document, type Statement, USER } from './estate.ts';

const iam = (name: string): string => `arn:aws:iam::${ACCOUNT}:${name}`;
const SELF = { user: USER, role: iam('role/clerk') };
/** `user/${aws:username}`, as policies write it. */
const OWN_NAME = iam(['user/$', '{aws:username}'].join(''));
const OTHER_USER = iam('user/mollusc');
const ROLE = iam('role/kiln');
const GROUP = iam('group/potters');
const OWN_GROUP = iam('group/clerks');
const POLICY = iam('policy/clerk-work');
const FOREIGN = 'arn:aws:iam::998877665544:role/kiln';
const FUNCTION = `arn:aws:lambda:eu-north-1:${ACCOUNT}:function:glaze`;
const INSTANCE = `arn:aws:ec2:eu-north-1:${ACCOUNT}:instance/i-0c7`;
const CERTAIN = { certainty: 'certain', conditionKeys: [] } as const;

const allow = (Action: string | string[], Resource: string | string[] = '*', more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: string, Resource = '*'): Statement => ({ Effect: 'Deny', Action, Resource });

/** How the world around the one who is asked about differs from the plain one. */
interface World {
  readonly as?: 'user' | 'role';
  readonly keys?: number;
  readonly password?: boolean;
  /** The service that the role trusts. */
  readonly trusts?: string;
  readonly trust?: { readonly certainty: 'conditional' | 'unknown'; readonly conditionKeys: readonly string[] };
  readonly assumable?: boolean;
  readonly attached?: Readonly<Record<string, readonly string[]>>;
  readonly boundary?: readonly Statement[];
  readonly organisation?: readonly Statement[];
}

function factsOf(world: World): EscalationFacts {
  const roles = new Map([ROLE, FOREIGN].map((role) => [role, world.trust ?? CERTAIN]));
  return {
    trusting: (service) => (service === (world.trusts ?? 'lambda.amazonaws.com') ? roles : new Map()),
    assumable: () => (world.assumable === true ? new Map([[ROLE, CERTAIN]]) : new Map()),
    workloads: () => [FUNCTION, INSTANCE].map((id) => ({ id, account: ACCOUNT, role: ROLE })),
    policies: (id) => world.attached?.[id] ?? [],
    groups: (id) => (id === USER ? [OWN_GROUP] : []),
    keys: () => world.keys ?? 1,
    hasPassword: () => world.password ?? false,
  };
}

/** `technique → target certainty` of every escalation, of which the first is asked for. */
async function couldBecome(statements: readonly Statement[], world: World = {}): Promise<string[]> {
  const principal = (id: string, kind: AwsPrincipal['kind'], policyIds: string[] = []): AwsPrincipal => ({
    id,
    kind,
    account: ACCOUNT,
    policyIds,
    pathToRoot: world.organisation === undefined ? [] : [['organisation']],
  });
  const self = principal(SELF[world.as ?? 'user'], world.as ?? 'user', ['own']);
  const access = await openAwsAccess({
    resources: [],
    policies: [
      { id: 'own', document: document(statements) },
      { id: 'boundary', document: document(world.boundary ?? []) },
      { id: 'organisation', document: document(world.organisation ?? []) },
    ],
    principals: [
      world.boundary === undefined ? self : { ...self, boundaryId: 'boundary' },
      principal(OTHER_USER, 'user'),
      principal(ROLE, 'role'),
      principal(GROUP, 'group'),
      principal(OWN_GROUP, 'group'),
    ],
  });
  const escalations = await Escalations.open(access, new Candidates(access), factsOf(world));
  const asked = access.principals.get(self.id);
  const found = asked === undefined ? [] : escalations.of([asked]);
  return found.map(({ technique, to, certainty }) => `${technique} → ${to.slice(to.indexOf('::') + 15)} ${certainty}`);
}

type Case = readonly [technique: string, statements: readonly Statement[], gains: string, world?: World];

/** One of each family: what is gained, and beside it a near miss that gains nothing by this technique. */
const FAMILIES: readonly {
  readonly family: string;
  readonly hit: Case;
  readonly misses: readonly (readonly [why: string, statements: readonly Statement[], world?: World])[];
}[] = [
  {
    family: 'a role passed to a new function',
    hit: [
      'lambda-001',
      [
        allow('iam:PassRole', ROLE),
        allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], `arn:aws:lambda:*:${ACCOUNT}:function:dev-*`),
      ],
      'role/kiln certain',
    ],
    misses: [
      [
        'the role trusts another service',
        [allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'])],
        { trusts: 'ec2.amazonaws.com' },
      ],
      ['another role may be passed', [allow('iam:PassRole', iam('role/oven')), allow('lambda:*')]],
      [
        'it may be passed to another service',
        [
          allow('iam:PassRole', ROLE, {
            Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
          }),
          allow('lambda:*'),
        ],
      ],
      ['it cannot be invoked', [allow(['iam:PassRole', 'lambda:CreateFunction'])]],
      [
        'the new function must be of another account',
        [allow('iam:PassRole'), allow('lambda:*', 'arn:aws:lambda:*:998877665544:function:*')],
      ],
      ['a deny covers every function', [allow(['iam:PassRole', 'lambda:*']), deny('lambda:CreateFunction')]],
      ['the organisation does not allow it', [allow(['iam:PassRole', 'lambda:*'])], { organisation: [allow('s3:*')] }],
    ],
  },
  {
    family: 'a role passed to a new instance, of which every part is needed',
    hit: [
      'ec2-001',
      [allow(['iam:PassRole', 'ec2:RunInstances'])],
      'role/kiln certain',
      { trusts: 'ec2.amazonaws.com' },
    ],
    misses: [
      [
        'not to every part',
        [allow('iam:PassRole'), allow('ec2:RunInstances', `arn:aws:ec2:*:${ACCOUNT}:instance/*`)],
        { trusts: 'ec2.amazonaws.com' },
      ],
    ],
  },
  {
    family: 'a role passed to a new task',
    hit: ['ecs-002', [allow(['iam:PassRole', 'ecs:*'])], 'role/kiln certain', { trusts: 'ecs-tasks.amazonaws.com' }],
    misses: [
      [
        'without a task definition',
        [allow(['iam:PassRole', 'ecs:RunTask', 'ecs:CreateCluster'])],
        { trusts: 'ecs-tasks.amazonaws.com' },
      ],
    ],
  },
  {
    family: 'code of a function that runs as a role',
    hit: ['lambda-004', [allow(['lambda:UpdateFunctionCode', 'lambda:InvokeFunction'], FUNCTION)], 'role/kiln certain'],
    misses: [
      ['of another function', [allow(['lambda:UpdateFunctionCode', 'lambda:InvokeFunction'], `${FUNCTION}-2`)]],
      ['its settings only', [allow(['lambda:UpdateFunctionConfiguration', 'lambda:InvokeFunction'])]],
    ],
  },
  {
    family: 'a session on an instance that runs as a role',
    hit: ['ssm-001', [allow('ssm:StartSession', INSTANCE)], 'role/kiln certain'],
    misses: [['on another instance', [allow('ssm:StartSession', `${INSTANCE}ff`)]]],
  },
  {
    family: 'a trust policy',
    hit: ['iam-012', [allow('iam:UpdateAssumeRolePolicy', ROLE)], 'role/kiln certain'],
    misses: [['of another role', [allow('iam:UpdateAssumeRolePolicy', iam('role/oven'))]]],
  },
  {
    family: 'a key for another user',
    hit: ['iam-002', [allow('iam:CreateAccessKey', iam('user/m*'))], 'user/mollusc certain'],
    misses: [
      ['who has two already', [allow('iam:CreateAccessKey')], { keys: 2 }],
      ['for oneself', [allow('iam:CreateAccessKey', OWN_NAME)]],
    ],
  },
  {
    family: 'a key in place of another',
    hit: ['iam-003', [allow(['iam:CreateAccessKey', 'iam:DeleteAccessKey'])], 'user/mollusc certain', { keys: 2 }],
    misses: [['which cannot be deleted', [allow('iam:CreateAccessKey')], { keys: 2 }]],
  },
  {
    family: 'a first password',
    hit: ['iam-004', [allow('iam:CreateLoginProfile', OTHER_USER)], 'user/mollusc certain'],
    misses: [['of somebody who has one', [allow('iam:CreateLoginProfile', OTHER_USER)], { password: true }]],
  },
  {
    family: 'another password',
    hit: ['iam-006', [allow('iam:UpdateLoginProfile', OTHER_USER)], 'user/mollusc certain', { password: true }],
    misses: [['of somebody who has none', [allow('iam:UpdateLoginProfile', OTHER_USER)]]],
  },
  {
    family: 'a policy attached to oneself',
    hit: ['iam-008', [allow('iam:AttachUserPolicy', OWN_NAME)], 'root certain'],
    misses: [
      ['to another', [allow('iam:AttachUserPolicy', OTHER_USER)]],
      ['as a role, which is no user', [allow('iam:AttachUserPolicy')], { as: 'role' }],
      ['which a deny takes back', [allow('iam:AttachUserPolicy'), deny('iam:Attach*')]],
    ],
  },
  {
    family: 'an inline policy of one’s own role',
    hit: ['iam-005', [allow('iam:PutRolePolicy', SELF.role)], 'root certain', { as: 'role' }],
    misses: [
      ['of another role', [allow('iam:PutRolePolicy', ROLE)], { as: 'role' }],
      ['as a user', [allow('iam:PutRolePolicy')]],
    ],
  },
  {
    family: 'a new version of one’s own policy',
    hit: ['iam-001', [allow('iam:CreatePolicyVersion', POLICY)], 'root certain', { attached: { [USER]: [POLICY] } }],
    misses: [
      ['which is not attached', [allow('iam:CreatePolicyVersion', POLICY)]],
      ['of another policy', [allow('iam:CreatePolicyVersion', `${POLICY}-2`)], { attached: { [USER]: [POLICY] } }],
    ],
  },
  {
    family: 'a policy of one’s own group',
    hit: ['iam-011', [allow('iam:PutGroupPolicy', OWN_GROUP)], 'root certain'],
    misses: [['of another group', [allow('iam:PutGroupPolicy', GROUP)]]],
  },
  {
    family: 'a group joined',
    hit: ['iam-013', [allow('iam:AddUserToGroup', GROUP)], 'group/potters certain'],
    misses: [
      ['in which one is', [allow('iam:AddUserToGroup', OWN_GROUP)]],
      ['as a role', [allow('iam:AddUserToGroup')], { as: 'role' }],
    ],
  },
  {
    family: 'a role that can be assumed, and widened',
    hit: ['iam-017', [allow('iam:PutRolePolicy', ROLE)], 'root certain', { assumable: true }],
    misses: [['that cannot be assumed', [allow(['iam:PutRolePolicy', 'sts:AssumeRole'], ROLE)]]],
  },
  {
    family: 'a user who can be taken over, and widened',
    hit: ['iam-015', [allow(['iam:AttachUserPolicy', 'iam:CreateAccessKey'], OTHER_USER)], 'root certain'],
    misses: [['widened but not taken over', [allow('iam:AttachUserPolicy', OTHER_USER)]]],
  },
  {
    family: 'a role whose trust and policy can be changed',
    hit: [
      'iam-020',
      [allow('iam:CreatePolicyVersion', POLICY), allow('iam:UpdateAssumeRolePolicy', ROLE)],
      'root certain',
      { attached: { [ROLE]: [POLICY] } },
    ],
    misses: [
      [
        'each of another role',
        [allow('iam:CreatePolicyVersion', POLICY), allow('iam:UpdateAssumeRolePolicy', ROLE)],
        { attached: { [OTHER_USER]: [POLICY] } },
      ],
    ],
  },
];

describe.each(FAMILIES)('$family', ({ hit: [technique, statements, gains, world], misses }) => {
  test('is an escalation', async () => {
    expect(await couldBecome(statements, world)).toContain(`${technique} → ${gains}`);
  });

  const near = misses.map(([why, other, elsewhere]) => ({ why, other, elsewhere }));
  test.each(near)('near miss: $why', async ({ other, elsewhere }) => {
    const found = await couldBecome(other, elsewhere);
    expect(found.filter((one) => one.startsWith(technique))).toEqual([]);
  });
});

describe('certainty', () => {
  test.each<readonly [string, readonly Statement[], World, string]>([
    [
      'a condition on the permission',
      [allow('iam:CreateAccessKey', OTHER_USER, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
      {},
      'iam-002 → user/mollusc conditional',
    ],
    [
      'a condition of the trust',
      [allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'])],
      { trust: { certainty: 'conditional', conditionKeys: ['aws:SourceArn'] } },
      'lambda-001 → role/kiln conditional',
    ],
    ['a boundary', [allow('iam:PutUserPolicy', USER)], { boundary: [allow('*')] }, 'iam-007 → root conditional'],
    [
      'what no source lists',
      [allow(['iam:PassRole', 'glue:UpdateJob', 'glue:StartJobRun'])],
      { trusts: 'glue.amazonaws.com' },
      'glue-005 → role/kiln unknown',
    ],
    [
      'what starts the changed code',
      [allow('lambda:UpdateFunctionCode', FUNCTION)],
      {},
      'lambda-003 → role/kiln unknown',
    ],
  ])('%s weakens it', async (_why, statements, world, wanted) => {
    expect(await couldBecome(statements, world)).toEqual([wanted]);
  });
});

describe('what is told', () => {
  test('who could give itself anything is told that alone', async () => {
    expect(await couldBecome([allow(['iam:PutUserPolicy', 'iam:CreateAccessKey'])])).toEqual([
      'iam-007 → root certain',
      'iam-018 → root certain',
    ]);
  });

  test('an administrator has nothing to gain', async () => {
    expect(await couldBecome([allow('*')])).toEqual([]);
  });

  test('whoever reads could become nothing', async () => {
    expect(
      await couldBecome([allow(['iam:Get*', 'iam:List*', 's3:*', 'lambda:Get*', 'lambda:InvokeFunction'])]),
    ).toEqual([]);
  });

  test('every definition has a plan, but the one that only assumes', () => {
    const planned = new Set(PLANS.map(({ id }) => id));
    expect(definitions.filter(({ id }) => !planned.has(id)).map(({ id }) => id)).toEqual(['sts-001']);
    expect(definitions).toHaveLength(65);
  });
});
