import { Random } from '../../lib/random.ts';

/** Draws of one organisation; `fork` gives draws that do not depend on how many were made before. */
export class Dice {
  readonly #seed: number;
  readonly #random: Random;

  constructor(seed: number, name = '') {
    this.#seed = hashed(seed, name);
    this.#random = new Random(this.#seed);
    for (let warm = 0; warm < 3; warm += 1) this.#random.next();
  }

  fork(name: string): Dice {
    return new Dice(this.#seed, name);
  }

  chance(rate: number): boolean {
    return this.#random.next() < rate;
  }

  /** A whole number in [from, to]. */
  int(from: number, to: number): number {
    return from + this.#random.below(to - from + 1);
  }

  one<T>(from: readonly T[]): T {
    const found = from[this.#random.below(from.length)];
    if (found === undefined) throw new RangeError('nothing to draw from');
    return found;
  }

  /** The key drawn by its share. */
  share<K extends string>(shares: Readonly<Record<K, number>>): K {
    const entries = Object.entries(shares) as [K, number][];
    let left = this.#random.next() * entries.reduce((sum, [, share]) => sum + share, 0);
    for (const [key, share] of entries) {
      left -= share;
      if (left < 0) return key;
    }
    return (entries.at(-1) as [K, number])[0];
  }
}

/** FNV-1a over the seed and the name. */
function hashed(seed: number, name: string): number {
  let hash = 2166136261;
  for (const letter of `${seed}/${name}`) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hash;
}
