import type { StepTables } from './tables.ts';

const RANKS = 3;
const NOT_REACHED = -2;
const START = -1;

/** Steps and actors that are taken as not there; actors `[from, to)` are reached, and not gone on from. */
export interface Removed {
  readonly steps: ReadonlySet<number>;
  readonly actors: ReadonlySet<number>;
  readonly beyond?: readonly [number, number];
}

const NOTHING_REMOVED: Removed = { steps: new Set(), actors: new Set() };
const NOBODY = [0, 0] as const;

/** What a subject can act as, and how it gets there. Valid until the next `walk` of the same walker. */
export interface Walked {
  /** Actors reached, the subject first. */
  readonly nodes: readonly number[];
  /** Rank of the surest way to an actor. */
  rankOf(node: number): number;
  /** Steps of the shortest of the surest ways. */
  distanceOf(node: number): number;
  /** Numbers of the steps to an actor, from the subject on. */
  wayTo(node: number): number[];
}

/**
 * Breadth-first walks over the steps: once with certain steps only, then with conditional ones, then with undecided ones.
 * An actor belongs to the first walk that reaches it. Holds arrays as long as there are actors; used again and again.
 */
export class Walker {
  readonly #steps: StepTables;
  readonly #liveUntil: Float64Array;
  /** By rank: the step that led to each actor. */
  readonly #by: readonly Int32Array[];
  readonly #distances: readonly Uint32Array[];
  #nodes: number[] = [];
  #now = 0;
  #without: Removed = NOTHING_REMOVED;

  /** `liveUntil`: of each actor, in milliseconds since the epoch. */
  constructor(steps: StepTables, liveUntil: Float64Array) {
    const actors = steps.starts.length - 1;
    this.#steps = steps;
    this.#liveUntil = liveUntil;
    this.#by = Array.from({ length: RANKS }, () => new Int32Array(actors).fill(NOT_REACHED));
    this.#distances = Array.from({ length: RANKS }, () => new Uint32Array(actors));
  }

  /** Walks from the actors that are live at `now`; `without`: what is taken as not there. */
  walk(from: readonly number[], now: number, without: Removed = NOTHING_REMOVED): Walked {
    this.#forget();
    this.#now = now;
    this.#without = without;
    const starts = from.filter((actor) => this.#isOpen(actor));
    let worst = this.#walkAt(0, starts);
    for (let rank = 1; rank < RANKS; rank += 1) {
      if (worst >= rank) worst = Math.max(worst, this.#walkAt(rank, starts));
    }
    return {
      nodes: this.#nodes,
      rankOf: (node) => this.#rankOf(node),
      distanceOf: (node) => this.#distances[this.#rankOf(node)]?.[node] ?? 0,
      wayTo: (node) => this.#wayTo(node),
    };
  }

  #isOpen(actor: number): boolean {
    return (this.#liveUntil[actor] ?? 0) > this.#now && !this.#without.actors.has(actor);
  }

  /** Walks with steps of up to this rank. Returns the worst rank of a step that was met. */
  #walkAt(rank: number, starts: readonly number[]): number {
    const by = this.#by[rank];
    const distances = this.#distances[rank];
    if (by === undefined || distances === undefined) return 0;
    const [stopFrom, stopTo] = this.#without.beyond ?? NOBODY;
    const queue = [...starts];
    for (const start of starts) {
      by[start] = START;
      distances[start] = 0;
      this.#note(start, rank);
    }
    let worst = 0;
    for (let head = 0; head < queue.length; head += 1) {
      const node = queue[head] ?? 0;
      if (head >= starts.length && node >= stopFrom && node < stopTo) continue;
      worst = Math.max(worst, this.#leave(node, rank, by, distances, queue));
    }
    return worst;
  }

  /** Takes the steps that begin at an actor. Returns the worst rank among those that lead to somebody new. */
  #leave(node: number, rank: number, by: Int32Array, distances: Uint32Array, queue: number[]): number {
    const { starts, to, ranks } = this.#steps;
    let worst = 0;
    for (let step = starts[node] ?? 0; step < (starts[node + 1] ?? 0); step += 1) {
      const next = to[step] ?? 0;
      if (by[next] !== NOT_REACHED || !this.#isOpen(next) || this.#without.steps.has(step)) continue;
      const own = ranks[step] ?? 0;
      worst = Math.max(worst, own);
      if (own > rank) continue;
      by[next] = step;
      distances[next] = (distances[node] ?? 0) + 1;
      this.#note(next, rank);
      queue.push(next);
    }
    return worst;
  }

  #note(node: number, rank: number): void {
    for (let surer = 0; surer < rank; surer += 1) if (this.#by[surer]?.[node] !== NOT_REACHED) return;
    this.#nodes.push(node);
  }

  #rankOf(node: number): number {
    return this.#by.findIndex((one) => one[node] !== NOT_REACHED);
  }

  #wayTo(node: number): number[] {
    const by = this.#by[this.#rankOf(node)];
    const way: number[] = [];
    for (let step = by?.[node] ?? START; step >= 0; step = by?.[actorOfStep(this.#steps, step)] ?? START)
      way.push(step);
    return way.reverse();
  }

  #forget(): void {
    for (const node of this.#nodes) for (const by of this.#by) by[node] = NOT_REACHED;
    this.#nodes = [];
  }
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
