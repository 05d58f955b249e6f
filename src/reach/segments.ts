import { WORD_BITS } from './word.ts';

/** Ranges of resource ordinals `[lo, hi)` with their words: ascending and disjoint. */
export interface Segments {
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  readonly words: Uint16Array;
}

/** Overlapping ranges in any order, to be joined. */
export class RangeList {
  #lo = new Uint32Array(64);
  #hi = new Uint32Array(64);
  #words = new Uint16Array(64);
  size = 0;

  add(lo: number, hi: number, word: number): void {
    if (lo >= hi || word === 0) return;
    if (this.size === this.#lo.length) this.#grow();
    this.#lo[this.size] = lo;
    this.#hi[this.size] = hi;
    this.#words[this.size] = word;
    this.size += 1;
  }

  clear(): void {
    this.size = 0;
  }

  /** The union: words of overlapping ranges are joined, neighbours with the same word become one. */
  union(): Segments {
    return this.size === 1 ? this.#only() : sweep(this.size, this.#lo, this.#hi, this.#words);
  }

  #only(): Segments {
    return { lo: this.#lo.slice(0, 1), hi: this.#hi.slice(0, 1), words: this.#words.slice(0, 1) };
  }

  #grow(): void {
    const larger = this.size * 2;
    this.#lo = enlarged(this.#lo, new Uint32Array(larger));
    this.#hi = enlarged(this.#hi, new Uint32Array(larger));
    this.#words = enlarged(this.#words, new Uint16Array(larger));
  }
}

function enlarged<T extends Uint32Array | Uint16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** How many open ranges have each bit of a word; the word of all of them together. */
class OpenWords {
  readonly #counts = new Int32Array(WORD_BITS);
  word = 0;

  turn(word: number, by: 1 | -1): void {
    for (let rest = word; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      const count = (this.#counts[bit] ?? 0) + by;
      this.#counts[bit] = count;
      if (count === 0) this.word &= ~(1 << bit);
      else this.word |= 1 << bit;
    }
  }
}

/** Ends of ranges in the order of their places, as `place * 2n + 2 * range + (1 at an end)`: numbers that sort fast. */
function sortedEnds(n: number, lo: Uint32Array, hi: Uint32Array): Float64Array {
  const ends = new Float64Array(n * 2);
  for (let i = 0; i < n; i += 1) {
    ends[i * 2] = (lo[i] ?? 0) * (n * 2) + i * 2;
    ends[i * 2 + 1] = (hi[i] ?? 0) * (n * 2) + i * 2 + 1;
  }
  return ends.sort();
}

function sweep(n: number, lo: Uint32Array, hi: Uint32Array, words: Uint16Array): Segments {
  const ends = sortedEnds(n, lo, hi);
  const out = new SegmentWriter(n * 2);
  const open = new OpenWords();
  let from = 0;
  for (const end of ends) {
    const at = Math.floor(end / (n * 2));
    const rest = end - at * (n * 2);
    if (at !== from) {
      out.put(from, at, open.word);
      from = at;
    }
    open.turn(words[rest >> 1] ?? 0, (rest & 1) === 0 ? 1 : -1);
  }
  return out.done();
}

/** Writes segments in ascending order. */
export class SegmentWriter {
  readonly #lo: Uint32Array;
  readonly #hi: Uint32Array;
  readonly #words: Uint16Array;
  #size = 0;

  constructor(most: number) {
    this.#lo = new Uint32Array(most);
    this.#hi = new Uint32Array(most);
    this.#words = new Uint16Array(most);
  }

  put(lo: number, hi: number, word: number): void {
    if (word === 0 || lo === hi) return;
    const last = this.#size - 1;
    if (last >= 0 && this.#hi[last] === lo && this.#words[last] === word) {
      this.#hi[last] = hi;
      return;
    }
    this.#lo[this.#size] = lo;
    this.#hi[this.#size] = hi;
    this.#words[this.#size] = word;
    this.#size += 1;
  }

  done(): Segments {
    const size = this.#size;
    return { lo: this.#lo.slice(0, size), hi: this.#hi.slice(0, size), words: this.#words.slice(0, size) };
  }
}

/** The number of the segment that holds an ordinal, or of the first one behind it. */
export function firstBehind({ hi }: Segments, ordinal: number): number {
  let low = 0;
  let high = hi.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hi[middle] ?? 0) <= ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The word of one ordinal; 0 where nothing is reached. */
export function wordAt(segments: Segments, ordinal: number): number {
  const i = firstBehind(segments, ordinal);
  const lo = segments.lo[i];
  return lo === undefined || lo > ordinal ? 0 : (segments.words[i] ?? 0);
}

/** Calls back with the parts of a range within which one word, or none (0), is there. */
export function eachPart(
  segments: Segments,
  from: number,
  to: number,
  visit: (lo: number, hi: number, word: number) => void,
): void {
  let at = from;
  for (let i = firstBehind(segments, from); at < to; i += 1) {
    const lo = Math.min(to, segments.lo[i] ?? to);
    if (lo > at) visit(at, lo, 0);
    if (lo >= to) return;
    const hi = Math.min(to, segments.hi[i] ?? to);
    visit(Math.max(at, lo), hi, segments.words[i] ?? 0);
    at = hi;
  }
}
