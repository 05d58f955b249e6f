import type { RateLimiterMemory } from 'rate-limiter-flexible';

export interface RateOptions {
  /** Requests of one caller in a minute. */
  readonly perCaller: number;
  /** Requests from one address in a minute. */
  readonly perAddress: number;
}

/** Failed logins from one address in a minute. */
const FAILURES = 60;

/** Counts requests by caller and by address, in windows of a minute. */
export class Rates {
  readonly #options: RateOptions;
  #limiters: Promise<Readonly<Record<'caller' | 'address' | 'failure', RateLimiterMemory>>> | undefined;

  constructor(options: RateOptions) {
    this.#options = options;
  }

  /** Counts one; answers how many seconds to wait when it is one too many. */
  async waitFor(kind: 'caller' | 'address' | 'failure', key: string): Promise<number | undefined> {
    this.#limiters ??= this.#make();
    const limiter = (await this.#limiters)[kind];
    const found = await limiter.consume(key).catch((refused: unknown) => refused);
    if (found instanceof Error) throw found;
    const { remainingPoints, msBeforeNext, consumedPoints } = found as Counted;
    return remainingPoints <= 0 && consumedPoints > limiter.points ? Math.ceil(msBeforeNext / 1000) : undefined;
  }

  async #make() {
    const { RateLimiterMemory: Limiter } = await import('rate-limiter-flexible');
    const { perCaller, perAddress } = this.#options;
    const of = (points: number) => new Limiter({ points, duration: 60 });
    return { caller: of(perCaller), address: of(perAddress), failure: of(FAILURES) };
  }
}

interface Counted {
  readonly remainingPoints: number;
  readonly consumedPoints: number;
  readonly msBeforeNext: number;
}
