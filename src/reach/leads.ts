/** The first step of the surest way from an actor to a grant, the shortest of those. A holder has the grant instead. */
export interface Lead {
  /** 0 certain, 1 conditional, 2 unknown or not told. */
  readonly rank: number;
  /** Steps to the target, that of the grant included. */
  readonly steps: number;
  readonly step: number | undefined;
  readonly grant: number | undefined;
}

const NONE = -1;

/** Leads by actor: flat arrays, for half of all actors may have one. */
export class Leads {
  /** Actors that have one, in the order in which they were found. */
  readonly actors: number[] = [];
  readonly #ranks: Uint8Array;
  /** 0: no lead. */
  readonly #steps: Uint16Array;
  readonly #step: Int32Array;
  readonly #grant: Int32Array;

  constructor(actors: number) {
    this.#ranks = new Uint8Array(actors);
    this.#steps = new Uint16Array(actors);
    this.#step = new Int32Array(actors);
    this.#grant = new Int32Array(actors);
  }

  has(actor: number): boolean {
    return this.#steps[actor] !== 0;
  }

  rankOf(actor: number): number {
    return this.#ranks[actor] ?? 0;
  }

  /** 0 where there is none. */
  stepsOf(actor: number): number {
    return this.#steps[actor] ?? 0;
  }

  get(actor: number): Lead | undefined {
    if (!this.has(actor)) return undefined;
    const [step = NONE, grant = NONE] = [this.#step[actor], this.#grant[actor]];
    return {
      rank: this.rankOf(actor),
      steps: this.stepsOf(actor),
      step: step === NONE ? undefined : step,
      grant: grant === NONE ? undefined : grant,
    };
  }

  /** The holder of a grant. */
  begin(actor: number, rank: number, grant: number): void {
    this.#put(actor, rank, 1, NONE, grant);
  }

  /** By a step to somebody who has a lead. */
  lead(actor: number, rank: number, steps: number, step: number): void {
    this.#put(actor, rank, steps, step, NONE);
  }

  #put(actor: number, rank: number, steps: number, step: number, grant: number): void {
    if (this.#steps[actor] === 0) this.actors.push(actor);
    this.#ranks[actor] = rank;
    this.#steps[actor] = steps;
    this.#step[actor] = step;
    this.#grant[actor] = grant;
  }
}
