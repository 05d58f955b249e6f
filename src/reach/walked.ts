import type { StepTables } from './tables.ts';

/** Certain, conditional, unknown. */
export const RANKS = 3;
export const NOT_REACHED = -2;
export const START = -1;

/** What a subject can act as, and how it gets there. */
export interface Walked extends Ways {
  /** Actors reached. */
  readonly nodes: Iterable<number>;
}

/** How a subject gets to actors. */
export interface Ways {
  /** Rank of the surest way to an actor; `RANKS` where there is none. */
  rankOf(node: number): number;
  /** Steps of the shortest way of at most this rank; infinite where there is none. */
  distanceAt(node: number, rank: number): number;
  /** Numbers of the steps of that way, from where the walk begins. */
  wayAt(node: number, rank: number): number[];
}

/** Steps of the shortest of the surest ways. */
export function distanceOf(walked: Ways, node: number): number {
  return walked.distanceAt(node, walked.rankOf(node));
}

/** The shortest of the surest ways. */
export function wayTo(walked: Ways, node: number): number[] {
  return walked.wayAt(node, walked.rankOf(node));
}

/** A walk as arrays that the next one leaves alone: `nodes` ascending, the rest by rank and place in `nodes`. */
export interface WalkTables {
  readonly nodes: Uint32Array;
  readonly ranks: Uint8Array;
  /** The step that led to each, -1 where the walk begins; -2 where it did not come. */
  readonly by: readonly Int32Array[];
  readonly distances: readonly Uint32Array[];
}

/** A walk that is kept. */
export class KeptWalk implements Walked {
  readonly nodes: Uint32Array;
  readonly #tables: WalkTables;
  readonly #steps: StepTables;

  constructor(tables: WalkTables, steps: StepTables) {
    this.nodes = tables.nodes;
    this.#tables = tables;
    this.#steps = steps;
  }

  rankOf(node: number): number {
    const at = this.#placeOf(node);
    return at < 0 ? RANKS : (this.#tables.ranks[at] ?? RANKS);
  }

  distanceAt(node: number, rank: number): number {
    const { distances } = this.#tables;
    const made = Math.min(rank, distances.length - 1);
    if (this.#byAt(node, made) === NOT_REACHED) return Number.POSITIVE_INFINITY;
    return distances[made]?.[this.#placeOf(node)] ?? Number.POSITIVE_INFINITY;
  }

  wayAt(node: number, rank: number): number[] {
    const made = Math.min(rank, this.#tables.by.length - 1);
    return wayBack(this.#steps, node, (one) => this.#byAt(one, made));
  }

  #byAt(node: number, made: number): number {
    const at = this.#placeOf(node);
    return at < 0 ? NOT_REACHED : (this.#tables.by[made]?.[at] ?? NOT_REACHED);
  }

  #placeOf(node: number): number {
    let low = 0;
    let high = this.nodes.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.nodes[middle] ?? 0) < node) low = middle + 1;
      else high = middle;
    }
    return this.nodes[low] === node ? low : -1;
  }
}

export function wayBack(steps: StepTables, node: number, by: (node: number) => number): number[] {
  const way: number[] = [];
  for (let step = by(node); step >= 0; step = by(actorOfStep(steps, step))) way.push(step);
  return way.reverse();
}

/** The actor a step begins at, or that has a grant. */
export function actorOfStep({ starts }: { readonly starts: Uint32Array }, step: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= step) low = middle;
    else high = middle - 1;
  }
  return low;
}
