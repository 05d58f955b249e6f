import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listsOf } from '../../src/queries/reach/levels.ts';
import { comparePlaces } from '../../src/queries/reach/order.ts';
import { ReachIndex } from '../../src/reach/index.ts';
import type { IndexedRow } from '../../src/reach/rows.ts';
import { unfolded } from '../../src/reach/unfold.ts';
import { actorOfStep } from '../../src/reach/walked.ts';
import { hasLevel, masksOf } from '../../src/reach/word.ts';
import { ACTORS, estates, isReached, level, NOW, plainReach, standings } from './plain.ts';
import { tablesOf } from './tables.ts';

const ordinalOf = ({ target }: IndexedRow): number => ('ordinal' in target ? target.ordinal : -1);

test('unfolded, every resource is a row of its own, in order and on one page only', () => {
  fc.assert(
    fc.property(estates, level, (estate, levels) => {
      const index = new ReachIndex(tablesOf(estate));
      for (let actor = 0; actor < ACTORS; actor += 1) {
        const words = plainReach(estate, actor);
        const wanted = words.flatMap((word, at) => (isReached(word) && hasLevel(word, levels) ? [at] : []));
        const ranks = standings(estate, actor, { actors: new Set(), edges: new Set() });
        const rows: IndexedRow[] = [];
        for (let more = true; more; ) {
          const page = unfolded(index, actor, { first: 100, after: rows.at(-1)?.place, levels, now: NOW });
          rows.push(...page.rows);
          more = page.more;
          expect(page.counts).toEqual(index.count(index.reachOf(index.walk(actor, NOW)), levels));
          expect(page.rowCount).toBe(wanted.length);
          expect(page.rows.length > 0 || !more).toBe(true);
        }
        expect(rows.map(ordinalOf).sort((a, b) => a - b)).toEqual(wanted);
        expect(rows).toEqual([...rows].sort((a, b) => comparePlaces(a.place, b.place)));
        for (const row of rows) {
          expect(row.count).toBe(1);
          expect(listsOf(masksOf(row.word))).toEqual(listsOf(masksOf(words[ordinalOf(row)] ?? 0)));
          const { grants } = index.tables;
          const [best = -1] = row.grants;
          expect(ranks.has(actorOfStep(grants, best))).toBe(true);
          expect((grants.lo[best] ?? 0) <= ordinalOf(row) && ordinalOf(row) < (grants.hi[best] ?? 0)).toBe(true);
        }
      }
    }),
    { numRuns: 25 },
  );
});
