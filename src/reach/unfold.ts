import { compareText, type Place } from '../queries/reach/order.ts';
import { bestGrants, bestOf } from './best-grants.ts';
import type { IndexedBlastRadius, Wanted } from './blast-radius.ts';
import { PartedReach } from './parted.ts';
import type { ReachIndex } from './reach-index.ts';
import { rankOfPlace } from './rows.ts';
import { type Segments, wordAt } from './segments.ts';
import { hasLevel } from './word.ts';

/** Every resource that an actor reaches, one by one: `first` of them behind `after`, the most sensitive first. */
export function unfolded(index: ReachIndex, actor: number, wanted: Wanted): IndexedBlastRadius {
  const { first, after, levels = 0, now } = wanted;
  const { own, behind } = index.hubs.walk(actor, now);
  const reach = index.reachOf(own);
  const parted = behind === undefined ? undefined : new PartedReach(index, index.rows, own, behind);
  const parts = behind === undefined ? [reach] : [reach, behind.view.reach];
  const found = new Nearest(index, first + 1, after);
  for (const part of parts) found.addAll(part, levels);
  const ordinals = found.ordinals();
  const targets = ordinals.slice(0, first).map((ordinal) => ({ ordinal }));
  const near = bestGrants(index, own, targets);
  const far = behind?.bestGrants(targets) ?? [];
  const counts = levels === 0 && parted !== undefined ? parted.counts() : index.count(index.unionOf(parts), levels);
  return {
    ways: parted?.ways ?? own,
    counts,
    rows: targets.map((target, i) => ({
      ...index.rows.row(
        target,
        parts.reduce((word, part) => word | wordAt(part, target.ordinal), 0),
      ),
      count: 1,
      grants: bestOf(near[i] ?? [], far[i] ?? []).map(({ grant }) => grant),
    })),
    more: ordinals.length > first,
    rowCount: counts.total,
  };
}

/** The first resources behind a place, kept in order while all are gone through. */
class Nearest {
  readonly #index: ReachIndex;
  readonly #most: number;
  /** Each resource's place is a number: its rank, then where its key stands among all. */
  readonly #behind: number;
  readonly #places: number[] = [];

  constructor(index: ReachIndex, most: number, after: Place | undefined) {
    this.#index = index;
    this.#most = most;
    this.#behind = after === undefined ? -1 : rankOfPlace(after) * index.resources.count + lastUpTo(index, after.id);
  }

  /** Adds all resources of the segments that have one of the levels; 0 for any. */
  addAll({ lo, hi, words }: Segments, levels: number): void {
    for (let i = 0; i < lo.length; i += 1) {
      if (!hasLevel(words[i] ?? 0, levels)) continue;
      for (let ordinal = lo[i] ?? 0; ordinal < (hi[i] ?? 0); ordinal += 1) this.#add(ordinal);
    }
  }

  ordinals(): number[] {
    const { count, tables } = this.#index.resources;
    return this.#places.map((place) => tables.order.numbers[place % count] ?? 0);
  }

  #add(ordinal: number): void {
    const { count, tables } = this.#index.resources;
    const place = this.#index.rows.rankOfOrdinal(ordinal) * count + (tables.order.places[ordinal] ?? 0);
    const places = this.#places;
    if (place <= this.#behind) return;
    if (places.length === this.#most && place >= (places.at(-1) ?? 0)) return;
    let at = places.length;
    while (at > 0 && (places[at - 1] ?? 0) > place) at -= 1;
    if (places[at - 1] === place) return;
    places.splice(at, 0, place);
    if (places.length > this.#most) places.pop();
  }
}

/** Where the last key stands that is no greater than this one; -1 when all are. */
function lastUpTo({ resources }: ReachIndex, id: string): number {
  const { numbers } = resources.tables.order;
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText(resources.idOf(numbers[middle] ?? 0), id) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
