import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachGrantAt } from '../../src/reach/grants.ts';
import { ReachIndex, rankActors, whatIf } from '../../src/reach/index.ts';
import { wordAt } from '../../src/reach/segments.ts';
import { hasLevel, REACHED, weakened, wordOf } from '../../src/reach/word.ts';
import { type PlainEstate, tablesOf } from './tables.ts';

const NOW = 0;
const ACTORS = 12;
/** Past one block of counted facets. */
const RESOURCES = 300;

const level = fc.integer({ min: 0, max: 31 });
const estates: fc.Arbitrary<PlainEstate> = fc.record({
  actors: fc.constant(ACTORS),
  agents: fc.integer({ min: 1, max: ACTORS }),
  kinds: fc.integer({ min: 1, max: RESOURCES - 1 }).map((first) => [first, RESOURCES - first]),
  facets: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: RESOURCES, maxLength: RESOURCES }),
  steps: fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: ACTORS - 1 }),
      to: fc.integer({ min: 0, max: ACTORS - 1 }),
      rank: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 30 },
  ),
  grants: fc.array(
    fc
      .record({
        holder: fc.integer({ min: 0, max: ACTORS - 1 }),
        lo: fc.integer({ min: 0, max: RESOURCES - 1 }),
        size: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: RESOURCES })),
        certain: level,
        possible: level,
        unknown: level,
      })
      .map(({ size, ...one }) => ({ ...one, hi: Math.min(RESOURCES, one.lo + size) })),
    { maxLength: 20 },
  ),
  dead: fc.array(fc.integer({ min: 0, max: ACTORS - 1 }), { maxLength: 2 }),
});

type Removal = { readonly actors: ReadonlySet<number>; readonly edges: ReadonlySet<object> };
const NOTHING: Removal = { actors: new Set(), edges: new Set() };

/** Ranks of the surest ways from an actor, the plain way. */
function standings(estate: PlainEstate, start: number, removed: Removal): Map<number, number> {
  const found = new Map<number, number>();
  const isOpen = (actor: number): boolean => !estate.dead.includes(actor) && !removed.actors.has(actor);
  const go = (actor: number, rank: number): void => {
    if (!isOpen(actor) || (found.get(actor) ?? 3) <= rank) return;
    found.set(actor, rank);
    for (const step of estate.steps)
      if (step.from === actor && !removed.edges.has(step)) go(step.to, Math.max(rank, step.rank));
  };
  go(start, 0);
  return found;
}

/** The word of every resource, the plain way. */
function plainReach(estate: PlainEstate, start: number, removed: Removal = NOTHING): number[] {
  const words = new Array<number>(RESOURCES).fill(0);
  for (const [holder, rank] of standings(estate, start, removed)) {
    for (const grant of estate.grants.filter((one) => one.holder === holder))
      for (let at = grant.lo; at < grant.hi; at += 1) words[at] = (words[at] ?? 0) | weakened(wordOf(grant), rank);
  }
  return words;
}

const isReached = (word: number): boolean => (word & REACHED) !== 0;

test('what an actor reaches, and its counts, are those of the plain way', () => {
  fc.assert(
    fc.property(estates, level, (estate, asked) => {
      const index = new ReachIndex(tablesOf(estate));
      for (let actor = 0; actor < ACTORS; actor += 1) {
        const reach = index.reachOf(index.walk(actor, NOW));
        const plain = plainReach(estate, actor);
        expect(plain.map((_, at) => wordAt(reach, at))).toEqual(plain);
        const counted = plain.flatMap((word, at) => (isReached(word) && hasLevel(word, asked) ? [at] : []));
        const counts = index.count(reach, asked);
        expect(counts.total).toBe(counted.length);
        const production = counts.byEnvironment.find(({ name }) => name === 'production')?.count ?? 0;
        expect(production).toBe(counted.filter((at) => estate.facets[at] === 1).length);
        const first = counts.byKind.find(({ name }) => name === 'k0')?.count ?? 0;
        expect(first).toBe(counted.filter((at) => at < (estate.kinds[0] ?? 0)).length);
      }
    }),
    { numRuns: 150 },
  );
});

test('the grants that cover a resource are found', () => {
  fc.assert(
    fc.property(estates, fc.integer({ min: 0, max: RESOURCES - 1 }), (estate, ordinal) => {
      const tables = tablesOf(estate);
      const found: number[] = [];
      eachGrantAt(tables.grantsByOrdinal, tables.grants, ordinal, (grant) => found.push(grant));
      const wanted = [...tables.grants.lo.keys()].filter(
        (i) => (tables.grants.lo[i] ?? 0) <= ordinal && ordinal < (tables.grants.hi[i] ?? 0),
      );
      expect(found.sort((a, b) => a - b)).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

test('the ranking has every actor that leads on, with the size of its reach, the largest first', async () => {
  await fc.assert(
    fc.asyncProperty(estates, async (estate) => {
      const index = new ReachIndex(tablesOf(estate));
      const ranked = await rankActors(index, 'Agent', NOW);
      expect(ranked.map(({ actor }) => actor).sort((a, b) => a - b)).toEqual([...Array(estate.agents).keys()]);
      for (const { actor, total, sensitive, writable } of ranked) {
        const reached = plainReach(estate, actor).flatMap((word, at) => (isReached(word) ? [{ word, at }] : []));
        expect(total).toBe(reached.length);
        expect(sensitive).toBe(reached.filter(({ at }) => estate.facets[at] === 1).length);
        expect(writable).toBe(reached.filter(({ word }) => hasLevel(word, 0b10100)).length);
      }
      const totals = ranked.map(({ total }) => total);
      expect(totals).toEqual([...totals].sort((a, b) => b - a));
    }),
    { numRuns: 60 },
  );
});

test('without an actor or a step, exactly what hung on it is lost', () => {
  fc.assert(
    fc.property(estates, fc.nat(), fc.integer({ min: 1, max: ACTORS - 1 }), (estate, pick, gone) => {
      const tables = tablesOf(estate);
      const sorted = [...estate.steps].sort((a, b) => a.from - b.from);
      const step = sorted.length === 0 ? undefined : pick % sorted.length;
      const edges = new Set(step === undefined ? [] : [sorted[step] ?? {}]);
      const removed = { actors: new Set([gone]), steps: new Set(step === undefined ? [] : [step]) };
      const found = whatIf(new ReachIndex(tables), 0, removed, NOW);
      const before = plainReach(estate, 0);
      const after = plainReach(estate, 0, { actors: new Set([gone]), edges });
      const count = (test: (at: number) => boolean): number => before.filter((_, at) => test(at)).length;
      expect(found.before.total).toBe(count((at) => isReached(before[at] ?? 0)));
      expect(found.after.total).toBe(count((at) => isReached(after[at] ?? 0)));
      expect(found.lost.total).toBe(count((at) => isReached(before[at] ?? 0) && !isReached(after[at] ?? 0)));
      expect(found.weakened.total).toBe(count((at) => isReached(after[at] ?? 0) && before[at] !== after[at]));
    }),
    { numRuns: 200 },
  );
});
