/**
 * A set of ordinals as flat pairs `lo, hi, lo, hi, …` with `lo < hi` (hi is not in the set), ascending and never touching.
 * Flat numbers and no objects: a million of them are swept in a second.
 */
export type Ranges = readonly number[];

export const NO_RANGES: Ranges = [];

/** Any pairs, in any order, overlapping or empty, as a proper set. */
export function normaliseRanges(pairs: Ranges): Ranges {
  const starts: [number, number][] = [];
  for (let index = 0; index + 1 < pairs.length; index += 2) starts.push([at(pairs, index), at(pairs, index + 1)]);
  starts.sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [lo, hi] of starts) append(merged, lo, hi);
  return merged;
}

export function unionRanges(left: Ranges, right: Ranges): Ranges {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  return normaliseRanges([...left, ...right]);
}

/** What is in `[lo, hi)` and not in `ranges`. */
export function complementRanges(ranges: Ranges, lo: number, hi: number): Ranges {
  const outside: number[] = [];
  let from = lo;
  for (let index = 0; index + 1 < ranges.length; index += 2) {
    append(outside, from, Math.min(at(ranges, index), hi));
    from = Math.max(from, at(ranges, index + 1));
  }
  append(outside, from, hi);
  return outside;
}

export function intersectRanges(left: Ranges, right: Ranges): Ranges {
  const both: number[] = [];
  let l = 0;
  let r = 0;
  while (l + 1 < left.length && r + 1 < right.length) {
    append(both, Math.max(at(left, l), at(right, r)), Math.min(at(left, l + 1), at(right, r + 1)));
    if (at(left, l + 1) < at(right, r + 1)) l += 2;
    else r += 2;
  }
  return both;
}

export function subtractRanges(left: Ranges, right: Ranges): Ranges {
  const end = left[left.length - 1];
  return end === undefined ? NO_RANGES : intersectRanges(left, complementRanges(right, at(left, 0), end));
}

export function rangesContain(ranges: Ranges, ordinal: number): boolean {
  for (let index = 0; index + 1 < ranges.length; index += 2) {
    if (ordinal < at(ranges, index)) return false;
    if (ordinal < at(ranges, index + 1)) return true;
  }
  return false;
}

/** How many ordinals are in the set. */
export function countRanges(ranges: Ranges): number {
  let count = 0;
  for (let index = 0; index + 1 < ranges.length; index += 2) count += at(ranges, index + 1) - at(ranges, index);
  return count;
}

/** Adds `[lo, hi)` at the end of ascending `ranges`, joining what touches; an empty pair adds nothing. */
export function append(ranges: number[], lo: number, hi: number): void {
  if (hi <= lo) return;
  const end = ranges[ranges.length - 1];
  if (end === undefined || lo > end) ranges.push(lo, hi);
  else if (hi > end) ranges[ranges.length - 1] = hi;
}

function at(ranges: Ranges, index: number): number {
  return ranges[index] ?? 0;
}
