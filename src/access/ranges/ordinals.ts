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

/** Collects rows in any order. A row whose id was seen is refused (`false`). */
export class OrdinalsBuilder {
  readonly #folders = new Map<string, { names: string[]; ids: string[] }>();
  readonly #seen = new Set<string>();

  add(folderPath: string, name: string, id: string): boolean {
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    const folder = this.#folders.get(folderPath);
    if (folder === undefined) this.#folders.set(folderPath, { names: [name], ids: [id] });
    else {
      folder.names.push(name);
      folder.ids.push(id);
    }
    return true;
  }

  build(): Ordinals {
    const folders: Folder[] = [];
    const names: string[] = [];
    const ids: string[] = [];
    for (const [path, rows] of [...this.#folders].sort((a, b) => compareCodePoints(a[0], b[0]))) {
      const lo = names.length;
      for (const row of sortedRows(rows.names)) {
        names.push(rows.names[row] ?? '');
        ids.push(rows.ids[row] ?? '');
      }
      folders.push({ path, lo, hi: names.length });
    }
    return new SortedOrdinals(folders, names, ids);
  }
}

function sortedRows(names: readonly string[]): number[] {
  const rows = names.map((_, row) => row);
  return rows.sort((a, b) => compareCodePoints(names[a] ?? '', names[b] ?? ''));
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

/** The first ordinal in `[lo, hi)` whose name is not below `name`, else `hi`. */
export function lowerBound(names: readonly string[], lo: number, hi: number, name: string): number {
  let from = lo;
  let to = hi;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compareCodePoints(names[middle] ?? '', name) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The ordinals in `[lo, hi)` whose name starts with `prefix`. */
export function prefixRange(names: readonly string[], lo: number, hi: number, prefix: string): [number, number] {
  if (prefix === '') return [lo, hi];
  const start = lowerBound(names, lo, hi, prefix);
  let from = start;
  let to = hi;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((names[middle] ?? '').startsWith(prefix)) from = middle + 1;
    else to = middle;
  }
  return [start, from];
}
