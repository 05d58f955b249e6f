import { type EdgeType, edgeTypes, type Label, labels } from '../../schema/index.ts';
import type { Graph } from '../store.ts';

/**
 * Which labels and edge types hold nothing but what one step has written since this loader began. Such a kind needs no
 * reading before writing: the step's own cache already keeps it from stating a fact twice.
 */
export class FreshKinds {
  readonly #writers = new Map<string, string>();

  /** Counts come from the store's counters: no scan. */
  static async read(graph: Graph): Promise<FreshKinds> {
    const fresh = new FreshKinds();
    const counts = [
      ...labels.map((label) => `MATCH (n:${label}) RETURN '${label}' AS kind, count(n) AS n`),
      ...edgeTypes.map((type) => `MATCH ()-[r:${type}]->() RETURN '${type}' AS kind, count(r) AS n`),
    ];
    for (const row of await graph.read(counts.join(' UNION ALL '))) {
      if ((row['n'] as number) > 0) fresh.#writers.set(row['kind'] as string, '');
    }
    return fresh;
  }

  isFresh(kind: Label | EdgeType, claim: string): boolean {
    const writer = this.#writers.get(kind);
    return writer === undefined || writer === claim;
  }

  /** Notes a writer; a second one ends the freshness for both. */
  touch(kind: Label | EdgeType, claim: string): void {
    const writer = this.#writers.get(kind);
    this.#writers.set(kind, writer === undefined || writer === claim ? claim : '');
  }

  /** Stubs were made: the label no longer holds only stated nodes. */
  spoil(kind: Label): void {
    this.#writers.set(kind, '');
  }
}
