import type { ReachCounts } from '../queries/reach/index.ts';
import { LEVELS } from '../queries/reach/levels.ts';
import { compareText } from '../queries/reach/order.ts';
import type { Resources } from './resources.ts';
import { rankOfLevel } from './word.ts';

/** Counts distinct resources by kind, level, environment and sensitivity. */
export class Tally {
  readonly #resources: Resources;
  readonly #kinds: Int32Array;
  readonly #facets: Int32Array;
  /** Three a level: certain, possible, unknown. */
  readonly #levels = new Int32Array(LEVELS.length * 3);
  #total = 0;

  constructor(resources: Resources) {
    this.#resources = resources;
    this.#kinds = new Int32Array(resources.tables.kinds.length);
    this.#facets = new Int32Array(resources.tables.facets.length);
  }

  get total(): number {
    return this.#total;
  }

  /** The same counts, to be added to. */
  copy(): Tally {
    const copy = new Tally(this.#resources);
    copy.#kinds.set(this.#kinds);
    copy.#facets.set(this.#facets);
    copy.#levels.set(this.#levels);
    copy.#total = this.#total;
    return copy;
  }

  /** Adds the resources of `[lo, hi)`, all reached as the word says. */
  add(lo: number, hi: number, word: number): void {
    this.#total += hi - lo;
    this.#addKinds(lo, hi);
    this.#resources.addFacets(lo, hi, this.#facets);
    this.#addLevels(hi - lo, word);
  }

  /** Resources that were counted with one word are reached as another one says. */
  change(count: number, from: number, to: number): void {
    this.#addLevels(-count, from);
    this.#addLevels(count, to);
  }

  #addLevels(count: number, word: number): void {
    for (let bit = 0; bit < LEVELS.length; bit += 1) {
      const rank = rankOfLevel(word, bit);
      if (rank < 3) this.#levels[bit * 3 + rank] = (this.#levels[bit * 3 + rank] ?? 0) + count;
    }
  }

  #addKinds(lo: number, hi: number): void {
    const { kindStarts } = this.#resources.tables;
    let at = lo;
    for (let kind = this.#resources.kindCodeOf(lo); at < hi; kind += 1) {
      const end = Math.min(hi, kindStarts[kind + 1] ?? hi);
      this.#kinds[kind] = (this.#kinds[kind] ?? 0) + end - at;
      at = end;
    }
  }

  counts(): ReachCounts {
    const { kinds, facets } = this.#resources.tables;
    const byFacet = (name: 'environment' | 'sensitivity') => {
      const sums = new Map<string, number>();
      for (const [i, facet] of facets.entries()) {
        const key = facet[name] ?? 'unknown';
        sums.set(key, (sums.get(key) ?? 0) + (this.#facets[i] ?? 0));
      }
      return countsOf(sums);
    };
    return {
      total: this.#total,
      byKind: countsOf(new Map(kinds.map((kind, i) => [kind || 'unknown', this.#kinds[i] ?? 0]))),
      byLevel: LEVELS.flatMap((level, bit) => {
        const [certain = 0, possible = 0, unknown = 0] = this.#levels.subarray(bit * 3, bit * 3 + 3);
        return certain + possible + unknown === 0 ? [] : [{ level, certain, possible, unknown }];
      }),
      byEnvironment: byFacet('environment'),
      bySensitivity: byFacet('sensitivity'),
    };
  }
}

function countsOf(sums: ReadonlyMap<string, number>) {
  return [...sums]
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || compareText(a.name, b.name));
}
