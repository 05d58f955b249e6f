import type { Interned } from '../../ranges/intern.ts';
import type { Ranges } from '../../ranges/ranges.ts';
import type { StatementKind } from './kinds.ts';
import { opens } from './kinds.ts';
import { KindSets } from './states.ts';

/** A statement kind and where it applies. */
export interface Placed {
  readonly kind: number;
  readonly ranges: Ranges;
}

/** Called for each run of ordinals with the same active kinds, where the identity's own policies allow something. */
export type OnRun = (lo: number, hi: number, set: number) => void;

/** Packs an end point with the statement it belongs to; ends sort before starts at the same ordinal. */
const PLACED_LIMIT = 1048576;

/**
 * Goes once over the end points of all ranges, in order, and reports the runs between them.
 * @param openers the kinds whose presence makes a run worth reporting
 */
export function sweep(placed: readonly Placed[], kinds: Interned<StatementKind>, sets: KindSets, onRun: OnRun): void {
  const events = endPoints(placed);
  const active = new Map<number, number>();
  let set = KindSets.EMPTY;
  let open = 0;
  let from = 0;
  for (const event of events) {
    const point = Math.floor(event / PLACED_LIMIT);
    const at = Math.floor(point / 2);
    const starts = point % 2 === 1;
    if (at > from && open > 0) onRun(from, at, set);
    from = at;
    const kind = placed[event % PLACED_LIMIT]?.kind ?? 0;
    const count = active.get(kind) ?? 0;
    active.set(kind, starts ? count + 1 : count - 1);
    if (starts ? count > 0 : count > 1) continue;
    set = sets.move(set, kind, starts);
    const value = kinds.valueOf(kind);
    if (value !== undefined && opens(value)) open += starts ? 1 : -1;
  }
}

function endPoints(placed: readonly Placed[]): Float64Array {
  let count = 0;
  for (const { ranges } of placed) count += ranges.length;
  const events = new Float64Array(count);
  let next = 0;
  placed.forEach(({ ranges }, index) => {
    for (let end = 0; end < ranges.length; end += 1) {
      const starts = end % 2 === 0 ? 1 : 0;
      events[next] = ((ranges[end] ?? 0) * 2 + starts) * PLACED_LIMIT + index;
      next += 1;
    }
  });
  return events.sort();
}
