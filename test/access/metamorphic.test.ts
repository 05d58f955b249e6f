import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/access/index.ts';
import type { Statement } from './estate.ts';
import { world } from './oracle/generate.ts';
import { openWorld, ourVerdict } from './oracle/ours.ts';
import { controlStatement, deny, resourceStatement } from './oracle/statements.ts';
import { ACTIONS } from './oracle/topology.ts';
import type { Policies, World } from './oracle/world.ts';

const RUNS = { numRuns: 12, endOnFailure: true };
const PATIENCE_MS = 120_000;

const RANK = { none: 0, unknown: 1, conditional: 2, certain: 3 } as const satisfies Record<Verdict, number>;

/** The rank of every verdict, by question. */
async function verdicts(each: World): Promise<Map<string, number>> {
  const access = await openWorld(each);
  const ranks = new Map<string, number>();
  each.principals.forEach((principal, at) => {
    for (const resource of each.resources) {
      for (const action of ACTIONS[resource.type] ?? []) {
        const verdict = ourVerdict(access, { principal, resource, action });
        ranks.set(`${at} ${action} ${resource.arn}`, RANK[verdict]);
      }
    }
  });
  return ranks;
}

async function expectNoWider(narrow: World, wide: World): Promise<void> {
  const [few, many] = [await verdicts(narrow), await verdicts(wide)];
  const wider = [...few].filter(([question, rank]) => rank > (many.get(question) ?? 0));
  expect(wider).toEqual([]);
}

type Change = (policies: Policies) => Policies;

/** Changes the policies of identities and organisations. */
function changed(each: World, change: Change): World {
  const limit = (one: readonly Statement[] | undefined): readonly Statement[] | undefined =>
    one && change([one]).flat();
  return {
    ...each,
    accounts: each.accounts.map((account) => ({
      ...account,
      scps: account.scps.map(change),
      rcps: account.rcps.map(change),
    })),
    principals: each.principals.map((principal) => ({
      ...principal,
      identity: change(principal.identity),
      boundary: limit(principal.boundary),
      sessionPolicy: limit(principal.sessionPolicy),
    })),
    resources: each.resources.map((resource) => ({ ...resource, policy: limit(resource.policy) })),
  };
}

describe('effective access over organisations', () => {
  it(
    'is never wider for a deny more, wherever it stands',
    async () => {
      const place = fc.constantFrom('identity', 'boundary', 'session', 'scp', 'rcp', 'resource');
      await fc.assert(
        fc.asyncProperty(
          world,
          place,
          deny,
          controlStatement,
          resourceStatement('s3'),
          async (each, where, own, control, spoken) => {
            await expectNoWider(denying(each, where, own, control, { ...spoken, Effect: 'Deny' }), each);
          },
        ),
        { ...RUNS, numRuns: 24 },
      );
    },
    PATIENCE_MS,
  );

  it(
    'is never wider for an allow less, wherever it stood',
    async () => {
      await fc.assert(
        fc.asyncProperty(world, fc.nat(), async (drawn, seed) => {
          // To take away what makes a bucket public opens it to whom the block kept out.
          const each = { ...drawn, resources: drawn.resources.map((one) => ({ ...one, restrictsPublic: false })) };
          let turn = seed;
          const fewer = changed(each, (policies) =>
            policies.map((statements) =>
              statements.filter((statement) => {
                turn = (turn * 31 + 7) % 1009;
                return statement['Effect'] === 'Deny' || turn % 3 !== 0;
              }),
            ),
          );
          await expectNoWider(withLimits(fewer, each), each);
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'does not depend on order',
    async () => {
      await fc.assert(
        fc.asyncProperty(world, async (each) => {
          const turned = changed(each, (policies) => [...policies].reverse().map((one) => [...one].reverse()));
          expect(await verdicts(turned)).toEqual(await verdicts(each));
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'is the same when policies are split',
    async () => {
      await fc.assert(
        fc.asyncProperty(world, async (each) => {
          const split = changed(each, (policies) => policies.flat().map((statement) => [statement]));
          expect(await verdicts(split)).toEqual(await verdicts(each));
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );
});

const NO_STATEMENT: Statement = { Effect: 'Deny', Action: '*', Resource: '*' };

/** A document without statements is none: a limit that lost its last allow still limits. */
function withLimits(fewer: World, before: World): World {
  return {
    ...fewer,
    principals: fewer.principals.map((principal, at) => ({
      ...principal,
      identity: principal.identity.filter((each) => each.length > 0),
      boundary: before.principals[at]?.boundary === undefined ? undefined : orDeny(principal.boundary),
      sessionPolicy: before.principals[at]?.sessionPolicy === undefined ? undefined : orDeny(principal.sessionPolicy),
    })),
    accounts: fewer.accounts.map((account) => ({ ...account, scps: account.scps.map((level) => level.map(orDeny)) })),
    resources: fewer.resources.map((resource) => ({
      ...resource,
      policy:
        resource.policy?.length === 0 && resource.type !== 'kms:key'
          ? undefined
          : resource.policy && orDeny(resource.policy),
    })),
  };
}

function orDeny(statements: readonly Statement[] | undefined): readonly Statement[] {
  return statements === undefined || statements.length === 0 ? [NO_STATEMENT] : statements;
}

function denying(each: World, where: string, own: Statement, control: Statement, spoken: Statement): World {
  return {
    ...each,
    accounts: each.accounts.map((account) => ({
      ...account,
      scps: where === 'scp' ? account.scps.map((level) => [...level, [own]]) : account.scps,
      rcps: where === 'rcp' ? account.rcps.map((level) => [...level, [control]]) : account.rcps,
    })),
    principals: each.principals.map((principal) => ({
      ...principal,
      identity: where === 'identity' ? [...principal.identity, [own]] : principal.identity,
      boundary: where === 'boundary' ? principal.boundary && [...principal.boundary, own] : principal.boundary,
      sessionPolicy:
        where === 'session' ? principal.sessionPolicy && [...principal.sessionPolicy, own] : principal.sessionPolicy,
    })),
    resources: each.resources.map((resource) => ({
      ...resource,
      policy: where === 'resource' ? resource.policy && [...resource.policy, spoken] : resource.policy,
    })),
  };
}
