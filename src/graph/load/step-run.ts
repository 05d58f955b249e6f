import type { EdgeRecord, EdgeType, EventRecord, GraphRecord, Label, NodeRecord } from '../../schema/index.ts';
import type { StepCache, Verdict } from './cache.ts';
import type { EdgeKind, EdgeRow } from './edges.ts';
import { type Hash64, hashText, parseHash } from './hash.ts';
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

/** Is a record of this key waiting among them? */
export function holds(pending: Pending, record: GraphRecord): boolean {
  if (record.record === 'node') return pending.nodes.get(record.label)?.some(({ id }) => id === record.id) ?? false;
  const { from, to } = record;
  return pending.edges.get(kindName(record))?.rows.some((row) => row.from === from.id && row.to === to.id) ?? false;
}

function kindName({ type, from, to }: EdgeRecord): string {
  return `${type} ${from.label} ${to.label}`;
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
    this.#put(record);
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

  /** The fact of this key hash is no longer in the graph: it is to be written again when it is said, at once if it was. */
  lose(hash: string, record: GraphRecord): void {
    const key = parseHash(hash);
    const number = this.#cache.numberOf(key);
    if (number < 0) return;
    if (this.#cache.isUnseen(key)) this.#cache.doubt(key);
    else if (!holds(this.#pending, record)) this.#put(record);
  }

  /** What is to be written, and starts anew. */
  drain(): Pending {
    const drained = this.#pending;
    this.#pending = emptyPending();
    return drained;
  }

  #put(record: GraphRecord): void {
    this.#pending.count += 1;
    if (record.record === 'node') this.#node(record);
    else this.#edge(record);
  }

  #node(record: NodeRecord): void {
    const rows = this.#pending.nodes.get(record.label);
    const row = { id: record.id, props: record.props };
    if (rows === undefined) this.#pending.nodes.set(record.label, [row]);
    else rows.push(row);
  }

  #edge(record: EdgeRecord): void {
    const name = kindName(record);
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
