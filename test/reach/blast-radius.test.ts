import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listsOf } from '../../src/queries/reach/levels.ts';
import { comparePlaces } from '../../src/queries/reach/order.ts';
import { blastRadius, countsOf } from '../../src/reach/blast-radius.ts';
import { ReachIndex } from '../../src/reach/index.ts';
import type { IndexedRow } from '../../src/reach/rows.ts';
import { actorOfStep } from '../../src/reach/walked.ts';
import { masksOf } from '../../src/reach/word.ts';
import { ACTORS, estates, NOW, plainReach, RESOURCES, standings } from './plain.ts';
import { type PlainEstate, tablesOf } from './tables.ts';

const LATER = 10;
const levels = (word: number) => listsOf(masksOf(word));

/** All rows, three at a time. */
function allRows(index: ReachIndex, actor: number, now: number): IndexedRow[] {
  const rows: IndexedRow[] = [];
  for (let more = true; more; ) {
    const page = blastRadius(index, actor, { first: 3, after: rows.at(-1)?.place, now });
    rows.push(...page.rows);
    more = page.more;
    expect(page.rows.length > 0 || !more).toBe(true);
  }
  return rows;
}

/** Fewest steps from an actor to every other by ways of at most this rank. */
function distances(estate: PlainEstate, start: number, rank: number): Map<number, number> {
  const found = new Map(estate.dead.includes(start) ? [] : [[start, 0]]);
  for (const [at, distance] of found)
    for (const { from, to, rank: own } of estate.steps)
      if (from === at && own <= rank && !estate.dead.includes(to) && !found.has(to)) found.set(to, distance + 1);
  return found;
}

function expectRight(estate: PlainEstate, index: ReachIndex, actor: number, now: number): void {
  const words = plainReach(estate, actor);
  const ranks = standings(estate, actor, { actors: new Set(), edges: new Set() });
  const rows = allRows(index, actor, now);
  const found = blastRadius(index, actor, { first: 1_000, now });
  expect(found.rows).toEqual(rows);
  expect(found.rowCount).toBe(rows.length);
  expect(rows).toEqual([...rows].sort((a, b) => comparePlaces(a.place, b.place)));
  expect(found.counts).toEqual(index.count(index.reachOf(index.walk(actor, now))));
  expect(countsOf(index, actor, now)).toEqual(found.counts);
  const held = index.tables.grants;
  const holders = new Set([...ranks.keys()].filter((one) => held.starts[one] !== held.starts[one + 1]));
  const targets = new Set<string>();
  for (const holder of holders)
    for (let i = held.starts[holder] ?? 0; i < (held.starts[holder + 1] ?? 0); i += 1)
      targets.add(held.kindOf[i] === 0 ? `r${held.lo[i]}` : `s${held.via[i]}`);
  expect(rows.map(({ target }) => ('scope' in target ? `s${target.scope}` : `r${target.ordinal}`)).sort()).toEqual(
    [...targets].sort(),
  );
  for (const row of rows) {
    if ('ordinal' in row.target) expect(levels(row.word)).toEqual(levels(words[row.target.ordinal] ?? 0));
    const [best = -1] = row.grants;
    const holder = actorOfStep(held, best);
    const rank = ranks.get(holder) ?? 9;
    expect(found.ways.rankOf(holder)).toBe(rank);
    const way = found.ways.wayAt(holder, rank);
    expect(way.length).toBe(distances(estate, actor, rank).get(holder));
    const steps = index.tables.steps;
    const ends = way.map((step) => steps.to[step] ?? -1);
    expect([actor, ...ends].at(-1)).toBe(holder);
    expect(way.map((step) => actorOfStep(steps, step))).toEqual([actor, ...ends].slice(0, -1));
    expect(way.every((step) => (steps.ranks[step] ?? 9) <= rank)).toBe(true);
  }
}

test('a blast radius is the same with what lies behind trust groups kept, also when that expires', () => {
  const expired = fc.array(fc.integer({ min: 0, max: ACTORS - 1 }), { maxLength: 2 });
  return fc.assert(
    fc.asyncProperty(estates, expired, fc.boolean(), async (estate, expiring, isWarm) => {
      const tables = tablesOf(estate);
      const { liveUntil } = tables.actors;
      for (const actor of expiring) liveUntil[actor] = Math.min(LATER / 2, liveUntil[actor] ?? 0);
      const index = new ReachIndex(tables);
      if (isWarm) await index.hubs.warm(NOW);
      for (let actor = 0; actor < ACTORS; actor += 1) expectRight(estate, index, actor, NOW);
      const later = { ...estate, dead: [...estate.dead, ...expiring] };
      for (let actor = 0; actor < ACTORS; actor += 1) expectRight(later, index, actor, LATER);
    }),
    { numRuns: 40 },
  );
});

test('rows at one level are those that have it', () => {
  fc.assert(
    fc.property(estates, fc.constantFrom(1, 4, 16), (estate, asked) => {
      const index = new ReachIndex(tablesOf(estate));
      for (let actor = 0; actor < ACTORS; actor += 1) {
        const all = blastRadius(index, actor, { first: RESOURCES * 2, now: NOW });
        const found = blastRadius(index, actor, { first: RESOURCES * 2, levels: asked, now: NOW });
        const has = ({ word }: IndexedRow): boolean => {
          const { certain, possible, unknown } = masksOf(word);
          return ((certain | possible | unknown) & asked) !== 0;
        };
        const told = (rows: readonly IndexedRow[]) => rows.map(({ place, word }) => [place, levels(word)]);
        expect(told(found.rows)).toEqual(told(all.rows.filter(has)));
      }
    }),
    { numRuns: 40 },
  );
});
