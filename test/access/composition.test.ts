import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { situationAt, targetOf } from '../../src/access/aws/profile/at.ts';
import { judgementAt } from '../../src/access/aws/profile/decide.ts';
import { type Meaning, meaningOf } from '../../src/access/aws/profile/judge.ts';
import {
  type AccessSegment,
  type AwsAccess,
  type AwsPrincipal,
  evaluateProfiles,
  type LevelLists,
  openAwsAccess,
  resourceGrants,
} from '../../src/access/index.ts';
import { LEVEL_BITS, levelMask } from '../../src/access/levels.ts';
import { world } from './oracle/generate.ts';
import { inputOf, openWorld } from './oracle/ours.ts';

interface Masks {
  readonly certain: number;
  readonly possible: number;
  readonly unknown: number;
}

const NOTHING: Masks = { certain: 0, possible: 0, unknown: 0 };

function masksOf({ certain, possible, unknown }: LevelLists): Masks {
  return { certain: levelMask(certain), possible: levelMask(possible), unknown: levelMask(unknown) };
}

function union(left: Masks, right: Masks): Masks {
  return {
    certain: left.certain | right.certain,
    possible: left.possible | right.possible,
    unknown: left.unknown | right.unknown,
  };
}

/** What resources' own policies give, by `<who> <resource>`; everyone is `*`. */
function grantsOf(access: AwsAccess): Map<string, Masks> {
  const grants = new Map<string, Masks>();
  for (const grant of resourceGrants(access)) {
    const who = 'principal' in grant.from ? grant.from.principal : grant.from.external.name;
    const key = `${who} ${grant.resourceId}`;
    grants.set(key, union(grants.get(key) ?? NOTHING, masksOf(grant)));
  }
  return grants;
}

function segmentsOf(access: AwsAccess): Map<string, readonly AccessSegment[]> {
  return new Map(
    [...evaluateProfiles(access)].flatMap(({ profile, principalIds }) =>
      principalIds.map((id) => [id, profile.segments] as const),
    ),
  );
}

function told(principal: AwsPrincipal, id: string, access: AwsAccess): Meaning | undefined {
  const target = targetOf(id, access);
  if (target === undefined) return undefined;
  const situation = situationAt(principal, target, access);
  const kinds = situation.active.map(({ kind }) => kind);
  return meaningOf(judgementAt(principal, target, situation, access), kinds, target.type, access);
}

function levels({ certain, possible }: Masks): Pick<Masks, 'certain' | 'possible'> {
  return { certain: certain & LEVEL_BITS, possible: possible & LEVEL_BITS };
}

describe('profiles and grants together', () => {
  it('say what single decisions add up to, over organisations with everything in them', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (each) => {
        const access = await openWorld(each);
        const grants = grantsOf(access);
        const segments = segmentsOf(access);
        for (const principal of access.principals.values()) {
          access.estate.ordinals.ids.forEach((id, ordinal) => {
            const single = told(principal, id, access);
            if (single === undefined) return;
            const segment = segments.get(principal.id)?.find(({ lo, hi }) => lo <= ordinal && ordinal < hi);
            const own = levels(union(segment ?? NOTHING, grants.get(`${principal.id} ${id}`) ?? NOTHING));
            const everyone = levels(grants.get(`* ${id}`) ?? NOTHING);
            const one = levels(single);
            // What is open to everyone is told once, and not again for each principal.
            const missing = { certain: one.certain & ~own.certain, possible: one.possible & ~own.possible };
            expect([id, principal.id, own.certain & ~one.certain, own.possible & ~one.possible]).toEqual([
              id,
              principal.id,
              0,
              0,
            ]);
            // Service-linked roles alone are not limited by the control policies that limit everyone.
            if (principal.id.includes('ServiceRole')) return;
            expect([id, principal.id, (missing.certain | missing.possible) & ~everyone.possible]).toEqual([
              id,
              principal.id,
              0,
            ]);
          });
        }
      }),
      { numRuns: 16, endOnFailure: true },
    );
  }, 120_000);

  it('are the same profile for whoever has the same, and the same ids in every run', async () => {
    const [first] = fc.sample(world, { numRuns: 1, seed: 7 });
    if (first === undefined) return expect.fail('no world');
    const input = inputOf(first);
    const ids = async (): Promise<string[]> =>
      [...evaluateProfiles(await openAwsAccess(input))].map(({ profile }) => profile.id);
    const again = await ids();
    expect(await ids()).toEqual(again);
    expect(new Set(again).size).toBe(again.length);
  });
});
