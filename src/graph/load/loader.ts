import { randomBytes } from 'node:crypto';
import { instantOf } from '../../lib/clock.ts';
import { integer, type Run } from '../store.ts';
import { writeDropping } from './drops.ts';
import { type EdgeRow, writeEdges } from './edges.ts';
import { MissingEnds } from './mismatch.ts';
import { type NodeRow, writeNodes } from './nodes.ts';
import type { Statement } from './plan.ts';
import { putPending } from './put-pending.ts';
import { endSteps, type StepEnd } from './step-ends.ts';
import { StepLoad } from './step-load.ts';
import type { Pending } from './step-run.ts';
import { openCache, readStepState, readStepStates, type StepState, type StepStates } from './step-state.ts';
import type { LoaderOptions, LoadKey, LoadMode, LoadOutcome, LoadResult } from './types.ts';
import { type Readable, WrittenKeys } from './written.ts';

export type { EventSink, LoaderOptions, LoadKey, LoadOutcome, LoadResult } from './types.ts';

/** Ends of unchanged steps in one transaction. */
const ENDS_TOGETHER = 200;

/** One run of the loader: the only writer of facts. Steps may be open side by side; one window is written at a time. */
export class Loader {
  readonly options: LoaderOptions;
  readonly runId: string;
  readonly at: string;
  readonly #written: WrittenKeys;
  readonly #states: StepStates;
  /** Ends of steps in which nothing changed, to be written together. */
  #ends: StepEnd[] = [];
  readonly #steps = new Map<string, StepLoad>();
  #lane: Promise<unknown> = Promise.resolve();
  #totals = { seen: 0, written: 0, retired: 0 };
  #worst: LoadOutcome['status'] = 'complete';

  private constructor(options: LoaderOptions, states: StepStates) {
    this.options = options;
    this.#written = new WrittenKeys(options.graph);
    this.#states = states;
    this.at = instantOf(options.clock.now());
    this.runId = `run:${this.at}:${randomBytes(6).toString('hex')}`;
  }

  /** Begins a run and records it. */
  static async begin(options: LoaderOptions): Promise<Loader> {
    const loader = new Loader(options, await readStepStates(options.graph));
    const props = { id: loader.runId, what: options.what, startedAt: loader.at };
    await options.graph.write((run) => run('CREATE (r:Run) SET r = $props', { props }));
    return loader;
  }

  /** Opens a step's run. Between two writes: what a write takes from a step is told to the steps that are open. */
  openStep(key: LoadKey, mode: LoadMode): Promise<StepLoad> {
    const claim = `${key.source}:${key.scope}/${key.step}`;
    return this.exclusive(async () => {
      const state = this.#states.take(claim) ?? (await this.#readState(claim));
      const cache = await openCache(this.options.graph, this.options.home, claim, state);
      const load = new StepLoad(this, { key, claim, mode, state, cache });
      this.#steps.set(claim, load);
      return load;
    });
  }

  /** A step that was written to in this run: what is kept of it goes first, so that it is read as it is. */
  async #readState(claim: string): Promise<StepState> {
    await this.#writeEnds();
    return readStepState(this.options.graph, claim);
  }

  /** Takes the end of a step in which nothing changed. It is written with others: until then the step is as fresh as before. */
  async endUnchanged(end: StepEnd): Promise<void> {
    this.#ends.push(end);
    if (this.#ends.length >= ENDS_TOGETHER) await this.exclusive(() => this.#writeEnds());
  }

  async #writeEnds(): Promise<void> {
    const ends = this.#ends;
    this.#ends = [];
    if (ends.length > 0) await this.options.graph.write((run) => endSteps(run, ends));
  }

  /** Ends the run; the graph's version rises when anything was written. Returns the totals. */
  async end(): Promise<LoadResult> {
    for (const step of this.#steps.values()) await this.exclusive(() => step.sayAgain());
    await this.exclusive(() => this.#writeEnds());
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

  /** What a step says in this run. Facts that others lose by it are said again by their steps, where those are in this run. */
  saying(claim: string): Statement {
    return {
      claim,
      at: this.at,
      onRetired: () => this.#written.retired(),
      onDropped: (facts) => {
        for (const fact of facts) {
          this.#states.spoil(fact.claim);
          this.#steps.get(fact.claim)?.lose(fact);
        }
      },
    };
  }

  /** Writes nodes, then edges, in transactions of bounded size on two lanes. */
  async flush(pending: Pending, claim: string): Promise<void> {
    const says = this.saying(claim);
    const { graph } = this.options;
    const written = this.#written;
    await written.begin();
    for (const [label, rows] of pending.nodes) await writeNodes(graph, label, rows, says, written.nodes(label, rows));
    for (const { kind, rows } of pending.edges.values()) {
      const living = written.allLive(kind.from) && written.allLive(kind.to);
      const onStubs = (some: readonly EdgeRow[]): void => written.stubs(kind, some);
      await writeEdges(graph, kind, rows, says, { readable: written.edges(kind, rows), living, onStubs });
    }
  }

  /** Writes little in one transaction together with `work`, which calls `write` for it. Again with stubs where edges need them. */
  async flushIn(
    pending: Pending,
    claim: string,
    work: (run: Run, says: Statement, write: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const { graph } = this.options;
    const readable = await this.#readable(pending);
    const attempt = (stubs: boolean): Promise<void> =>
      writeDropping(graph, this.saying(claim), (run, says) =>
        work(run, says, () => putPending(run, pending, says, { readable, stubs })),
      );
    try {
      return await attempt(false);
    } catch (thrown) {
      if (!(thrown instanceof MissingEnds)) throw thrown;
    }
    for (const { kind, rows } of pending.edges.values()) this.#written.stubs(kind, rows);
    await attempt(true);
  }

  /** Which rows of what is pending have to be read before they are written. */
  async #readable(pending: Pending): Promise<Readable<NodeRow | EdgeRow>> {
    if (pending.count === 0) return () => true;
    await this.#written.begin();
    const nodes = [...pending.nodes].flatMap(([label, rows]) => rows.filter(this.#written.nodes(label, rows)));
    const edges = [...pending.edges.values()].flatMap(({ kind, rows }) => rows.filter(this.#written.edges(kind, rows)));
    const all = new Set<NodeRow | EdgeRow>([...nodes, ...edges]);
    return (row) => all.has(row);
  }
}
