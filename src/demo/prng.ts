import { createHash } from 'node:crypto';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** A seeded stream of numbers (mulberry32). Same seed, same numbers, on every machine. */
export class Random {
  readonly #seed: string;
  #state: number;

  constructor(seed: string) {
    this.#seed = seed;
    this.#state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  }

  /** A stream of its own: what is drawn from it changes nothing here. */
  fork(label: string): Random {
    return new Random(`${this.#seed}/${label}`);
  }

  /** 0 ≤ x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.int(0, from.length - 1)] ?? from[0];
  }

  /** One of a list that is not empty. Errors: RangeError. */
  one<T>(from: readonly T[]): T {
    const [first, ...rest] = from;
    if (first === undefined) throw new RangeError('nothing to choose from');
    return this.pick([first, ...rest]);
  }

  text(alphabet: string, length: number): string {
    let text = '';
    for (let i = 0; i < length; i += 1) text += alphabet[this.int(0, alphabet.length - 1)] ?? '';
    return text;
  }

  hex(length: number): string {
    return this.text('0123456789abcdef', length);
  }

  alphanumeric(length: number): string {
    return this.text(`${UPPER}${LOWER}${DIGITS}`, length);
  }

  lower(length: number): string {
    return this.text(`${LOWER}${DIGITS}`, length);
  }

  upper(length: number): string {
    return this.text(`${UPPER}${DIGITS}`, length);
  }

  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-8${this.hex(3)}-${this.hex(12)}`;
  }

  /** The id of a long-lived AWS access key. */
  accessKeyId(): string {
    return `AKIA${this.text(`${UPPER}234567`, 16)}`;
  }

  /** The id of a temporary AWS access key. */
  sessionKeyId(): string {
    return `ASIA${this.text(`${UPPER}234567`, 16)}`;
  }

  /** A unique id of IAM: `AIDA…`, `AROA…`, `AGPA…`. */
  iamId(prefix: string): string {
    return `${prefix}${this.text(`${UPPER}234567`, 17)}`;
  }
}
