import { numberOf } from './key-index.ts';
import { FACET_BLOCK as BLOCK, type ResourceTables } from './tables.ts';
import { textAt } from './text-pool.ts';

/** Resources by ordinal, and how many of each facet there are in any range of them. */
export class Resources {
  readonly tables: ResourceTables;
  readonly count: number;
  readonly #width: number;

  constructor(tables: ResourceTables) {
    this.tables = tables;
    this.count = tables.facetOf.length;
    this.#width = tables.facets.length;
  }

  /** The ordinal of the resource with this key. */
  find(id: string): number | undefined {
    return numberOf(this.tables.keys, id, (ordinal) => this.idOf(ordinal) === id);
  }

  idOf(ordinal: number): string {
    return textAt(this.tables.ids, ordinal);
  }

  kindCodeOf(ordinal: number): number {
    const { kindStarts } = this.tables;
    let low = 0;
    let high = kindStarts.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((kindStarts[middle] ?? 0) <= ordinal) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  kindOf(ordinal: number): string | undefined {
    return this.tables.kinds[this.kindCodeOf(ordinal)] || undefined;
  }

  facetOf(ordinal: number): number {
    return this.tables.facetOf[ordinal] ?? 0;
  }

  /** Adds to `sums` (one a facet) how many resources of `[lo, hi)` have it. */
  addFacets(lo: number, hi: number, sums: Int32Array): void {
    if (hi - lo <= BLOCK) {
      this.#walk(lo, hi, sums, 1);
      return;
    }
    this.#addBefore(hi, sums, 1);
    this.#addBefore(lo, sums, -1);
  }

  #addBefore(ordinal: number, sums: Int32Array, sign: 1 | -1): void {
    const block = Math.floor(ordinal / BLOCK);
    const row = block * this.#width;
    for (let facet = 0; facet < this.#width; facet += 1)
      sums[facet] = (sums[facet] ?? 0) + sign * (this.tables.facetsBefore[row + facet] ?? 0);
    this.#walk(block * BLOCK, ordinal, sums, sign);
  }

  #walk(lo: number, hi: number, sums: Int32Array, sign: 1 | -1): void {
    const { facetOf } = this.tables;
    for (let at = lo; at < hi; at += 1) {
      const facet = facetOf[at] ?? 0;
      sums[facet] = (sums[facet] ?? 0) + sign;
    }
  }
}

/** `ResourceTables.facetsBefore`; `width`: number of facets. */
export function facetsBefore(facetOf: Uint8Array, width: number): Uint32Array {
  const blocks = Math.floor(facetOf.length / BLOCK) + 1;
  const before = new Uint32Array(blocks * width);
  const sums = new Uint32Array(width);
  for (let at = 0; at < facetOf.length; at += 1) {
    if (at % BLOCK === 0) before.set(sums, (at / BLOCK) * width);
    const facet = facetOf[at] ?? 0;
    sums[facet] = (sums[facet] ?? 0) + 1;
  }
  if (facetOf.length % BLOCK === 0) before.set(sums, (facetOf.length / BLOCK) * width);
  return before;
}
