import type { EdgeRecord, EdgeType, EventRecord, GraphRecord, Label, NodeRecord } from '../../schema/index.ts';
import type { StepCache, Verdict } from './cache.ts';
import type { EdgeKind, EdgeRow } from './edges.ts';
import { type Hash64, hashText } from './hash.ts';
import { recordKeyText } from './keys.ts';
import type { LineIndex } from './lines.ts';
import type { NodeRow } from './nodes.ts';
import { bodyText } from './rebuild.ts';

/** Changed records waiting to be written, by what they are written with. */
export interface Pending {
  readonly nodes: Map<Label, NodeRow[]>;
  readonly edges: Map<string, { readonly kind: EdgeKind; readonly rows: EdgeRow[] }>;
  count: number;
}

export function emptyPending(): Pending {
  return { nodes: new Map(), edges: new Map(), count: 0 };
}

/** The labels and edge types among what is pending. */
export function kindsOf(pending: Pending): readonly (Label | EdgeType)[] {
  return [...pending.nodes.keys(), ...[...pending.edges.values()].map(({ kind }) => kind.type)];
}

/** Sorts what a step says into "unchanged" (nothing to do) and pending writes. */
export class Intake {
  seen = 0;
  /** Which line says which record, where records come from lines. */
  lines: LineIndex | undefined;
  readonly #cache: StepCache;
  readonly #key: Hash64 = { hi: 0, lo: 0 };
  readonly #body: Hash64 = { hi: 0, lo: 0 };
  #pending = emptyPending();

  constructor(cache: StepCache) {
    this.#cache = cache;
  }

  get pendingCount(): number {
    return this.#pending.count;
  }

  /** Takes a record; `hi` and `lo` are the hash of its line, where it has one. */
  take(record: GraphRecord, hi?: number, lo?: number): void {
    hashText(recordKeyText(record), this.#key);
    hashText(bodyText(record.props), this.#body);
    const verdict = this.#cache.see(this.#key, this.#body);
    if (verdict === 'repeated') return;
    this.seen += 1;
    this.#noteLine(verdict, hi, lo);
    if (verdict === 'unchanged') return;
    this.#pending.count += 1;
    if (record.record === 'node') this.#node(record);
    else this.#edge(record);
  }

  /** The number of the record that a line of this hash is known to say, or -1. */
  find(hi: number, lo: number): number {
    return this.lines?.find(hi, lo) ?? -1;
  }

  /** A line that says the record of this number stands in the source again. */
  say(record: number): void {
    if (this.#cache.say(record) === 'unchanged') this.seen += 1;
  }

  #noteLine(verdict: Verdict, hi: number | undefined, lo: number | undefined): void {
    if (this.lines === undefined) return;
    if (hi !== undefined && lo !== undefined) this.lines.learn(this.#cache.last, hi, lo);
    else if (verdict !== 'unchanged') this.lines.forget(this.#cache.last);
  }

  /** What is to be written, and starts anew. */
  drain(): Pending {
    const drained = this.#pending;
    this.#pending = emptyPending();
    return drained;
  }

  #node(record: NodeRecord): void {
    const rows = this.#pending.nodes.get(record.label);
    const row = { id: record.id, props: record.props };
    if (rows === undefined) this.#pending.nodes.set(record.label, [row]);
    else rows.push(row);
  }

  #edge(record: EdgeRecord): void {
    const name = `${record.type} ${record.from.label} ${record.to.label}`;
    const row = { from: record.from.id, to: record.to.id, props: record.props };
    const group = this.#pending.edges.get(name);
    if (group !== undefined) group.rows.push(row);
    else
      this.#pending.edges.set(name, {
        kind: { type: record.type, from: record.from.label, to: record.to.label },
        rows: [row],
      });
  }
}

export function isEvent(record: GraphRecord | EventRecord): record is EventRecord {
  return record.record === 'event';
}
