import { setTimeout as sleep } from 'node:timers/promises';
import type { Graph, GraphAddress } from '../graph/index.ts';
import { type RiskWeights, STANDARD_WEIGHTS } from '../lib/config-risk.ts';
import { KeylineError, messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import type { IndexedReach, ReachSource } from '../queries/reach/index.ts';
import type { AwsInputSource } from './detach/detach.ts';
import { ReachAt, type ReachParts } from './reach-at.ts';
import { ReachIndex } from './reach-index.ts';
import { readVersion } from './read/version.ts';
import { RiskScorer } from './risk/ranking.ts';
import { TableBuilder } from './table-builder.ts';
import { joinedTables } from './tables.ts';
import type { Built } from './worker.ts';

/** How long an answer waits for the index of a new version, before the one before it is used. */
const PATIENCE_MS = 300;
/** After a build that failed, questions do not ask for another one for so long. */
const PAUSE_MS = 5_000;

/** Builds the tables of the graph as it is. */
export interface Builder {
  /** What differs from the version that we have. Never rejects: what went wrong is told in the answer. */
  build(has: number | undefined): Promise<Built>;
  close(): Promise<void>;
}

export interface ReachOptions {
  /** Of the risk score. */
  readonly weights?: RiskWeights;
  readonly builder?: Builder;
  /** Milliseconds since the epoch; the machine's by default. */
  readonly now?: () => number;
  /** Reads AWS policies and what they are about, for what-if; without it nothing is said of them. */
  readonly awsInput?: AwsInputSource;
}

/**
 * The reach index of a graph, kept up to date: built in a worker, so that nothing waits; built again when the graph has a
 * new version. Until then, and when a build fails, the index before answers.
 */
export class ReachService implements ReachSource {
  readonly #graph: Graph;
  readonly #log: Logger;
  readonly #builder: Builder;
  readonly #weights: RiskWeights;
  readonly #parts: ReachParts;
  #index: ReachIndex | undefined;
  #building: Promise<void> | undefined;
  #patience: Promise<unknown> = Promise.resolve();
  #wanted = -1;
  #problem: string | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;
  readonly #closing = new AbortController();
  readonly #now: () => number;

  constructor(graph: Graph, address: GraphAddress, log: Logger, options: ReachOptions = {}) {
    const { weights = STANDARD_WEIGHTS, builder = new TableBuilder(address), now = Date.now } = options;
    this.#now = now;
    this.#graph = graph;
    this.#log = log;
    this.#builder = builder;
    this.#weights = weights;
    this.#parts = { scorer: new RiskScorer(graph, weights), awsInput: options.awsInput };
  }

  /** Reach at this version of the graph, or at the one before while it is being read; nothing before the first build. */
  async at(graphVersion: number): Promise<IndexedReach | undefined> {
    if (this.#index?.graphVersion !== graphVersion) {
      if (performance.now() - this.#failedAt > PAUSE_MS) this.#begin(graphVersion);
      await this.#patience;
    }
    return this.#current();
  }

  /**
   * As `at`, but waits for the first build, until the signal says no more. Errors: `reach-index-missing` when there is none
   * by then, or when it failed; the hint says why.
   */
  async ready(graphVersion: number, signal: AbortSignal): Promise<IndexedReach> {
    const known = await this.at(graphVersion);
    if (known !== undefined) return known;
    await Promise.race([this.#building, aborted(signal)]);
    const built = this.#current();
    if (built !== undefined) return built;
    throw signal.aborted
      ? new KeylineError('reach-index-missing', 'The reach index is still being built', { hint: 'Ask again later.' })
      : new KeylineError('reach-index-missing', 'There is no reach index', { hint: this.#problem ?? 'Ask again.' });
  }

  /** Builds the index of the graph as it is now, if there is none of this version. For the end of a run; never rejects. */
  async refresh(): Promise<void> {
    try {
      await this.#building;
      const version = await readVersion(this.#graph);
      if (this.#index?.graphVersion !== version) this.#begin(version);
      await this.#building;
    } catch (thrown) {
      if (!this.#closing.signal.aborted)
        this.#log.error({ problem: messageOf(thrown) }, 'the version of the graph cannot be read');
    }
  }

  /** Waits until the index has been built that is under way. */
  async settled(): Promise<void> {
    await this.#building;
  }

  /** Ends the worker; a build under way is given up. The index that is there goes on answering. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#builder.close();
    await this.#building;
  }

  #current(): IndexedReach | undefined {
    return this.#index === undefined ? undefined : new ReachAt(this.#graph, this.#index, this.#parts);
  }

  #begin(graphVersion: number): void {
    if (this.#closing.signal.aborted || this.#building !== undefined || this.#wanted === graphVersion) return;
    this.#wanted = graphVersion;
    this.#building = this.#build().finally(() => {
      this.#building = undefined;
    });
    this.#patience = Promise.race([this.#building, sleep(PATIENCE_MS, undefined, { ref: false })]);
  }

  async #build(): Promise<void> {
    const begun = performance.now();
    const { parts, problem } = await this.#builder.build(this.#index?.graphVersion);
    if (this.#closing.signal.aborted) return;
    const tables = parts === undefined ? undefined : joinedTables(this.#index?.tables, parts);
    if (parts === undefined || tables === undefined) {
      this.#fail(problem ?? 'the graph is written to all the time');
      return;
    }
    const index = new ReachIndex(tables, this.#weights);
    await this.#take(index);
    this.#problem = undefined;
    this.#failedAt = Number.NEGATIVE_INFINITY;
    const { graphVersion, resources, actors } = index;
    const milliseconds = Math.round(performance.now() - begun);
    const size = { resources: resources.count, actors: actors.count };
    this.#log.info({ graphVersion, ...size, read: Object.keys(parts), milliseconds }, 'reach index built');
  }

  /** The index before answers until first questions to the new one are as fast as later ones. Nobody waits for that who has none. */
  async #take(index: ReachIndex): Promise<void> {
    const warm = index.hubs.warm(this.#now(), this.#closing.signal);
    if (this.#index !== undefined) await warm;
    this.#index = index;
  }

  #fail(problem: string): void {
    this.#wanted = -1;
    this.#problem = problem;
    this.#failedAt = performance.now();
    this.#log.error({ problem, answering: this.#index?.graphVersion }, 'the reach index could not be built');
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
