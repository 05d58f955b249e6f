import { type Seed, Waiting } from './seeds.ts';
import type { Segments } from './segments.ts';
import type { StepTables } from './tables.ts';
import { NOT_REACHED, RANKS, START, type Walked, type WalkTables, wayBack } from './walked.ts';

/** A step that is not in the graph. */
export interface VirtualStep {
  readonly to: number;
  readonly rank: number;
}

/** Steps and actors that are taken as not there. */
export interface Removed {
  readonly steps: ReadonlySet<number>;
  readonly actors: ReadonlySet<number>;
  /** By actor: steps that it takes besides its own. They are on no way that is told. */
  readonly instead?: ReadonlyMap<number, readonly VirtualStep[]>;
  /** By actor: what it is granted besides. */
  readonly grants?: ReadonlyMap<number, Segments>;
  /** Actors `[from, to)` are reached, and not gone on from. */
  readonly beyond?: readonly [number, number];
}

export const NOTHING_REMOVED: Removed = { steps: new Set(), actors: new Set() };
const NOBODY = [0, 0] as const;

const AT_ONCE = [0, 0, 0] as const;

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
  /** The rank of the last walk that was made: those above would be the same. */
  #made = 0;
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

  /** Walks from an actor that is live at `now`; `without`: what is taken as not there. Valid until the next walk. */
  walk(from: number, now: number, without: Removed = NOTHING_REMOVED): Walked {
    return this.walkFrom([{ actor: from, distances: AT_ONCE }], now, without);
  }

  /** Walks from several. */
  walkFrom(seeds: readonly Seed[], now: number, without: Removed = NOTHING_REMOVED): Walked {
    this.#forget();
    this.#now = now;
    this.#without = without;
    const open = seeds.filter(({ actor }) => this.#isOpen(actor));
    let worst = this.#walkAt(0, open);
    this.#made = 0;
    for (let rank = 1; rank < RANKS; rank += 1) {
      const isSame = open.every(({ distances }) => distances[rank] === distances[rank - 1]);
      if (worst < rank && isSame) continue;
      // Walks that were left out are the same as the one before.
      for (let skipped = this.#made + 1; skipped < rank; skipped += 1) this.#walkAt(skipped, open);
      worst = Math.max(worst, this.#walkAt(rank, open));
      this.#made = rank;
    }
    return {
      nodes: this.#nodes,
      rankOf: (node) => this.#rankOf(node),
      distanceAt: (node, rank) => this.#distanceAt(node, Math.min(rank, this.#made)),
      wayAt: (node, rank) => wayBack(this.#steps, node, (one) => this.#byAt(one, Math.min(rank, this.#made))),
    };
  }

  /** The last walk, to be kept. */
  tables(): WalkTables {
    const nodes = Uint32Array.from(this.#nodes).sort();
    const ranks = new Uint8Array(nodes.length);
    for (let i = 0; i < nodes.length; i += 1) ranks[i] = this.#rankOf(nodes[i] ?? 0);
    const made = this.#by.slice(0, this.#made + 1);
    return {
      nodes,
      ranks,
      by: made.map((by) => picked(by, nodes, new Int32Array(nodes.length))),
      distances: this.#distances.slice(0, made.length).map((all) => picked(all, nodes, new Uint32Array(nodes.length))),
    };
  }

  #isOpen(actor: number): boolean {
    return (this.#liveUntil[actor] ?? 0) > this.#now && !this.#without.actors.has(actor);
  }

  /** Walks with steps of up to this rank. Returns the worst rank of a step that was met. */
  #walkAt(rank: number, seeds: readonly Seed[]): number {
    const by = this.#by[rank];
    const distances = this.#distances[rank];
    if (by === undefined || distances === undefined) return 0;
    const [stopFrom, stopTo] = this.#without.beyond ?? NOBODY;
    const queue: number[] = [];
    const waiting = new Waiting(seeds, rank);
    const begin = (upTo: number): void => {
      for (let seed = waiting.next(upTo); seed !== undefined; seed = waiting.next(upTo)) {
        if (by[seed.actor] !== NOT_REACHED) continue;
        by[seed.actor] = START;
        distances[seed.actor] = seed.distances[rank] ?? 0;
        this.#note(seed.actor, rank);
        queue.push(seed.actor);
      }
    };
    begin(waiting.nearest);
    let worst = 0;
    for (let head = 0; head < queue.length; head += 1) {
      const node = queue[head] ?? 0;
      // Those as far as its neighbours begin now: the queue stays in order of distance.
      begin((distances[node] ?? 0) + 1);
      if (by[node] === START || node < stopFrom || node >= stopTo)
        worst = Math.max(worst, this.#leave(node, rank, by, distances, queue));
      if (head === queue.length - 1) begin(waiting.nearest);
    }
    return worst;
  }

  /** Takes the steps that begin at an actor. Returns the worst rank among those that lead to somebody new. */
  #leave(node: number, rank: number, by: Int32Array, distances: Uint32Array, queue: number[]): number {
    const { starts, to, ranks } = this.#steps;
    let worst = 0;
    const take = (next: number, own: number, step: number): void => {
      if (by[next] !== NOT_REACHED || !this.#isOpen(next)) return;
      worst = Math.max(worst, own);
      if (own > rank) return;
      by[next] = step;
      distances[next] = (distances[node] ?? 0) + 1;
      this.#note(next, rank);
      queue.push(next);
    };
    const { steps, instead } = this.#without;
    for (let step = starts[node] ?? 0; step < (starts[node + 1] ?? 0); step += 1)
      if (!steps.has(step)) take(to[step] ?? 0, ranks[step] ?? 0, step);
    for (const one of instead?.get(node) ?? []) take(one.to, one.rank, START);
    return worst;
  }

  #note(node: number, rank: number): void {
    for (let surer = 0; surer < rank; surer += 1) if (this.#by[surer]?.[node] !== NOT_REACHED) return;
    this.#nodes.push(node);
  }

  #rankOf(node: number): number {
    for (let rank = 0; rank < RANKS; rank += 1) if (this.#by[rank]?.[node] !== NOT_REACHED) return rank;
    return RANKS;
  }

  #byAt(node: number, rank: number): number {
    return this.#by[rank]?.[node] ?? NOT_REACHED;
  }

  #distanceAt(node: number, rank: number): number {
    return this.#byAt(node, rank) === NOT_REACHED ? Number.POSITIVE_INFINITY : (this.#distances[rank]?.[node] ?? 0);
  }

  #forget(): void {
    for (const node of this.#nodes) for (const by of this.#by) by[node] = NOT_REACHED;
    this.#nodes = [];
  }
}

/** The values of some. A loop: many times faster than `from` with a function. */
function picked<T extends Int32Array | Uint32Array>(all: T, nodes: Uint32Array, into: T): T {
  for (let i = 0; i < nodes.length; i += 1) into[i] = all[nodes[i] ?? 0] ?? 0;
  return into;
}
