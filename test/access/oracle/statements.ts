import fc from 'fast-check';
import type { Statement } from '../estate.ts';
import { condition, variable } from './conditions.ts';
import { ACTIONS, DEEP, IDENTITIES, OBJECT_KEYS, OUTSIDE, PLACES, SHALLOW } from './topology.ts';

const EVERY_ACTION = Object.values(ACTIONS).flat();

const actionPattern = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('*', 's3:*', 'kms:*', 'sqs:*', 's3:*e*', 's3:P?t*', 'secretsmanager:*Secret*'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('S3:Get*', 's3:*Object', 'dynamodb:*Item', 'secretsmanager:*', 'lambda:*', 'ecr:*'),
  },
  { weight: 2, arbitrary: fc.constantFrom(...EVERY_ACTION) },
);

const OBJECTS = OBJECT_KEYS.map((key) => `arn:aws:s3:::ab-${DEEP}/${key}`);

const resourcePattern = fc.oneof(
  { weight: 5, arbitrary: fc.constant('*') },
  { weight: 2, arbitrary: fc.constantFrom(...PLACES.map(({ arn }) => arn)) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...OBJECTS,
      'arn:aws:s3:::*',
      'arn:aws:s3:::ab*/pub/*',
      'arn:aws:s3:::*/priv/?',
      'arn:aws:s3:::*-prod*',
      `arn:aws:*:*:${DEEP}:*`,
      `arn:aws:*:eu-*:*:*`,
      'arn:aws:dynamodb:*:*:table/*',
      'arn:aws:secretsmanager:*:*:secret:ab*',
      'arn:aws:s?s:*:*:*',
      'arn:aws:lambda:*:*:function:*',
      'arn:aws:ecr:*:*:repository/*',
      'arn:aws:kms:*:*:key/*',
      `arn:aws:*:*:*:*${variable('aws:username')}*`,
      `arn:aws:*:*:${variable('aws:PrincipalAccount')}:*`,
      `arn:aws:s3:::ab*/${variable("aws:PrincipalTag/area, 'pub'")}/*`,
    ),
  },
);

const some = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(each, { minLength: 1, maxLength: 3 });

interface Shape {
  /** Of a hundred statements so many allow. */
  readonly allow: number;
  readonly not: boolean;
}

/** A statement of a policy of identities. */
export function statement({ allow, not }: Shape): fc.Arbitrary<Statement> {
  return fc
    .record({
      effect: fc.integer({ min: 0, max: 99 }),
      action: some(actionPattern),
      notAction: fc.integer({ min: 0, max: 6 }),
      resource: some(resourcePattern),
      notResource: fc.integer({ min: 0, max: 6 }),
      condition,
    })
    .map((made) => ({
      Effect: made.effect < allow ? 'Allow' : 'Deny',
      [not && made.notAction === 0 ? 'NotAction' : 'Action']: made.action,
      [not && made.notResource === 0 ? 'NotResource' : 'Resource']: made.resource,
      ...(made.condition === undefined ? {} : { Condition: made.condition }),
    }));
}

const named = fc.constantFrom(
  ...IDENTITIES.flatMap(({ arn, session }) => (session === undefined ? [arn] : [arn, session])),
);
const account = fc.constantFrom(SHALLOW, DEEP, OUTSIDE).map((id) => `arn:aws:iam::${id}:root`);

const principal: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<unknown>('*', { AWS: '*' }) },
  { weight: 4, arbitrary: some(named).map((arns) => ({ AWS: arns })) },
  { weight: 2, arbitrary: account.map((root) => ({ AWS: root })) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>({ AWS: SHALLOW }, { Service: 'plum.amazonaws.com' }) },
);

/** A statement of a resource's policy. */
export const resourceStatement: fc.Arbitrary<Statement> = fc
  .tuple(statement({ allow: 78, not: true }), principal, fc.integer({ min: 0, max: 9 }), some(named))
  .map(([made, whom, turn, spared]) => ({
    ...made,
    ...(turn === 0 ? { NotPrincipal: { AWS: spared } } : { Principal: whom }),
    // Most policies of resources speak of the whole resource.
    ...(turn % 2 === 1 ? { Resource: '*', NotResource: undefined } : {}),
  }))
  .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)));

const CONTROL_ACTIONS = [
  's3:*',
  's3:Get*',
  'kms:*',
  'sqs:SendMessage',
  'secretsmanager:*',
  'ecr:*',
  'dynamodb:Get*',
  'sns:*',
];

/** A statement of a resource control policy, of which the grammar asks for all this. */
export const controlStatement: fc.Arbitrary<Statement> = fc
  .tuple(statement({ allow: 0, not: true }), some(fc.constantFrom(...CONTROL_ACTIONS)))
  .map(([{ NotAction: _not, ...made }, actions]) => ({ ...made, Principal: '*', Action: actions }));

/** What most key policies begin with. */
export function delegation(id: string): Statement {
  return { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${id}:root` }, Action: 'kms:*', Resource: '*' };
}

export { some };
