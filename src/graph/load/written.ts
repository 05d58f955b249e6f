import type { EdgeType, Label } from '../../schema/index.ts';
import type { Graph } from '../store.ts';
import type { EdgeKind, EdgeRow } from './edges.ts';
import { type Hash64, hashText } from './hash.ts';
import { HashTable, withRoom } from './hash-table.ts';
import { edgeKeyText, nodeKeyText } from './keys.ts';
import type { NodeRow } from './nodes.ts';

const WORDS = 2;

/** Those of some rows that may be in the graph and have to be read before they are written. */
export type Readable<T> = (row: T) => boolean;

/**
 * What one loader has written of the labels and edge types that held nothing when it began: 8 bytes a key. Of such a kind
 * only what was written since needs to be read before it is written again. It may hold more than was written (a write that
 * failed), never less; nobody else writes meanwhile (see `acquireLease`).
 */
export class WrittenKeys {
  readonly #graph: Graph;
  /** Labels and edge types that held something when this loader first wrote. */
  #settled: ReadonlySet<string> | undefined;
  #words: Uint32Array = new Uint32Array(1024 * WORDS);
  readonly #table = new HashTable(WORDS, 1024);
  #size = 0;
  readonly #key: Hash64 = { hi: 0, lo: 0 };
  #hasRetired = false;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** To be called before the first write. */
  async begin(): Promise<void> {
    this.#settled ??= await presentKinds(this.#graph);
  }

  /** Something was retired by this loader. */
  retired(): void {
    this.#hasRetired = true;
  }

  /** Is no node of the label retired? `true` is certain. */
  allLive(label: Label): boolean {
    return !this.#hasRetired && this.#isBorn(label);
  }

  /** Notes that these nodes are written from now on, and says which of them have to be read first. */
  nodes(label: Label, rows: readonly NodeRow[]): Readable<NodeRow> {
    return this.#note(label, rows, (row) => nodeKeyText(label, row.id));
  }

  /** The same for edges of one kind. */
  edges({ type, from, to }: EdgeKind, rows: readonly EdgeRow[]): Readable<EdgeRow> {
    return this.#note(type, rows, (row) => edgeKeyText(type, from, row.from, to, row.to));
  }

  /** The ends of these edges are made where they are missing. */
  stubs({ from, to }: EdgeKind, rows: readonly EdgeRow[]): void {
    for (const row of rows) {
      if (this.#isBorn(from)) this.#add(nodeKeyText(from, row.from));
      if (this.#isBorn(to)) this.#add(nodeKeyText(to, row.to));
    }
  }

  #note<T>(kind: Label | EdgeType, rows: readonly T[], keyOf: (row: T) => string): Readable<T> {
    if (!this.#isBorn(kind)) return () => true;
    const written = new Set<T>();
    for (const row of rows) if (!this.#add(keyOf(row))) written.add(row);
    return (row) => written.has(row);
  }

  #isBorn(kind: Label | EdgeType): boolean {
    return this.#settled !== undefined && !this.#settled.has(kind);
  }

  /** Returns whether the key is new. */
  #add(key: string): boolean {
    hashText(key, this.#key);
    const { hi, lo } = this.#key;
    if (this.#table.find(this.#words, hi, lo) >= 0) return false;
    const at = this.#size * WORDS;
    this.#words = withRoom(this.#words, at + WORDS);
    this.#words[at] = hi;
    this.#words[at + 1] = lo;
    this.#table.put(this.#words, this.#size);
    this.#size += 1;
    return true;
  }
}

/** Labels and edge types of which there is at least one, from the store's counters. */
async function presentKinds(graph: Graph): Promise<ReadonlySet<string>> {
  const [labels] = await graph.read('CALL db.labels() YIELD label RETURN collect(label) AS kinds');
  const [types] = await graph.read(
    'CALL db.relationshipTypes() YIELD relationshipType RETURN collect(relationshipType) AS kinds',
  );
  return new Set([labels, types].flatMap((row) => row?.['kinds'] as readonly string[]));
}
