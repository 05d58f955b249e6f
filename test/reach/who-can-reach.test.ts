import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listsOf } from '../../src/queries/reach/levels.ts';
import { ReachIndex } from '../../src/reach/index.ts';
import { actorOfStep } from '../../src/reach/walked.ts';
import { type IndexedReacher, type ReachersWanted, whoCanReach } from '../../src/reach/who-can-reach.ts';
import { hasLevel, masksOf, rankOfWord } from '../../src/reach/word.ts';
import { estates, isReached, level, NOW, plainReach, RESOURCES } from './plain.ts';
import { tablesOf } from './tables.ts';

const ordinals = fc.integer({ min: 0, max: RESOURCES - 1 });
const ALL: ReachersWanted = { by: 'Agent', levels: 0, contentsOnly: false, first: 1_000, now: NOW };
const told = (word: number) => listsOf(masksOf(word));

function expectWay(index: ReachIndex, row: IndexedReacher, ordinal: number): void {
  const { steps, grants } = index.tables;
  const ends = row.way.map((step) => steps.to[step] ?? -1);
  expect(row.way.map((step) => actorOfStep(steps, step))).toEqual([row.actor, ...ends].slice(0, -1));
  expect(row.way.every((step) => (steps.ranks[step] ?? 9) <= row.place.rank)).toBe(true);
  const grant = row.grant ?? -1;
  expect(actorOfStep(grants, grant)).toBe([row.actor, ...ends].at(-1));
  expect((grants.lo[grant] ?? Infinity) <= ordinal && ordinal < (grants.hi[grant] ?? 0)).toBe(true);
  expect(row.place.steps).toBe(row.way.length + 1);
}

test('who can reach a resource: those whose own reach has it, at the same levels and as sure', () => {
  fc.assert(
    fc.property(estates, ordinals, level, (estate, ordinal, levels) => {
      const index = new ReachIndex(tablesOf(estate));
      const { rows, total, more } = whoCanReach(index, ordinal, { ...ALL, levels });
      const words = Array.from({ length: estate.agents }, (_, agent) => plainReach(estate, agent)[ordinal] ?? 0);
      const wanted = words.flatMap((word, agent) => (isReached(word) && hasLevel(word, levels) ? [agent] : []));
      expect(rows.map(({ actor }) => actor).sort((a, b) => a - b)).toEqual(wanted);
      expect({ total, more }).toEqual({ total: wanted.length, more: false });
      for (const row of rows) {
        expect(told(row.word)).toEqual(told(words[row.actor] ?? 0));
        expect(row.place.rank).toBe(rankOfWord(words[row.actor] ?? 0, levels));
        expectWay(index, row, ordinal);
      }
    }),
    { numRuns: 200 },
  );
});

test('pages of who can reach a resource are all of them, in order', () => {
  fc.assert(
    fc.property(estates, ordinals, (estate, ordinal) => {
      const index = new ReachIndex(tablesOf(estate));
      const all = whoCanReach(index, ordinal, ALL).rows;
      const rows: IndexedReacher[] = [];
      for (let more = true; more; ) {
        const page = whoCanReach(index, ordinal, { ...ALL, first: 2, after: rows.at(-1)?.place });
        rows.push(...page.rows);
        more = page.more;
        expect(page.total).toBe(all.length);
        expect(page.rows.length > 0 || !more).toBe(true);
      }
      expect(rows).toEqual(all);
    }),
    { numRuns: 100 },
  );
});

test('of a bucket, what it holds is told apart; to read it is to read what it holds', () => {
  fc.assert(
    fc.property(estates, (estate) => {
      const index = new ReachIndex(tablesOf({ ...estate, buckets: [{ bucket: 3, objects: 200 }] }));
      const words = (ordinal: number) =>
        Array.from({ length: estate.agents }, (_, agent) => plainReach(estate, agent)[ordinal] ?? 0);
      const [own, held] = [words(3), words(200)];
      const reached = (word: number | undefined): boolean => isReached(word ?? 0);
      const all = whoCanReach(index, 3, ALL).rows;
      const either = own.flatMap((word, agent) => (reached(word) || reached(held[agent]) ? [agent] : []));
      expect(all.map(({ actor }) => actor).sort((a, b) => a - b)).toEqual(either);
      for (const row of all) {
        expect(told(row.word)).toEqual(told(own[row.actor] ?? 0));
        expect(told(row.contents ?? -1)).toEqual(told(held[row.actor] ?? 0));
        expectWay(index, row, row.target);
      }
      const readers = whoCanReach(index, 3, { ...ALL, levels: 1, contentsOnly: true }).rows;
      const wanted = held.flatMap((word, agent) => (reached(word) && hasLevel(word, 1) ? [agent] : []));
      expect(readers.map(({ actor }) => actor).sort((a, b) => a - b)).toEqual(wanted);
    }),
    { numRuns: 100 },
  );
});
