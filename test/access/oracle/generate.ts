import fc from 'fast-check';
import type { Statement } from '../estate.ts';
import { allow, controlStatement, delegation, deny, resourceStatement, some, statement } from './statements.ts';
import {
  DEEP,
  DEPTH,
  IDENTITIES,
  type Identity,
  MANAGEMENT,
  ORGANISATION,
  OUTSIDE,
  PATHS,
  PLACES,
  type Place,
  SHALLOW,
} from './topology.ts';
import {
  FULL,
  type Policies,
  type World,
  type WorldAccount,
  type WorldPrincipal,
  type WorldResource,
} from './world.ts';

const WIDE: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

const identity: fc.Arbitrary<Policies> = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 5, arbitrary: fc.array(some(statement), { minLength: 1, maxLength: 3 }) },
  { weight: 4, arbitrary: fc.array(deny, { maxLength: 2 }).map((rest) => [[WIDE, ...rest]]) },
);

/** A boundary or a session policy: wide with holes, or narrow. */
const limit: fc.Arbitrary<readonly Statement[]> = fc.oneof(
  fc.array(deny, { maxLength: 2 }).map((rest) => [WIDE, ...rest]),
  fc.array(statement, { minLength: 2, maxLength: 4 }),
);

/** A session policy is given to leave out most of what a role has. */
const narrow: fc.Arbitrary<readonly Statement[]> = fc.oneof(
  { weight: 1, arbitrary: limit },
  { weight: 2, arbitrary: fc.array(allow, { minLength: 2, maxLength: 4 }) },
);

const full = fc.constant<Policies>([FULL]);

const scpLevel: fc.Arbitrary<Policies> = fc.oneof(
  { weight: 5, arbitrary: full },
  { weight: 3, arbitrary: some(deny).map((denies) => [FULL, denies]) },
  { weight: 1, arbitrary: fc.array(allow, { minLength: 2, maxLength: 4 }).map((statements) => [statements]) },
);

const rcpLevel: fc.Arbitrary<Policies> = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: some(controlStatement).map((statements) => [statements]) },
);

function account(id: string): fc.Arbitrary<WorldAccount> {
  const depth = DEPTH[id] ?? 0;
  return fc
    .record({
      scps: fc.array(scpLevel, { minLength: depth, maxLength: depth }),
      rcps: fc.array(rcpLevel, { minLength: depth, maxLength: depth }),
    })
    .map(({ scps, rcps }) => ({
      id,
      organisation: id === OUTSIDE ? undefined : ORGANISATION,
      path: PATHS[id],
      management: id === MANAGEMENT,
      scps,
      rcps,
    }));
}

const tags = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  { team: 'core' },
  { team: 'web' },
  { team: 'core', area: 'priv' },
);

function principal(base: Identity): fc.Arbitrary<WorldPrincipal> {
  const ofRole = base.session !== undefined;
  return fc
    .record({
      identity,
      boundary: fc.option(limit, { nil: undefined, freq: 3 }),
      sessionPolicy: ofRole ? fc.option(narrow, { nil: undefined, freq: 8 }) : fc.constant(undefined),
      tags,
      issuedAt: ofRole ? fc.constantFrom('2026-02-01T00:00:00Z', '2026-05-01T00:00:00Z') : fc.constant(undefined),
    })
    .map((drawn) => ({ ...base, ...drawn }));
}

/** What makes a bucket public. */
const OPEN_BUCKET: Statement = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };

const HAS_POLICY = /^(?:s3:bucket|sqs|sns|secretsmanager|lambda|ecr|kms|dynamodb)/;

function resource(place: Place): fc.Arbitrary<WorldResource> {
  const isKey = place.type === 'kms:key';
  const own = some(resourceStatement(place.type.slice(0, place.type.indexOf(':'))));
  const policy: fc.Arbitrary<readonly Statement[] | undefined> = isKey
    ? fc.oneof(
        own,
        own.map((rest) => [delegation(place.account), ...rest]),
      )
    : place.type === 's3:bucket'
      ? fc.oneof(
          own,
          own.map((rest) => [OPEN_BUCKET, ...rest]),
        )
      : fc.option(own, { nil: undefined, freq: 3 });
  return fc
    .record({
      tags,
      policy: place.holder === undefined && HAS_POLICY.test(place.type) ? policy : fc.constant(undefined),
      restrictsPublic: place.type === 's3:bucket' ? fc.boolean() : fc.constant(false),
    })
    .map((drawn) => ({ ...place, ...drawn }));
}

const request: fc.Arbitrary<World['request']> = fc.record({
  at: fc.constantFrom('2026-04-01T12:00:00.000Z', '2026-07-01T12:00:00.000Z'),
  keys: fc.record(
    {
      'aws:SourceIp': fc.constantFrom('198.51.100.9', '198.51.100.200', '203.0.113.7', '2001:db8::9'),
      'aws:SecureTransport': fc.constantFrom('true', 'false'),
      'aws:MultiFactorAuthPresent': fc.constantFrom('true', 'false'),
      'aws:MultiFactorAuthAge': fc.constantFrom('60', '7200'),
      'aws:TagKeys': fc.constantFrom<readonly string[]>(['team'], ['team', 'cost'], ['other']),
      'aws:UserAgent': fc.constantFrom('plum/1', 'other'),
    },
    { requiredKeys: ['aws:SecureTransport', 'aws:SourceIp'] },
  ),
});

const principals = fc.tuple(...IDENTITIES.map(principal));
const resources = fc.tuple(...PLACES.map(resource));

/** Organisations with everything in them. */
export const world: fc.Arbitrary<World> = fc.noBias(
  fc.record({
    accounts: fc.tuple(account(MANAGEMENT), account(SHALLOW), account(DEEP), account(OUTSIDE)),
    principals,
    resources,
    request,
    variables: fc.constant(true),
  }),
);
