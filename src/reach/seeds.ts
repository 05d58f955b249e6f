/** Where a walk begins: how many steps it was to the actor by ways of each rank; infinite where there is no such way. */
export interface Seed {
  readonly actor: number;
  readonly distances: readonly number[];
}

/** Seeds that have not begun yet, the nearest first. */
export class Waiting {
  readonly #seeds: readonly Seed[];
  readonly #rank: number;
  #at = 0;

  constructor(seeds: readonly Seed[], rank: number) {
    this.#rank = rank;
    this.#seeds = seeds
      .filter(({ distances }) => Number.isFinite(distances[rank]))
      .sort((a, b) => (a.distances[rank] ?? 0) - (b.distances[rank] ?? 0));
  }

  get nearest(): number {
    return this.#seeds[this.#at]?.distances[this.#rank] ?? Number.NEGATIVE_INFINITY;
  }

  /** The next one, if it is no further than this. */
  next(upTo: number): Seed | undefined {
    if (this.#at === this.#seeds.length || this.nearest > upTo) return undefined;
    this.#at += 1;
    return this.#seeds[this.#at - 1];
  }
}
