import fc from 'fast-check';
import type { Statement } from '../estate.ts';
import { condition, variable } from './conditions.ts';
import { ACTIONS, DEEP, IDENTITIES, OBJECT_KEYS, OUTSIDE, PLACES, SHALLOW } from './topology.ts';

const EVERY_ACTION = Object.values(ACTIONS).flat();

const SERVICES = ['s3', 'dynamodb', 'secretsmanager', 'sqs', 'sns', 'lambda', 'ecr', 'kms'];

const wideAction = fc.oneof(
  { weight: 3, arbitrary: fc.constant('*') },
  { weight: 4, arbitrary: fc.constantFrom(...SERVICES.map((service) => `${service}:*`)) },
  { weight: 1, arbitrary: fc.constantFrom(...EVERY_ACTION) },
);

const narrowAction = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom('S3:Get*', 's3:*Object', 's3:P?t*', 'dynamodb:*Item', 'secretsmanager:*Secret*'),
  },
  { weight: 2, arbitrary: fc.constantFrom('sqs:*Mess?ge', 'sns:*s*', 'lambda:*Function*', 'ecr:*Image', 'kms:*e*') },
  { weight: 3, arbitrary: fc.constantFrom(...EVERY_ACTION) },
);

const OBJECTS = OBJECT_KEYS.map((key) => `arn:aws:s3:::ab-${DEEP}/${key}`);

const WIDE_PATTERNS = [
  'arn:aws:s3:::*',
  `arn:aws:*:*:${DEEP}:*`,
  'arn:aws:*:eu-*:*:*',
  'arn:aws:s?s:*:*:*',
  'arn:aws:kms:*:*:key/*',
  `arn:aws:s3:::${variable("aws:username, 'ab'")}*`,
];

const NARROW_PATTERNS = [
  ...OBJECTS,
  'arn:aws:s3:::ab*/pub/*',
  'arn:aws:s3:::*/priv/?',
  'arn:aws:s3:::*-prod*',
  'arn:aws:dynamodb:*:*:table/*',
  'arn:aws:secretsmanager:*:*:secret:ab*',
  'arn:aws:lambda:*:*:function:*',
  'arn:aws:ecr:*:*:repository/*',
  `arn:aws:*:*:*:*${variable('aws:username')}*`,
  `arn:aws:s3:::*/${variable("aws:PrincipalTag/area, 'pub'")}/*`,
  `arn:aws:dynamodb:*:*:table/${variable("aws:PrincipalTag/area, 'ab'")}*`,
  `arn:aws:secretsmanager:*:*:secret:${variable('aws:username')}*`,
  `arn:aws:lambda:*:*:function:*${variable("aws:PrincipalTag/team, 'prod'")}*`,
  `arn:aws:*:*:${variable('aws:PrincipalAccount')}:*`,
];

const wideResource = fc.oneof(
  { weight: 5, arbitrary: fc.constant('*') },
  { weight: 4, arbitrary: fc.constantFrom(...WIDE_PATTERNS) },
  { weight: 1, arbitrary: fc.constantFrom(...NARROW_PATTERNS, ...PLACES.map(({ arn }) => arn)) },
);

const narrowResource = fc.oneof(
  { weight: 1, arbitrary: fc.constant('*') },
  { weight: 2, arbitrary: fc.constantFrom(...WIDE_PATTERNS) },
  { weight: 3, arbitrary: fc.constantFrom(...NARROW_PATTERNS) },
  { weight: 2, arbitrary: fc.constantFrom(...PLACES.map(({ arn }) => arn)) },
);

const some = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(each, { minLength: 1, maxLength: 3 });

/** What a statement covers: allows are wide and denies narrow, so that something is left for the others to decide. */
function body(wide: boolean, action: fc.Arbitrary<string> = wide ? wideAction : narrowAction): fc.Arbitrary<Statement> {
  return fc
    .record({
      action: some(action),
      notAction: fc.integer({ min: 0, max: 9 }),
      resource: some(wide ? wideResource : narrowResource),
      notResource: fc.integer({ min: 0, max: 9 }),
      condition,
    })
    .map((made) => ({
      // What is left out of a negated element is narrow as well.
      ...(made.notAction === 0 && made.action.some((each) => each !== '*')
        ? { NotAction: made.action.filter((each) => each !== '*') }
        : { Action: made.action }),
      ...(made.notResource === 0 && made.resource.some((each) => each !== '*')
        ? { NotResource: made.resource.filter((each) => each !== '*') }
        : { Resource: made.resource }),
      ...(made.condition === undefined ? {} : { Condition: made.condition }),
    }));
}

export const allow: fc.Arbitrary<Statement> = body(true).map((made) => ({ Effect: 'Allow', ...made }));

export const deny: fc.Arbitrary<Statement> = fc
  .oneof({ weight: 4, arbitrary: body(false) }, { weight: 1, arbitrary: body(true) })
  .map((made) => ({ Effect: 'Deny', ...made }));

/** A statement of a policy of identities. */
export const statement: fc.Arbitrary<Statement> = fc.oneof(
  { weight: 5, arbitrary: allow },
  { weight: 1, arbitrary: deny },
);

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

/** A statement of the policy of a resource of a service. */
export function resourceStatement(service: string): fc.Arbitrary<Statement> {
  const own = Object.values(ACTIONS)
    .flat()
    .filter((action) => action.startsWith(`${service}:`));
  const wide = fc.constantFrom('*', `${service}:*`, `${service}:*`, ...own);
  const narrow = fc.constantFrom(`${service}:*e*`, ...own, ...own);
  const allows = body(true, wide).map((made) => ({ Effect: 'Allow', ...made }));
  const denies = body(false, narrow).map((made) => ({ Effect: 'Deny', ...made }));
  return fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: allows }, { weight: 3, arbitrary: denies }),
      principal,
      fc.integer({ min: 0, max: 9 }),
      some(named),
    )
    .map(([made, whom, turn, spared]) => ({
      ...made,
      ...(turn === 0 ? { NotPrincipal: { AWS: spared } } : { Principal: whom }),
      // Most policies of resources speak of the whole resource.
      ...(turn > 3 ? { Resource: '*', NotResource: undefined } : {}),
    }))
    .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)));
}

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
  .tuple(deny, some(fc.constantFrom(...CONTROL_ACTIONS)), fc.boolean())
  .map(([{ NotAction: _not, ...made }, actions, everywhere]) => {
    const { NotResource: _, ...rest } = made;
    return { ...(everywhere ? { ...rest, Resource: '*' } : made), Principal: '*', Action: actions };
  });

/** What most key policies begin with. */
export function delegation(id: string): Statement {
  return { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${id}:root` }, Action: 'kms:*', Resource: '*' };
}

export { some };
