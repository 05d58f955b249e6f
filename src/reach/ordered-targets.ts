import { compareText, type Place } from '../queries/reach/order.ts';
import { type RowMaker, rankOfPlace, type Target } from './rows.ts';

/** Resources and scopes in the order of their places. Put in order group by group, and only those that are asked for. */
export class OrderedTargets {
  readonly #rows: RowMaker;
  readonly #groups = new Map<number, Target[]>();
  readonly #sorted = new Set<number>();
  readonly size: number;

  constructor(rows: RowMaker, ordinals: Iterable<number>, scopes: Iterable<number>) {
    this.#rows = rows;
    let size = 0;
    const add = (rank: number, target: Target): void => {
      size += 1;
      const group = this.#groups.get(rank);
      if (group === undefined) this.#groups.set(rank, [target]);
      else group.push(target);
    };
    for (const ordinal of ordinals) add(rows.rankOfOrdinal(ordinal), { ordinal });
    for (const scope of scopes) add(rows.rankOfScope(scope), { scope });
    this.size = size;
  }

  /** Ranks that occur, ascending. */
  get ranks(): number[] {
    return [...this.#groups.keys()].sort((a, b) => a - b);
  }

  /** Those of one rank behind a place, one after the other. */
  *behind(rank: number, after: Place | undefined): Generator<Target> {
    const group = this.#ordered(rank);
    const from = after === undefined || rankOfPlace(after) !== rank ? 0 : this.#firstBehind(group, after.id);
    for (let i = from; i < group.length; i += 1) {
      const target = group[i];
      if (target !== undefined) yield target;
    }
  }

  #firstBehind(group: readonly Target[], id: string): number {
    let low = 0;
    let high = group.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const target = group[middle];
      if (target !== undefined && compareText(this.#rows.idOf(target), id) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #ordered(rank: number): readonly Target[] {
    const group = this.#groups.get(rank) ?? [];
    if (this.#sorted.has(rank)) return group;
    const named = group.map((target) => ({ target, id: this.#rows.idOf(target) }));
    const ordered = named.sort((a, b) => compareText(a.id, b.id)).map(({ target }) => target);
    this.#groups.set(rank, ordered);
    this.#sorted.add(rank);
    return ordered;
  }
}

/** The first `wanted` targets behind a place, of both; `b` holds none of `a`. */
export function firstOf(
  rows: RowMaker,
  a: OrderedTargets,
  b: OrderedTargets | undefined,
  wanted: number,
  after: Place | undefined,
): Target[] {
  const found: Target[] = [];
  const from = after === undefined ? 0 : rankOfPlace(after);
  const ranks = new Set([...a.ranks, ...(b?.ranks ?? [])]);
  for (const rank of [...ranks].filter((one) => one >= from).sort((x, y) => x - y)) {
    for (const target of merged(rows, a.behind(rank, after), b?.behind(rank, after))) {
      if (found.length === wanted) return found;
      found.push(target);
    }
  }
  return found;
}

function* merged(rows: RowMaker, a: Iterator<Target>, b: Iterator<Target> | undefined): Generator<Target> {
  const next = (from: Iterator<Target> | undefined) => {
    const { value, done } = from?.next() ?? { value: undefined, done: true };
    return done === true || value === undefined ? undefined : { target: value as Target, id: rows.idOf(value) };
  };
  let [x, y] = [next(a), next(b)];
  while (x !== undefined || y !== undefined) {
    if (y === undefined || (x !== undefined && compareText(x.id, y.id) <= 0)) {
      if (x !== undefined) yield x.target;
      x = next(a);
    } else {
      yield y.target;
      y = next(b);
    }
  }
}
