import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { targetOf } from '../../src/access/aws/profile/at.ts';
import { trustedRoles } from '../../src/access/aws/trust/roles.ts';
import { assumeVerdict } from '../../src/access/aws/trust/verdict.ts';
import { type AwsAccess, type AwsPrincipal, assumeEdges, openAwsAccess } from '../../src/access/index.ts';
import { document, type Statement } from './estate.ts';

const HOME = '417300528116';
const AWAY = '902215667788';

const condition = fc.constantFrom<Statement>(
  {},
  {},
  {},
  { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'core' } } },
  { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/u1' } } },
  { Condition: { StringEquals: { 'aws:PrincipalAccount': AWAY } } },
  { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
);

const own = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    Action: fc.constantFrom('sts:AssumeRole', 'sts:*', '*', 's3:*'),
    Resource: fc.constantFrom(
      '*',
      `arn:aws:iam::${HOME}:role/r0`,
      `arn:aws:iam::${HOME}:role/*`,
      'arn:aws:iam::*:role/r1',
    ),
    condition,
  })
  .map(({ condition: more, ...rest }): Statement => ({ ...rest, ...more }));

const whom = fc.constantFrom<unknown>(
  { AWS: AWAY },
  { AWS: AWAY },
  { AWS: [AWAY, `arn:aws:iam::${AWAY}:user/u0`] },
  { AWS: [`arn:aws:iam::${AWAY}:user/u1`] },
  { AWS: HOME },
);

const trust = fc
  .tuple(fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'), whom, condition)
  .map(([Effect, Principal, more]): Statement => ({ Effect, Principal, Action: 'sts:AssumeRole', ...more }));

const some = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(each, { minLength: 1, maxLength: 3 });

const estate = fc.record({
  policies: fc.array(some(own), { minLength: 4, maxLength: 4 }),
  users: fc.array(
    fc.record({
      ids: fc.subarray([0, 1, 2, 3]),
      boundary: fc.option(fc.constantFrom(0, 1, 2, 3), { nil: undefined, freq: 2 }),
      level: fc.constantFrom<AwsPrincipal['pathToRoot']>([], [], [['p3']], [['full']], 'unknown'),
      team: fc.constantFrom('core', 'web'),
    }),
    { minLength: 6, maxLength: 6 },
  ),
  trusts: fc.array(some(trust), { minLength: 2, maxLength: 2 }),
});

type Estate = typeof estate extends fc.Arbitrary<infer T> ? T : never;

function open({ policies, users, trusts }: Estate): Promise<AwsAccess> {
  const roles = trusts.map((_, index) => `arn:aws:iam::${HOME}:role/r${index}`);
  return openAwsAccess({
    resources: [],
    policies: [
      ...policies.map((statements, index) => ({ id: `p${index}`, document: document(statements) })),
      ...trusts.map((statements, index) => ({ id: `t${index}`, document: document(statements) })),
      { id: 'full', document: document([{ Effect: 'Allow', Action: '*', Resource: '*' }]) },
    ],
    principals: [
      ...users.map(
        ({ ids, boundary, level, team }, index): AwsPrincipal => ({
          id: `arn:aws:iam::${AWAY}:user/u${index}`,
          account: AWAY,
          kind: 'user',
          policyIds: ids.map((id) => `p${id}`),
          pathToRoot: level,
          variables: { 'aws:PrincipalTag/team': team },
          tagsComplete: true,
          ...(boundary === undefined ? {} : { boundaryId: `p${boundary}` }),
        }),
      ),
      ...roles.map((id): AwsPrincipal => ({ id, account: HOME, kind: 'role', policyIds: [], pathToRoot: [] })),
    ],
    trustPolicies: roles.map((roleId, index) => ({ roleId, policyId: `t${index}` })),
  });
}

/** Each user asked about each role alone, by all of its trust policy. */
function alone(access: AwsAccess): Set<string> {
  const found = new Set<string>();
  for (const role of trustedRoles(access).get(HOME) ?? []) {
    const target = targetOf(role.id, access);
    if (target === undefined) continue;
    for (const principal of access.principals.values()) {
      if (principal.account !== AWAY) continue;
      const verdict = assumeVerdict(principal, target, role, false, access);
      if (verdict !== undefined) found.add(`${principal.id} ${role.id} ${verdict.certainty}`);
    }
  }
  return found;
}

describe('who may assume a role of another account', () => {
  it('is the same worked out together as asked one by one', async () => {
    await fc.assert(
      fc.asyncProperty(estate, async (each) => {
        const access = await open(each);
        const together = new Set(
          [...assumeEdges(access)].flatMap((edge) =>
            edge.kind === 'principal' ? [`${edge.from} ${edge.to} ${edge.certainty}`] : [],
          ),
        );
        expect(together).toEqual(alone(access));
      }),
      { numRuns: 300 },
    );
  });
});
