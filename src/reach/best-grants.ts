import type { ReachIndex } from './reach-index.ts';
import type { Target } from './rows.ts';
import { isShared, ON_SCOPE } from './tables.ts';
import { distanceOf, type Walked } from './walked.ts';
import { masksOf, weakened } from './word.ts';

/** Grants that are told of a target: the condition keys of these are told. */
const GRANTS_TOLD = 20;

/** A grant with its place among those of one target: the lower, the better. */
export interface Ranked {
  readonly grant: number;
  readonly rank: number;
  /** How sure the way to it is. */
  readonly way: number;
}

/** For each target its best grants: the surest over the shortest way first. One pass over the walk's grants for all targets. */
export function bestGrants(index: ReachIndex, walked: Walked, targets: readonly Target[]): Ranked[][] {
  const { starts, lo, hi } = index.tables.grants;
  const found = new Found(index, targets);
  for (const node of walked.nodes) {
    for (let grant = starts[node] ?? 0; grant < (starts[node + 1] ?? 0); grant += 1) {
      if (found.concerns(grant)) found.add(rankedOf(index, walked, node, grant), lo[grant] ?? 0, hi[grant] ?? 0);
    }
  }
  return found.best();
}

/** The best of several lists. */
export function bestOf(...lists: readonly (readonly Ranked[])[]): Ranked[] {
  const best = new Map<number, Ranked>();
  for (const one of lists.flat()) if (one.rank < (best.get(one.grant)?.rank ?? Infinity)) best.set(one.grant, one);
  return firstOf([...best.values()]);
}

function firstOf(list: Ranked[]): Ranked[] {
  return list.sort((a, b) => a.rank - b.rank).slice(0, GRANTS_TOLD);
}

/** Surer ways come first, then surer grants, then shorter ways; then what is granted itself before what is shared. */
function rankedOf({ tables }: ReachIndex, walked: Walked, holder: number, grant: number): Ranked {
  const way = walked.rankOf(holder);
  const { certain, possible } = masksOf(weakened(tables.grants.words[grant] ?? 0, way));
  const doubt = certain !== 0 ? 0 : possible !== 0 ? 1000 : 2000;
  const kind = tables.grants.kindOf[grant];
  const shared = isShared(kind) ? 0.25 : kind === ON_SCOPE ? 0.5 : 0;
  return { grant, rank: way * 1000 + distanceOf(walked, holder) + doubt + shared, way };
}

class Found {
  readonly #index: ReachIndex;
  readonly #lists: readonly Ranked[][];
  readonly #byScope = new Map<number, Ranked[]>();
  /** Ordinals, ascending, with their lists. */
  readonly #points: readonly { readonly ordinal: number; readonly list: Ranked[] }[];

  constructor(index: ReachIndex, targets: readonly Target[]) {
    this.#index = index;
    this.#lists = targets.map(() => []);
    const points: { ordinal: number; list: Ranked[] }[] = [];
    for (const [i, target] of targets.entries()) {
      const list = this.#lists[i] ?? [];
      if ('scope' in target) this.#byScope.set(target.scope, list);
      else points.push({ ordinal: target.ordinal, list });
    }
    this.#points = points.sort((a, b) => a.ordinal - b.ordinal);
  }

  /** Does a grant reach a target? */
  concerns(grant: number): boolean {
    const { lo, hi } = this.#index.tables.grants;
    return (
      this.#scopeOf(grant) !== undefined ||
      (this.#points[this.#firstAt(lo[grant] ?? 0)]?.ordinal ?? Infinity) < (hi[grant] ?? 0)
    );
  }

  add(ranked: Ranked, lo: number, hi: number): void {
    const ofScope = this.#scopeOf(ranked.grant);
    // A scope with exceptions is in pieces: one is enough.
    if (ofScope !== undefined && ofScope.at(-1)?.rank !== ranked.rank) ofScope.push(ranked);
    for (let i = this.#firstAt(lo); i < this.#points.length; i += 1) {
      const point = this.#points[i];
      if (point === undefined || point.ordinal >= hi) return;
      point.list.push(ranked);
    }
  }

  best(): Ranked[][] {
    return this.#lists.map(firstOf);
  }

  #scopeOf(grant: number): Ranked[] | undefined {
    const { kindOf, via } = this.#index.tables.grants;
    return kindOf[grant] === ON_SCOPE ? this.#byScope.get(via[grant] ?? 0) : undefined;
  }

  #firstAt(ordinal: number): number {
    let low = 0;
    let high = this.#points.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#points[middle]?.ordinal ?? 0) < ordinal) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
