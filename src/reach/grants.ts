import type { GrantTables } from './tables.ts';

/**
 * Grants by the ordinals they cover: sorted by where they begin, with the greatest end of each block, so that the grants
 * on one ordinal are found without looking at all.
 */
export interface GrantsByOrdinal {
  /** Numbers of grants, by where they begin. */
  readonly order: Uint32Array;
  /** An implicit binary tree over `order`: the greatest end below each of its nodes. */
  readonly ends: Uint32Array;
}

export function grantsByOrdinal({ lo, hi }: GrantTables): GrantsByOrdinal {
  const count = lo.length;
  const sorted = Float64Array.from(lo, (one, i) => one * count + i).sort();
  const order = Uint32Array.from(sorted, (one) => one % count);
  const width = 2 ** Math.ceil(Math.log2(Math.max(1, count)));
  const ends = new Uint32Array(width * 2);
  for (const [i, grant] of order.entries()) ends[width + i] = hi[grant] ?? 0;
  for (let node = width - 1; node > 0; node -= 1) ends[node] = Math.max(ends[node * 2] ?? 0, ends[node * 2 + 1] ?? 0);
  return { order, ends };
}

/** Calls back with each grant that covers the ordinal. */
export function eachGrantAt(
  { order, ends }: GrantsByOrdinal,
  { lo }: GrantTables,
  ordinal: number,
  visit: (grant: number) => void,
): void {
  const width = ends.length / 2;
  const descend = (node: number, from: number, to: number): void => {
    if (from >= order.length || (ends[node] ?? 0) <= ordinal || (lo[order[from] ?? 0] ?? 0) > ordinal) return;
    if (to - from === 1) {
      visit(order[from] ?? 0);
      return;
    }
    const middle = (from + to) >>> 1;
    descend(node * 2, from, middle);
    descend(node * 2 + 1, middle, to);
  };
  descend(1, 0, width);
}
