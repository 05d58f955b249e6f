import type { Graph } from '../../graph/index.ts';
import { compareText } from '../../queries/reach/order.ts';
import type { ScopeTables } from '../tables.ts';
import { TextPoolWriter } from '../text-pool.ts';
import { NumberMap } from './stream.ts';

interface Bound {
  readonly path: string;
  readonly scope: number;
  readonly end: 'lo' | 'hi';
}

/** The bounds of one kind's scopes, ascending, and how many of them have found their place. */
interface KindBounds {
  readonly bounds: Bound[];
  placed: number;
}

/** Scopes by the id of the database, placed among resources while those are read in the order of their paths. */
export class ScopePlacer {
  readonly numbers = new NumberMap();
  readonly #ids = new TextPoolWriter();
  readonly #kinds: string[] = [];
  readonly #byKind = new Map<string, KindBounds>();
  /** Places within their kind. */
  #lo = new Uint32Array(0);
  #hi = new Uint32Array(0);

  async read(graph: Graph): Promise<void> {
    await graph.each('MATCH (s:Scope) RETURN id(s), s.id, s.kind, s.lo, s.hi', {}, (record) => {
      const scope = this.#ids.size;
      const kind = (record.get(2) as string | null) ?? '';
      this.numbers.set(record.get(0) as number, scope);
      this.#ids.add(record.get(1) as string);
      this.#kinds.push(kind);
      const own = this.#byKind.get(kind) ?? { bounds: [], placed: 0 };
      this.#byKind.set(kind, own);
      own.bounds.push({ path: record.get(3) as string, scope, end: 'lo' });
      own.bounds.push({ path: record.get(4) as string, scope, end: 'hi' });
    });
    for (const { bounds } of this.#byKind.values()) bounds.sort((a, b) => compareText(a.path, b.path));
    this.#lo = new Uint32Array(this.#ids.size);
    this.#hi = new Uint32Array(this.#ids.size);
  }

  /** Tells of the next resource of a kind: `at` resources of the kind came before it. */
  pass(kind: string, path: string, at: number): void {
    const own = this.#byKind.get(kind);
    if (own === undefined) return;
    for (let next = own.bounds[own.placed]; next !== undefined; next = own.bounds[own.placed]) {
      if (compareText(next.path, path) > 0) return;
      this.#place(next, at);
      own.placed += 1;
    }
  }

  #place({ end, scope }: Bound, at: number): void {
    (end === 'lo' ? this.#lo : this.#hi)[scope] = at;
  }

  /** `startOf`: first ordinal of a kind; `pathsOf`: how many resources of it have a path. */
  done(startOf: (kind: string) => number, pathsOf: (kind: string) => number): ScopeTables {
    for (const [kind, { bounds, placed }] of this.#byKind)
      for (const bound of bounds.slice(placed)) this.#place(bound, pathsOf(kind));
    const starts = Uint32Array.from(this.#kinds, startOf);
    return {
      ids: this.#ids.done(),
      lo: this.#lo.map((at, scope) => at + (starts[scope] ?? 0)),
      hi: this.#hi.map((at, scope) => at + (starts[scope] ?? 0)),
    };
  }
}
