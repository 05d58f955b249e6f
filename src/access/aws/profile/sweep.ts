import type { Interned } from '../../ranges/intern.ts';
import type { Ranges } from '../../ranges/ranges.ts';
import { opens, type StatementKind } from './kinds.ts';
import type { KindSets } from './states.ts';

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
 * Goes once over the end points of all ranges, in order, and reports the runs between them. What begins where the sweep
 * begins makes the first set; what ends where it ends needs no end point. One of these serves a whole evaluation, so that
 * its arrays are made once.
 */
export class Sweeper {
  readonly #kinds: Interned<StatementKind>;
  #events = new Float64Array(1024);
  #eventCount = 0;
  /** How often each kind is active, and the kinds met in this sweep. */
  readonly #active: number[] = [];
  #met: number[] = [];
  #open = 0;

  constructor(kinds: Interned<StatementKind>) {
    this.#kinds = kinds;
  }

  sweep(placed: readonly Placed[], lo: number, hi: number, sets: KindSets, onRun: OnRun): void {
    this.#begin(placed, lo, hi);
    let set = sets.of(this.#met);
    let from = lo;
    this.#sortEvents();
    for (let index = 0; index < this.#eventCount; index += 1) {
      const event = this.#events[index] ?? 0;
      const point = Math.floor(event / PLACED_LIMIT);
      const at = Math.floor(point / 2);
      if (at > from && this.#open > 0) onRun(from, at, set);
      from = at;
      const kind = placed[event % PLACED_LIMIT]?.kind ?? 0;
      if (this.#count(kind, point % 2 === 1)) set = sets.move(set, kind, point % 2 === 1);
    }
    if (hi > from && this.#open > 0) onRun(from, hi, set);
  }

  /** Counts a start or an end; whether it was the kind's first or last. */
  #count(kind: number, starts: boolean): boolean {
    const before = this.#active[kind] ?? 0;
    this.#active[kind] = starts ? before + 1 : before - 1;
    if (starts) this.#met.push(kind);
    if (before !== (starts ? 0 : 1)) return false;
    const value = this.#kinds.valueOf(kind);
    if (value !== undefined && opens(value)) this.#open += starts ? 1 : -1;
    return true;
  }

  #begin(placed: readonly Placed[], lo: number, hi: number): void {
    for (const kind of this.#met) this.#active[kind] = 0;
    this.#met = [];
    this.#open = 0;
    this.#eventCount = 0;
    for (let index = 0; index < placed.length; index += 1) {
      const { kind, ranges } = placed[index] ?? NOTHING;
      for (let end = 0; end < ranges.length; end += 1) {
        const at = ranges[end] ?? 0;
        const starts = end % 2 === 0;
        if (starts && at === lo) this.#count(kind, true);
        else if (starts || at !== hi) this.#push((at * 2 + (starts ? 1 : 0)) * PLACED_LIMIT + index);
      }
    }
  }

  #push(event: number): void {
    if (this.#eventCount === this.#events.length) {
      const larger = new Float64Array(this.#events.length * 2);
      larger.set(this.#events);
      this.#events = larger;
    }
    this.#events[this.#eventCount] = event;
    this.#eventCount += 1;
  }

  /** In place: most sweeps have a handful of end points, for which a typed array's own sort costs more than it does. */
  #sortEvents(): void {
    const events = this.#events;
    if (this.#eventCount > FEW) {
      events.subarray(0, this.#eventCount).sort();
      return;
    }
    for (let index = 1; index < this.#eventCount; index += 1) {
      const event = events[index] ?? 0;
      let at = index;
      for (; at > 0 && (events[at - 1] ?? 0) > event; at -= 1) events[at] = events[at - 1] ?? 0;
      events[at] = event;
    }
  }
}

const FEW = 24;

const NOTHING: Placed = { kind: 0, ranges: [] };
