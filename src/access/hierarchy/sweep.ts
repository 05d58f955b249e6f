import type { Ranges } from '../ranges/ranges.ts';
import type { Partition } from './places.ts';

/** Neighbouring places of one type where the same ranges hold. */
export interface Run {
  readonly lo: number;
  readonly hi: number;
  readonly type: string;
  /** Which of the ranges hold, by position, ascending. */
  readonly active: readonly number[];
}

interface Point {
  readonly at: number;
  readonly range: number;
  readonly starts: boolean;
}

/** Goes once over the end points of all ranges, in order. Runs where nothing holds are left out; each ends with its type. */
export function* runsOf(ranges: readonly Ranges[], partitions: readonly Partition[]): Generator<Run> {
  const points = pointsOf(ranges);
  const active = new Set<number>();
  let next = 0;
  for (const { type, lo, hi } of partitions) {
    let from = lo;
    while (from < hi) {
      for (; next < points.length && (points[next]?.at ?? 0) <= from; next += 1) apply(points[next], active);
      const to = Math.min(hi, points[next]?.at ?? hi);
      if (active.size > 0) yield { lo: from, hi: to, type, active: [...active].sort((a, b) => a - b) };
      from = to;
    }
  }
}

function pointsOf(ranges: readonly Ranges[]): Point[] {
  const points = ranges.flatMap((each, range) => each.map((at, end): Point => ({ at, range, starts: end % 2 === 0 })));
  return points.sort((a, b) => a.at - b.at || Number(a.starts) - Number(b.starts));
}

function apply(point: Point | undefined, active: Set<number>): void {
  if (point?.starts === true) active.add(point.range);
  else if (point !== undefined) active.delete(point.range);
}
