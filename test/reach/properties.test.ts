import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listsOf } from '../../src/queries/reach/levels.ts';
import { eachGrantAt } from '../../src/reach/grants.ts';
import { ReachIndex, rankActors, whatIf } from '../../src/reach/index.ts';
import { wordAt } from '../../src/reach/segments.ts';
import { hasLevel, masksOf } from '../../src/reach/word.ts';
import { ACTORS, estates, isReached, level, NOW, plainReach, RESOURCES } from './plain.ts';
import { tablesOf } from './tables.ts';

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
      const told = (word: number | undefined) => JSON.stringify(listsOf(masksOf(word ?? 0)));
      expect(found.weakened.total).toBe(
        count((at) => isReached(after[at] ?? 0) && told(before[at]) !== told(after[at])),
      );
    }),
    { numRuns: 200 },
  );
});
