import { compareCodePoints } from './order.ts';

/** A run of neighbouring ordinals whose paths are `path` + name. */
export interface Folder {
  /** Ends with `/`. */
  readonly path: string;
  readonly lo: number;
  readonly hi: number;
}

/**
 * Resources sorted by path; the place of each is its ordinal. A pattern over names, or a scope over paths, is then one or a
 * few ranges of ordinals, and the same ranges are `path >= lo AND path < hi` in the graph.
 */
export interface Ordinals {
  readonly count: number;
  readonly folders: readonly Folder[];
  /** Names by ordinal; the path is the folder's path and the name. */
  readonly names: readonly string[];
  readonly ids: readonly string[];
  ordinalOf(id: string): number | undefined;
  folderOf(ordinal: number): Folder | undefined;
  pathOf(ordinal: number): string;
}

/** A folder being filled; `add` rows to it in any order. */
export class FolderBuilder {
  readonly names: string[] = [];
  readonly ids: string[] = [];

  add(name: string, id: string): void {
    this.names.push(name);
    this.ids.push(id);
  }
}

/** Sorts folders by path and their rows by name. Of rows with the same path one is kept. */
export function sortOrdinals(folders: ReadonlyMap<string, FolderBuilder>): Ordinals {
  const sorted: Folder[] = [];
  const names: string[] = [];
  const ids: string[] = [];
  for (const [path, rows] of [...folders].sort((a, b) => compareCodePoints(a[0], b[0]))) {
    const lo = names.length;
    for (const row of sortedRows(rows.names)) {
      const name = rows.names[row] ?? '';
      if (names.length > lo && names[names.length - 1] === name) continue;
      names.push(compact(name));
      ids.push(rows.ids[row] ?? '');
    }
    sorted.push({ path, lo, hi: names.length });
  }
  return new SortedOrdinals(sorted, names, ids);
}

const BEYOND_LATIN = /[\u0100-\uffff]/;

/**
 * The same text in memory of its own. A name cut out of an ARN points into it, and is compared many times more slowly; names
 * made in their order also lie side by side.
 */
function compact(name: string): string {
  return BEYOND_LATIN.test(name) ? name : Buffer.from(name, 'latin1').toString('latin1');
}

const SURROGATE = /[\ud800-\udfff]/;

/** Where no name has a surrogate pair, the two orders are one, and the engine's own comparison is many times faster. */
function sortedRows(names: readonly string[]): number[] {
  const rows = names.map((_, row) => row);
  const plain = !names.some((name) => SURROGATE.test(name));
  const nameOf = (row: number): string => names[row] ?? '';
  if (!plain) return rows.sort((a, b) => compareCodePoints(nameOf(a), nameOf(b)));
  return rows.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) === nameOf(b) ? 0 : 1));
}

class SortedOrdinals implements Ordinals {
  readonly folders: readonly Folder[];
  readonly names: readonly string[];
  readonly ids: readonly string[];
  readonly count: number;
  #byId: Map<string, number> | undefined;

  constructor(folders: readonly Folder[], names: readonly string[], ids: readonly string[]) {
    this.folders = folders;
    this.names = names;
    this.ids = ids;
    this.count = names.length;
  }

  ordinalOf(id: string): number | undefined {
    this.#byId ??= new Map(this.ids.map((each, ordinal) => [each, ordinal]));
    return this.#byId.get(id);
  }

  folderOf(ordinal: number): Folder | undefined {
    let lo = 0;
    let hi = this.folders.length;
    while (lo < hi) {
      const middle = (lo + hi) >> 1;
      if ((this.folders[middle]?.hi ?? 0) <= ordinal) lo = middle + 1;
      else hi = middle;
    }
    return this.folders[lo];
  }

  pathOf(ordinal: number): string {
    return `${this.folderOf(ordinal)?.path ?? ''}${this.names[ordinal] ?? ''}`;
  }
}

/** From here on the order of code points and that of UTF-16 units can differ. */
const HIGH = /[\ud800-\uffff]/;

/** The first ordinal in `[lo, hi)` whose name is not below `name`, else `hi`. */
export function lowerBound(names: readonly string[], lo: number, hi: number, name: string): number {
  const high = HIGH.test(name);
  let from = lo;
  let to = hi;
  while (from < to) {
    const middle = (from + to) >> 1;
    const here = names[middle] ?? '';
    if (high ? compareCodePoints(here, name) < 0 : here < name) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The ordinals in `[lo, hi)` whose name starts with `prefix`. */
export function prefixRange(names: readonly string[], lo: number, hi: number, prefix: string): [number, number] {
  if (prefix === '') return [lo, hi];
  const start = lowerBound(names, lo, hi, prefix);
  // Most prefixes have few names: look near the first before halving what is left.
  let from = start;
  let stride = 8;
  while (from + stride < hi && (names[from + stride] ?? '').startsWith(prefix)) {
    from += stride;
    stride *= 2;
  }
  let to = Math.min(hi, from + stride);
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((names[middle] ?? '').startsWith(prefix)) from = middle + 1;
    else to = middle;
  }
  return [start, from];
}
