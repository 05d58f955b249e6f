import { compareText, type Place } from '../queries/reach/order.ts';
import { type RowMaker, rankOfPlace, type Target } from './rows.ts';

/** A resource by its ordinal, a scope by its number from -1 down: neither takes memory of its own. */
type Coded = number;

function decoded(code: Coded): Target {
  return code < 0 ? { scope: -1 - code } : { ordinal: code };
}

/** Resources and scopes in the order of their places. Put in order group by group, and only those that are asked for. */
export class OrderedTargets {
  readonly #rows: RowMaker;
  readonly #groups = new Map<number, Coded[]>();
  readonly #sorted = new Set<number>();
  readonly size: number;

  constructor(rows: RowMaker, ordinals: Iterable<number>, scopes: Iterable<number>) {
    this.#rows = rows;
    let size = 0;
    const add = (rank: number, code: Coded): void => {
      size += 1;
      const group = this.#groups.get(rank);
      if (group === undefined) this.#groups.set(rank, [code]);
      else group.push(code);
    };
    for (const ordinal of ordinals) add(rows.rankOfOrdinal(ordinal), ordinal);
    for (const scope of scopes) add(rows.rankOfScope(scope), -1 - scope);
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
    for (let i = from; i < group.length; i += 1) yield decoded(group[i] ?? 0);
  }

  #firstBehind(group: readonly Coded[], id: string): number {
    let low = 0;
    let high = group.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareText(this.#rows.idOf(decoded(group[middle] ?? 0)), id) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where a resource's key stands among all is known; scopes, of which there are fewer, are put in order by their keys. */
  #ordered(rank: number): readonly Coded[] {
    const group = this.#groups.get(rank) ?? [];
    if (this.#sorted.has(rank)) return group;
    const own = Int32Array.from(group.filter((code) => code >= 0));
    const places = own.map((code) => this.#rows.placeOf(code)).sort();
    const ordinals = Array.from(places, (place) => this.#rows.ordinalAt(place));
    const scopes = group
      .filter((code) => code < 0)
      .map((code) => ({ code, id: this.#rows.idOf(decoded(code)) }))
      .sort((a, b) => compareText(a.id, b.id));
    const ordered = this.#joined(ordinals, scopes);
    this.#groups.set(rank, ordered);
    this.#sorted.add(rank);
    return ordered;
  }

  /** Both in one order. Each scope's place among the resources is looked up. */
  #joined(ordinals: readonly Coded[], scopes: readonly { readonly code: Coded; readonly id: string }[]): Coded[] {
    if (scopes.length === 0) return [...ordinals];
    const joined: Coded[] = [];
    let from = 0;
    for (const { code, id } of scopes) {
      const to = this.#firstBehind(ordinals, id);
      for (; from < to; from += 1) joined.push(ordinals[from] ?? 0);
      joined.push(code);
    }
    for (; from < ordinals.length; from += 1) joined.push(ordinals[from] ?? 0);
    return joined;
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
