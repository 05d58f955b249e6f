import { compareText } from '../queries/reach/order.ts';
import { type TextPool, textAt } from './text-pool.ts';

/** Numbers in the order of their texts, by code point as the database has it. */
export interface KeyOrder {
  readonly numbers: Uint32Array;
  /** Where each number stands in it. */
  readonly places: Uint32Array;
}

/** First byte of a UTF-8 character that takes two UTF-16 units: only those stand elsewhere in that order. */
const WIDE = 0xf0;

export function keyOrder(pool: TextPool): KeyOrder {
  const count = pool.starts.length - 1;
  const texts = Array.from({ length: count }, (_, i) => textAt(pool, i));
  const numbers = Uint32Array.from({ length: count }, (_, i) => i);
  const text = (i: number): string => texts[i] ?? '';
  if (pool.bytes.some((byte) => byte >= WIDE)) numbers.sort((a, b) => compareText(text(a), text(b)));
  else numbers.sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0));
  const places = new Uint32Array(count);
  for (const [place, number] of numbers.entries()) places[number] = place;
  return { numbers, places };
}
