import { randomBytes } from 'node:crypto';
import { type Clock, instantOf } from '../../lib/clock.ts';
import type { EventRecord, GraphRecord } from '../../schema/index.ts';
import { type Graph, integer } from '../store.ts';
import type { StepCache } from './cache.ts';
import { TOO_MANY_DROPS } from './drops.ts';
import { writeEdges } from './edges.ts';
import { FreshKinds } from './fresh.ts';
import { writeNodes } from './nodes.ts';
import { Intake, isEvent, type Pending } from './step-run.ts';
import { applyDrops, openCache, readStepState, type StepState, saveCache, writeStep } from './step-state.ts';
import { retireVanished } from './vanish.ts';

/** Names one step of one source in one scope. */
export interface LoadKey {
  readonly source: string;
  readonly scope: string;
  readonly step: string;
}

export interface LoadOutcome {
  readonly status: 'complete' | 'partial' | 'denied' | 'failed';
  readonly problems: readonly {
    readonly kind: string;
    readonly what: string;
    readonly place?: string;
    readonly message: string;
  }[];
  readonly problemCount: number;
}

export interface LoadResult {
  readonly seen: number;
  readonly written: number;
  readonly retired: number;
}

/** Where event records go: the event store, which knows an event by its id and takes it once. */
export interface EventSink {
  add(events: readonly EventRecord[]): Promise<void>;
}

export interface LoaderOptions {
  readonly graph: Graph;
  /** Data directory; step caches are kept in it. */
  readonly home: string;
  readonly clock: Clock;
  /** What the run is, in words: `import demo/`, `collect okta`. */
  readonly what: string;
  readonly events?: EventSink;
}

/** Changed records held before they are written. */
const WINDOW = 40_000;

/** One run of the loader: the only writer of facts. Steps may be open side by side; one window is written at a time. */
export class Loader {
  readonly options: LoaderOptions;
  readonly runId: string;
  readonly at: string;
  readonly #fresh: FreshKinds;
  #lane: Promise<unknown> = Promise.resolve();
  #totals = { seen: 0, written: 0, retired: 0 };
  #worst: LoadOutcome['status'] = 'complete';

  private constructor(options: LoaderOptions, fresh: FreshKinds) {
    this.options = options;
    this.#fresh = fresh;
    this.at = instantOf(options.clock.now());
    this.runId = `run:${this.at}:${randomBytes(6).toString('hex')}`;
  }

  /** Begins a run and records it. */
  static async begin(options: LoaderOptions): Promise<Loader> {
    const loader = new Loader(options, new FreshKinds(options.graph));
    const props = { id: loader.runId, what: options.what, startedAt: loader.at };
    await options.graph.write((run) => run('CREATE (r:Run) SET r = $props', { props }));
    return loader;
  }

  async openStep(key: LoadKey, mode: 'snapshot' | 'delta' | 'events'): Promise<StepLoad> {
    const claim = `${key.source}:${key.scope}/${key.step}`;
    const state = await readStepState(this.options.graph, claim);
    const cache = await openCache(this.options.graph, this.options.home, claim, state);
    return new StepLoad(this, key, claim, mode, state, cache);
  }

  /** Ends the run; the graph's version rises when anything was written. Returns the totals. */
  async end(): Promise<LoadResult> {
    const { seen, written, retired } = this.#totals;
    const props = {
      endedAt: instantOf(this.options.clock.now()),
      outcome: this.#worst,
      recordsSeen: integer(seen),
      written: integer(written),
      retired: integer(retired),
    };
    const raise = written + retired > 0;
    await this.options.graph.write((run) =>
      run(
        `MATCH (r:Run {id: $id}) SET r += $props
         WITH r WHERE $raise
         OPTIONAL MATCH (o:Run) WHERE o.graphVersion > 0
         WITH r, coalesce(max(o.graphVersion), 0) + 1 AS version SET r.graphVersion = version`,
        { id: this.runId, props, raise },
      ),
    );
    return this.#totals;
  }

  note(result: LoadResult, status: LoadOutcome['status']): void {
    this.#totals = {
      seen: this.#totals.seen + result.seen,
      written: this.#totals.written + result.written,
      retired: this.#totals.retired + result.retired,
    };
    const order = ['complete', 'partial', 'denied', 'failed'] as const;
    if (order.indexOf(status) > order.indexOf(this.#worst)) this.#worst = status;
  }

  /** Runs work that writes, one at a time. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#lane.then(work, work);
    this.#lane = next.catch(() => undefined);
    return next;
  }

  /** Writes nodes, then edges. */
  async flush(pending: Pending, claim: string): Promise<void> {
    const says = { claim, at: this.at };
    const { graph } = this.options;
    for (const [label, rows] of pending.nodes) {
      await writeNodes(graph, label, rows, says, await this.#fresh.claim(label, claim));
    }
    for (const { kind, rows } of pending.edges.values()) {
      const { stubbed } = await writeEdges(graph, kind, rows, says, await this.#fresh.claim(kind.type, claim));
      if (stubbed) {
        this.#fresh.spoil(kind.from);
        this.#fresh.spoil(kind.to);
      }
    }
  }
}

/** One step's run: takes records, writes what changed, and at the end retires what was not said again. */
export class StepLoad {
  readonly cursor: string | undefined;
  readonly #loader: Loader;
  readonly #key: LoadKey;
  readonly #claim: string;
  readonly #mode: 'snapshot' | 'delta' | 'events';
  readonly #state: StepState;
  readonly #cache: StepCache;
  readonly #intake: Intake;
  readonly #kinds: Set<string>;
  #writing: Promise<void> = Promise.resolve();
  #begun = false;
  #written = 0;
  #events = 0;

  constructor(
    loader: Loader,
    key: LoadKey,
    claim: string,
    mode: 'snapshot' | 'delta' | 'events',
    state: StepState,
    cache: StepCache,
  ) {
    this.#loader = loader;
    this.#key = key;
    this.#claim = claim;
    this.#mode = mode;
    this.#state = state;
    this.#cache = cache;
    this.#intake = new Intake(cache);
    this.#kinds = new Set(state.kinds);
    this.cursor = state.cursor;
  }

  async add(records: readonly (GraphRecord | EventRecord)[]): Promise<void> {
    const events: EventRecord[] = [];
    for (const record of records) {
      if (isEvent(record)) events.push(record);
      else this.#intake.take(record);
    }
    if (events.length > 0) await this.#keepEvents(events);
    if (this.#intake.pendingCount >= WINDOW) await this.#startFlush();
  }

  async finish(outcome: LoadOutcome, cursor: string | undefined): Promise<LoadResult> {
    await this.#startFlush();
    await this.#writing;
    const complete = outcome.status === 'complete';
    const retires = complete && this.#mode === 'snapshot' && this.#cache.unseen > 0;
    const retired = retires ? await this.#loader.exclusive(() => this.#retire()) : 0;
    await this.#close(outcome, cursor, retires);
    const result = { seen: this.#intake.seen + this.#events, written: this.#written, retired };
    this.#loader.note(result, outcome.status);
    return result;
  }

  async #keepEvents(events: readonly EventRecord[]): Promise<void> {
    this.#events += events.length;
    await this.#loader.options.events?.add(events);
  }

  /** Hands the window on and goes on reading while it is written; waits for the window before it. */
  async #startFlush(): Promise<void> {
    await this.#writing;
    const pending = this.#intake.drain();
    if (pending.count === 0) return;
    for (const label of pending.nodes.keys()) this.#kinds.add(label);
    for (const { kind } of pending.edges.values()) this.#kinds.add(kind.type);
    this.#writing = this.#loader.exclusive(async () => {
      await this.#begin();
      await this.#loader.flush(pending, this.#claim);
      this.#written += pending.count;
    });
    this.#writing.catch(() => undefined);
  }

  /** Before the first write: from here on the cache beside the data is not to be believed. */
  async #begin(): Promise<void> {
    await writeStep(this.#loader.options.graph, this.#claim, {
      ...this.#identity(),
      cacheDigest: null,
      kinds: [...this.#kinds].sort(),
      ...(this.#begun ? {} : { outcome: 'running', lastRunAt: this.#loader.at }),
    });
    this.#begun = true;
  }

  async #retire(): Promise<number> {
    await this.#begin();
    await writeStep(this.#loader.options.graph, this.#claim, { retiring: true });
    const takes = { claim: this.#claim, at: this.#loader.at, lastSeen: this.#state.completeAt };
    return retireVanished(this.#loader.options.graph, this.#cache, [...this.#kinds], takes);
  }

  async #close(outcome: LoadOutcome, cursor: string | undefined, retired: boolean): Promise<void> {
    const { graph, home } = this.#loader.options;
    const dropped = (await readStepState(graph, this.#claim)).dropped;
    applyDrops(this.#cache, dropped);
    const changed = this.#begun || this.#state.cacheDigest === undefined || dropped.length > 0;
    const digest = changed ? saveCache(home, this.#claim, this.#cache, retired) : this.#state.cacheDigest;
    await writeStep(graph, this.#claim, {
      ...this.#identity(),
      outcome: outcome.status,
      reason: reasonOf(outcome),
      lastRunAt: this.#loader.at,
      ...(outcome.status === 'complete' ? { completeAt: this.#loader.at } : {}),
      records: integer(this.#intake.seen + this.#events),
      cacheDigest: dropped.includes(TOO_MANY_DROPS) ? null : (digest ?? null),
      dropped: null,
      retiring: null,
      cursor: cursor ?? null,
    });
  }

  #identity(): Readonly<Record<string, string>> {
    return { source: this.#key.source, scope: this.#key.scope, mode: this.#mode };
  }
}

/** What was missing, in words, for the coverage line. */
function reasonOf(outcome: LoadOutcome): string | null {
  const [first] = outcome.problems;
  if (first === undefined) return null;
  const more = outcome.problemCount > 1 ? ` (and ${outcome.problemCount - 1} more)` : '';
  return `${first.kind}: ${first.what}${first.place === undefined ? '' : ` at ${first.place}`}: ${first.message}${more}`;
}
