import fc from 'fast-check';
import { ACCOUNT, type Statement } from './estate.ts';
import type { NaiveEstate } from './naive.ts';

/** Resources with names that share prefixes, so that patterns cut them in odd places. */
const NAMES = ['a', 'ab', 'ab-prod', 'ab-prod-1', 'ab-stage', 'b', 'b-prod', 'quill', 'quill-x', 'z'];

const TYPES = {
  's3:bucket': (name: string) => `arn:aws:s3:::${name}`,
  'dynamodb:table': (name: string) => `arn:aws:dynamodb:eu-west-3:${ACCOUNT}:table/${name}`,
  'secretsmanager:secret': (name: string) => `arn:aws:secretsmanager:us-east-2:${ACCOUNT}:secret:${name}`,
} as const;

export const RESOURCES = Object.entries(TYPES).flatMap(([type, arn]) =>
  NAMES.map((name) => ({ id: arn(name), type, account: ACCOUNT })),
);

/** Keys of objects: one for each pattern below, and one that only a pattern for all matches. */
export const OBJECT_KEYS = ['pub/1', 'pub/deep/2', 'priv/3', 'else'];

export const ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  's3:ListBucket',
  's3:DeleteBucket',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'secretsmanager:GetSecretValue',
  'secretsmanager:TagResource',
];

const actions = fc.constantFrom(
  '*',
  's3:*',
  'S3:Get*',
  's3:*Object',
  'dynamodb:*Item',
  'secretsmanager:*',
  '*:*Get*',
  ...ACTIONS,
);
const namePattern = fc.constantFrom(
  '*',
  'ab*',
  'ab-*',
  '*-prod',
  '*prod*',
  'a?',
  '??',
  'ab-prod-?',
  ['$', '{aws:username}*'].join(''),
  ...NAMES,
);
const arn = fc.oneof(
  fc.constant('*'),
  fc.constantFrom(...RESOURCES.map(({ id }) => id)),
  namePattern.map((name) => `arn:aws:s3:::${name}`),
  fc
    .tuple(namePattern, fc.constantFrom('*', 'pub/*', 'pub/deep/*', 'priv/*'))
    .map(([name, key]) => `arn:aws:s3:::${name}/${key}`),
  fc
    .tuple(fc.constantFrom('*', 'eu-*', 'us-east-2'), namePattern)
    .map(([region, name]) => `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${name}`),
  namePattern.map((name) => `arn:aws:secretsmanager:*:*:secret:${name}`),
);

const condition = fc.constantFrom<Statement | undefined>(
  undefined,
  undefined,
  undefined,
  { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } },
  { StringEquals: { 'aws:username': 'quill' } },
  { StringEquals: { 'aws:username': 'other' } },
  { StringEquals: { 'aws:username': 'quill' }, Bool: { 'aws:SecureTransport': 'true' } },
);

const some = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(each, { minLength: 1, maxLength: 3 });

export function statement(allowShare: number): fc.Arbitrary<Statement> {
  return fc
    .record({
      allow: fc.integer({ min: 0, max: 99 }),
      action: some(actions),
      notAction: fc.integer({ min: 0, max: 5 }),
      resource: some(arn),
      notResource: fc.integer({ min: 0, max: 5 }),
      condition,
    })
    .map((made) => ({
      Effect: made.allow < allowShare ? 'Allow' : 'Deny',
      [made.notAction === 0 ? 'NotAction' : 'Action']: made.action,
      [made.notResource === 0 ? 'NotResource' : 'Resource']: made.resource,
      ...(made.condition === undefined ? {} : { Condition: made.condition }),
    }));
}

const wide: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
const gate = fc.array(statement(50), { maxLength: 2 }).map((statements) => [wide, ...statements]);
const narrowGate = some(statement(85));

export const naiveEstate: fc.Arbitrary<NaiveEstate> = fc.record({
  identity: fc.array(some(statement(75)), { minLength: 1, maxLength: 3 }),
  boundary: fc.option(fc.oneof(gate, narrowGate), { nil: undefined, freq: 2 }),
  levels: fc.array(fc.oneof(gate, narrowGate), { maxLength: 2 }),
});
