import { hashText } from '../graph/load/hash.ts';

/** Numbers by the hash of their text: hashes ascending, with the number of each. Can be handed to another thread. */
export interface KeyIndex {
  readonly hashes: Uint32Array;
  readonly numbers: Uint32Array;
}

const hash = { hi: 0, lo: 0 };

export function hashOf(text: string): number {
  hashText(text, hash);
  return hash.lo;
}

/** `hashes`: of each number, from 0. */
export function keyIndex(hashes: Uint32Array): KeyIndex {
  const count = hashes.length;
  const sorted = Float64Array.from(hashes, (one, i) => one * count + i).sort();
  const numbers = Uint32Array.from(sorted, (one) => one % count);
  return { hashes: Uint32Array.from(numbers, (number) => hashes[number] ?? 0), numbers };
}

/** The number whose text this is, or `undefined`; `is` tells texts of one hash apart. */
export function numberOf(index: KeyIndex, text: string, is: (number: number) => boolean): number | undefined {
  const wanted = hashOf(text);
  let low = 0;
  let high = index.hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((index.hashes[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  for (; index.hashes[low] === wanted; low += 1) {
    const number = index.numbers[low] ?? 0;
    if (is(number)) return number;
  }
  return undefined;
}
