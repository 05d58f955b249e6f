import { type EdgeType, type Label, nodes } from '../../schema/index.ts';
import type { Graph } from '../store.ts';

/**
 * Which labels and edge types hold nothing but what one step has written since this loader began. Such a kind needs no
 * reading before writing: the step's own cache already keeps it from stating a fact twice.
 */
export class FreshKinds {
  readonly #graph: Graph;
  /** The one writer of a kind; empty where there are several, or where it held something before. */
  readonly #writers = new Map<string, string>();

  /** Kinds that held nothing when this loader first wrote them. */
  readonly #born = new Set<string>();
  #hasRetired = false;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** Something was retired by this loader. */
  retired(): void {
    this.#hasRetired = true;
  }

  /** Is no node of the label retired? `true` is certain. */
  allLive(label: Label): boolean {
    return !this.#hasRetired && this.#born.has(label);
  }

  /** Notes that a step writes the kind, and says whether it alone has ever done so. The count comes from the store's counters. */
  async claim(kind: Label | EdgeType, claim: string): Promise<boolean> {
    const writer = this.#writers.get(kind) ?? ((await this.#isEmpty(kind)) ? claim : '');
    this.#writers.set(kind, writer === claim ? claim : '');
    return writer === claim;
  }

  /** A step writes the kind after reading what is there. */
  touch(kind: string, claim: string): void {
    const writer = this.#writers.get(kind);
    if (writer !== undefined && writer !== claim) this.#writers.set(kind, '');
  }

  /** Stubs were made: the label no longer holds only stated nodes. */
  spoil(kind: Label): void {
    this.#writers.set(kind, '');
  }

  async #isEmpty(kind: Label | EdgeType): Promise<boolean> {
    const text =
      kind in nodes ? `MATCH (n:${kind}) RETURN count(n) AS n` : `MATCH ()-[r:${kind}]->() RETURN count(r) AS n`;
    const [row] = await this.#graph.read(text);
    if (row?.['n'] !== 0) return false;
    this.#born.add(kind);
    return true;
  }
}
