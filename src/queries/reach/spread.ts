import type { Approach, HeldGrant, Step } from './back.ts';
import { anyOf, CERTAINTIES, type Masks, NO_LEVELS, unionOf, weakened } from './levels.ts';

/** What every source has on the targets of `grants`: the union over all ways, each grant no surer than its way. */
export function spread(approach: Approach, grants: readonly HeldGrant[]): ReadonlyMap<string, Masks> {
  const values = new Map<string, Masks>();
  const work: string[] = [];
  const raise = (key: string, masks: Masks): void => {
    const known = values.get(key);
    const next = known === undefined ? masks : unionOf(known, masks);
    if (known !== undefined && same(known, next)) return;
    values.set(key, next);
    work.push(key);
  };
  for (const grant of grants) raise(grant.holder, grant.masks);
  for (let key = work.pop(); key !== undefined; key = work.pop()) {
    const masks = values.get(key) ?? NO_LEVELS;
    for (const step of approach.stepsTo.get(key) ?? []) raise(step.from, weakened(masks, step.certainty));
  }
  return values;
}

/** The next step of a source's surest way, the shortest of those; a holder has a grant instead. */
export interface Lead {
  /** Rank of the way's certainty: 0 certain, 1 conditional, 2 unknown or not told. */
  readonly rank: number;
  readonly steps: number;
  readonly step: Step | undefined;
  readonly grant: HeldGrant | undefined;
}

/** Leads from every source to one of the grants. `level`: the mask of the level asked for; 0 for any. */
export function leadsOf(approach: Approach, grants: readonly HeldGrant[], level: number): ReadonlyMap<string, Lead> {
  const leads = new Map<string, Lead>();
  for (const rank of CERTAINTIES.keys()) {
    let frontier: string[] = [];
    for (const grant of grants) {
      if (leads.has(grant.holder) || rankOf(grant.masks, level) > rank) continue;
      leads.set(grant.holder, { rank, steps: 1, step: undefined, grant });
    }
    // Everything known so far is a place to go on from: a way may get worse at any step of it.
    const byDistance = [...leads].sort(([, a], [, b]) => a.steps - b.steps).map(([key]) => key);
    frontier = byDistance;
    while (frontier.length > 0) frontier = expand(approach, leads, frontier, rank);
  }
  return leads;
}

function expand(approach: Approach, leads: Map<string, Lead>, frontier: readonly string[], rank: number): string[] {
  const next: string[] = [];
  for (const key of frontier) {
    const steps = (leads.get(key)?.steps ?? 0) + 1;
    for (const step of approach.stepsTo.get(key) ?? []) {
      if (CERTAINTIES.indexOf(step.certainty) > rank) continue;
      const known = leads.get(step.from);
      if (known !== undefined && (known.rank < rank || known.steps <= steps)) continue;
      leads.set(step.from, { rank, steps, step, grant: undefined });
      next.push(step.from);
    }
  }
  return next;
}

/** Rank of the surest of the levels asked for; 2 also for a grant whose levels were not told; 3 for none of them. */
function rankOf(masks: Masks, level: number): number {
  if (level === 0 && anyOf(masks) === 0) return 2;
  const wanted = level === 0 ? -1 : level;
  if ((masks.certain & wanted) !== 0) return 0;
  if ((masks.possible & wanted) !== 0) return 1;
  return (masks.unknown & wanted) !== 0 ? 2 : 3;
}

function same(a: Masks, b: Masks): boolean {
  return a.certain === b.certain && a.possible === b.possible && a.unknown === b.unknown;
}
