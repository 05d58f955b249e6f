/**
 * The sets of statement kinds that are active at once, each known by a small number. A sweep moves from set to set; a move
 * that was made before costs one look-up.
 */
export class KindSets {
  #ids = new Map<string, number>();
  #sets: (readonly number[])[] = [];
  #moves = new Map<number, number>();

  /** The empty set. */
  static readonly EMPTY = 0;

  constructor() {
    this.#intern([]);
  }

  get size(): number {
    return this.#sets.length;
  }

  kindsOf(set: number): readonly number[] {
    return this.#sets[set] ?? [];
  }

  /** The set with `kind` added or taken away. */
  move(set: number, kind: number, add: boolean): number {
    const move = (set * 4194304 + kind) * 2 + (add ? 1 : 0);
    const known = this.#moves.get(move);
    if (known !== undefined) return known;
    const kinds = this.kindsOf(set);
    const next = this.#intern(add ? inserted(kinds, kind) : kinds.filter((each) => each !== kind));
    this.#moves.set(move, next);
    return next;
  }

  of(kinds: Iterable<number>): number {
    return this.#intern([...new Set(kinds)].sort((a, b) => a - b));
  }

  #intern(kinds: readonly number[]): number {
    const key = kinds.join(',');
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#sets.length;
    this.#ids.set(key, id);
    this.#sets.push(kinds);
    return id;
  }
}

function inserted(kinds: readonly number[], kind: number): readonly number[] {
  const at = kinds.findIndex((each) => each >= kind);
  if (at < 0) return [...kinds, kind];
  return kinds[at] === kind ? kinds : [...kinds.slice(0, at), kind, ...kinds.slice(at)];
}
