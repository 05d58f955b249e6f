import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AwsAccess, evaluateProfiles, explain, openAwsAccess, type Verdict } from '../../src/access/index.ts';
import { LEVEL_BITS } from '../../src/access/levels.ts';
import { document, type Statement, USER, userOf } from './estate.ts';
import { ACTIONS, naiveEstate, OBJECT_KEYS, RESOURCES, statement } from './estates.ts';
import { best, type NaiveEstate, naiveVerdict } from './naive.ts';

const RUNS = 100;
const PATIENCE_MS = 60_000;

function open(estate: NaiveEstate): Promise<AwsAccess> {
  const named = (prefix: string, documents: readonly (readonly Statement[])[]) =>
    documents.map((statements, index) => ({ id: `${prefix}${index}`, document: document(statements) }));
  const identity = named('p', estate.identity);
  const boundary = named('b', estate.boundary === undefined ? [] : [estate.boundary]);
  const levels = named('s', estate.levels);
  const boundaryId = boundary[0]?.id;
  return openAwsAccess({
    resources: RESOURCES,
    policies: [...identity, ...boundary, ...levels],
    principals: [
      userOf(
        identity.map(({ id }) => id),
        { pathToRoot: levels.map(({ id }) => [id]), ...(boundaryId === undefined ? {} : { boundaryId }) },
      ),
    ],
  });
}

/** Every (action, resource) of the estate that the reference has, facets included. */
function questions(access: AwsAccess): { readonly action: string; readonly id: string }[] {
  return access.estate.ordinals.ids.flatMap((id, ordinal) => {
    const type = access.estate.partitionOf(ordinal)?.type ?? -1;
    return ACTIONS.filter((action) => access.actions.types[type]?.indexOf.has(action.toLowerCase())).map((action) => ({
      action,
      id,
    }));
  });
}

function naiveAnswer(estate: NaiveEstate, action: string, id: string): Verdict {
  const container = id.endsWith('/*') ? id.slice(0, -1) : undefined;
  const arns = container === undefined ? [id] : OBJECT_KEYS.map((key) => `${container}${key}`);
  return best(arns.map((arn) => naiveVerdict(estate, 'quill', action, arn)));
}

const RANK = { none: 0, unknown: 1, conditional: 2, certain: 3 } as const satisfies Record<Verdict, number>;

async function verdicts(estate: NaiveEstate): Promise<Map<string, number>> {
  const access = await open(estate);
  return new Map(
    questions(access).map(({ action, id }) => [`${action} ${id}`, RANK[explain(access, USER, action, id).verdict]]),
  );
}

/** The levels of each resource as the sweep finds them: `certain.possible.unknown`. */
async function swept(estate: NaiveEstate): Promise<string[]> {
  const access = await open(estate);
  const [evaluated] = evaluateProfiles(access);
  const levels = access.estate.ordinals.ids.map(() => '0.0.0');
  for (const { lo, hi, certain, possible, unknown } of evaluated?.profile.segments ?? []) {
    levels.fill(`${certain}.${possible}.${unknown}`, lo, hi);
  }
  return levels;
}

function noWider(narrow: ReadonlyMap<string, number>, wide: ReadonlyMap<string, number>): void {
  for (const [question, rank] of narrow) {
    if (rank > (wide.get(question) ?? 0)) expect.fail(`${question} became wider: ${wide.get(question)} → ${rank}`);
  }
}

describe('effective access', () => {
  it(
    'of one action and resource is what the plain evaluator says',
    async () => {
      await fc.assert(
        fc.asyncProperty(naiveEstate, async (estate) => {
          const access = await open(estate);
          for (const { action, id } of questions(access)) {
            const told = explain(access, USER, action, id).verdict;
            const wanted = naiveAnswer(estate, action, id);
            if (told !== wanted) expect.fail(`${action} ${id}: ${told}, plainly ${wanted}`);
          }
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE_MS,
  );

  it(
    'as swept has the levels that single verdicts add up to',
    async () => {
      await fc.assert(
        fc.asyncProperty(naiveEstate, async (estate) => {
          const access = await open(estate);
          const [evaluated] = evaluateProfiles(access);
          access.estate.ordinals.ids.forEach((id, ordinal) => {
            const actions = access.actions.types[access.estate.partitionOf(ordinal)?.type ?? -1];
            let certain = 0;
            let possible = 0;
            actions?.names.forEach((name, index) => {
              const level = actions.levels[index] ?? 0;
              const { verdict } = explain(access, USER, name, id);
              if (verdict === 'certain') certain |= level;
              if (verdict === 'certain' || verdict === 'conditional') possible |= level;
            });
            const segment = evaluated?.profile.segments.find(({ lo, hi }) => lo <= ordinal && ordinal < hi);
            expect([id, (segment?.certain ?? 0) & LEVEL_BITS, (segment?.possible ?? 0) & LEVEL_BITS]).toEqual([
              id,
              certain & LEVEL_BITS,
              possible & LEVEL_BITS,
            ]);
          });
        }),
        { numRuns: 25 },
      );
    },
    PATIENCE_MS,
  );

  it(
    'is never wider for a deny more',
    async () => {
      await fc.assert(
        fc.asyncProperty(naiveEstate, statement(0), async (estate, deny) => {
          const more = { ...estate, identity: [...estate.identity, [deny]] };
          noWider(await verdicts(more), await verdicts(estate));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE_MS,
  );

  it(
    'is never wider for an allow less',
    async () => {
      await fc.assert(
        fc.asyncProperty(naiveEstate, statement(100), async (estate, allow) => {
          const more = { ...estate, identity: [...estate.identity, [allow]] };
          noWider(await verdicts(estate), await verdicts(more));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE_MS,
  );

  it(
    'does not depend on order',
    async () => {
      await fc.assert(
        fc.asyncProperty(naiveEstate, async (estate) => {
          const turned = {
            ...estate,
            identity: estate.identity.map((statements) => [...statements].reverse()).reverse(),
            boundary: estate.boundary && [...estate.boundary].reverse(),
          };
          expect(await swept(turned)).toEqual(await swept(estate));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE_MS,
  );

  it(
    'is the same when a policy is split',
    async () => {
      await fc.assert(
        fc.asyncProperty(naiveEstate, async (estate) => {
          const split = { ...estate, identity: estate.identity.flat().map((each) => [each]) };
          expect(await swept(split)).toEqual(await swept(estate));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE_MS,
  );
});
