import { anyOf, LEVELS, type Masks } from '../queries/reach/levels.ts';

/** Bits a level list takes. */
const BITS = LEVELS.length;
const ALL = (1 << BITS) - 1;

/** Set in every word of something that is reached: a grant whose levels were not told has nothing else. */
export const REACHED = 1 << (BITS * 3);

/** Bits a word can have. */
export const WORD_BITS = BITS * 3 + 1;

/** Levels with how sure they are, in one number: certain in bits 0–4, possible in 5–9, unknown in 10–14, and `REACHED`. */
export function wordOf(masks: Masks): number {
  return masks.certain | (masks.possible << BITS) | (masks.unknown << (BITS * 2)) | REACHED;
}

export function masksOf(word: number): Masks {
  return { certain: word & ALL, possible: (word >> BITS) & ALL, unknown: (word >> (BITS * 2)) & ALL };
}

/** The word at the end of a way of this rank: 0 certain, 1 conditional, 2 unknown. A grant is no surer than the way to it. */
export function weakened(word: number, rank: number): number {
  if (rank === 0) return word;
  const { certain, possible, unknown } = masksOf(word);
  const levels = certain | possible;
  if (rank === 1) return (levels << BITS) | (unknown << (BITS * 2)) | REACHED;
  return ((levels | unknown) << (BITS * 2)) | REACHED;
}

/** The word less some levels; 0 when they were all it had. */
export function without(word: number, levels: number): number {
  const left = word & ~(levels | (levels << BITS) | (levels << (BITS * 2)));
  return anyOf(masksOf(left)) === 0 ? 0 : left;
}

/** Does the word give one of the levels? `levels` 0: is anything reached. */
export function hasLevel(word: number, levels: number): boolean {
  return levels === 0 ? (word & REACHED) !== 0 : (anyOf(masksOf(word)) & levels) !== 0;
}

/** How sure a level is: 0 certain, 1 possible, 2 unknown, 3 not given. */
export function rankOfLevel(word: number, bit: number): number {
  if ((word & (1 << bit)) !== 0) return 0;
  if ((word & (1 << (bit + BITS))) !== 0) return 1;
  return (word & (1 << (bit + BITS * 2))) !== 0 ? 2 : 3;
}

/** How sure the surest of these levels is: 0 certain, 1 possible, 2 unknown, 3 none. `levels` 0: any; 2 for levels that were not told. */
export function rankOfWord(word: number, levels: number): number {
  const { certain, possible, unknown } = masksOf(word);
  const wanted = levels === 0 ? ALL : levels;
  if ((certain & wanted) !== 0) return 0;
  if ((possible & wanted) !== 0) return 1;
  return (unknown & wanted) !== 0 || (levels === 0 && anyOf(masksOf(word)) === 0) ? 2 : 3;
}

/** Is a level missing, or less sure than in the other word? */
export function isWeaker(word: number, than: number): boolean {
  return LEVELS.some((_, bit) => rankOfLevel(word, bit) > rankOfLevel(than, bit));
}
