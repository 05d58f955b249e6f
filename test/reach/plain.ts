import fc from 'fast-check';
import { REACHED, weakened, wordOf } from '../../src/reach/word.ts';
import type { PlainEstate } from './tables.ts';

export const NOW = 0;
export const ACTORS = 12;
/** Past one block of counted facets. */
export const RESOURCES = 300;

export const level = fc.integer({ min: 0, max: 31 });
export const estates: fc.Arbitrary<PlainEstate> = fc.record({
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
export function standings(estate: PlainEstate, start: number, removed: Removal): Map<number, number> {
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
export function plainReach(estate: PlainEstate, start: number, removed: Removal = NOTHING): number[] {
  const words = new Array<number>(RESOURCES).fill(0);
  for (const [holder, rank] of standings(estate, start, removed)) {
    for (const grant of estate.grants.filter((one) => one.holder === holder))
      for (let at = grant.lo; at < grant.hi; at += 1) words[at] = (words[at] ?? 0) | weakened(wordOf(grant), rank);
  }
  return words;
}

export const isReached = (word: number): boolean => (word & REACHED) !== 0;
