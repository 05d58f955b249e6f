import { LEVELS } from '../../../src/queries/reach/index.ts';
import type { Model } from './model.ts';

/** The surest way from one node to every other, the plain way: widest paths by repetition. */
function standing(made: Model, from: string): Map<string, number> {
  const best = new Map([[from, 0]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const step of made.steps) {
      const here = best.get(step.from);
      if (here === undefined) continue;
      const there = Math.max(here, step.certainty);
      if (there < (best.get(step.to) ?? 9)) {
        best.set(step.to, there);
        changed = true;
      }
    }
  }
  return best;
}

/** Rank of each level that the agent has on one resource: 0 certain, 1 possible, 2 unknown. */
export function ranksOf(made: Model, agent: string, at: number): Map<string, number> {
  const ways = standing(made, agent);
  const ranks = new Map<string, number>();
  for (const grant of made.grants) {
    const way = ways.get(grant.holder);
    if (way === undefined || !grant.covers.includes(at)) continue;
    // An exception takes from scopes, not from what is granted by name.
    const except = grant.byScope
      ? made.excepts.filter((one) => one.holder === grant.holder && one.at === at).flatMap((one) => one.levels)
      : [];
    for (const [sure, names] of grant.levels.entries())
      for (const name of names.filter((one) => !except.includes(one)))
        ranks.set(name, Math.min(ranks.get(name) ?? 9, Math.max(sure, way)));
  }
  return ranks;
}

/** Principals that the agent could become beyond those it certainly acts as, each with the rank of the surest way. */
export function couldBecome(made: Model, agent: string): Map<string, number> {
  const ways = standing(made, agent);
  const found = new Map<string, number>();
  for (const { holder, to, certainty } of made.changes) {
    const way = ways.get(holder);
    if (way === undefined || ways.get(to) === 0) continue;
    found.set(to, Math.min(found.get(to) ?? 9, Math.max(way, certainty)));
  }
  return found;
}

/** Levels by certainty as one text. */
export function shape(...lists: (readonly string[])[]): string {
  return lists.map((list) => list.join(',')).join(' | ');
}

export function shapeOfRanks(ranks: ReadonlyMap<string, number>): string {
  return shape(...[0, 1, 2].map((rank) => LEVELS.filter((one) => ranks.get(one) === rank)));
}

/** What holds nothing, or what is told of a resource that is reached at no level. */
export const NOTHING = shape([], [], []);
