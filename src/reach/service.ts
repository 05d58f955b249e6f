import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Graph, GraphAddress } from '../graph/index.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import type { FoundNode } from '../queries/find-node.ts';
import type {
  BlastRadiusOptions,
  IndexedAnswer,
  IndexedReach,
  Loss,
  RankedSubject,
  ReachCounts,
  WhatIf,
} from '../queries/reach/index.ts';
import type { Label } from '../schema/index.ts';
import { indexedBlastRadius } from './answer.ts';
import type { Removed } from './closure.ts';
import { lossesWithout } from './losses.ts';
import { rankActors } from './ranking.ts';
import { ReachIndex } from './reach-index.ts';
import { whatIf } from './what-if.ts';
import type { Built } from './worker.ts';

/** How long an answer waits for the index of a new version, before the one before it is used. */
const PATIENCE_MS = 300;

/**
 * The reach index of a graph, kept up to date: built in a worker, so that nothing waits; built again when the graph has a
 * new version. Until then the index before answers.
 */
export class ReachService {
  readonly #graph: Graph;
  readonly #log: Logger;
  readonly #address: GraphAddress;
  #worker: Worker | undefined;
  #index: ReachIndex | undefined;
  #building: Promise<void> | undefined;
  #patience: Promise<unknown> = Promise.resolve();
  #wanted = -1;

  constructor(graph: Graph, address: GraphAddress, log: Logger) {
    this.#graph = graph;
    this.#log = log;
    const { uri, user, password, database } = address;
    this.#address = { uri, user, password, ...(database === undefined ? {} : { database }) };
  }

  /** Reach at this version of the graph, or at the one before while it is being read; nothing before the first build. */
  async at(graphVersion: number): Promise<IndexedReach | undefined> {
    if (this.#index?.graphVersion !== graphVersion) {
      this.#begin(graphVersion);
      await this.#patience;
    }
    return this.#index === undefined ? undefined : new ReachAt(this.#graph, this.#index);
  }

  /** Waits until the index has been built that is under way. */
  async settled(): Promise<void> {
    await this.#building;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #begin(graphVersion: number): void {
    if (this.#building !== undefined || this.#wanted === graphVersion) return;
    this.#wanted = graphVersion;
    this.#building = this.#build().finally(() => {
      this.#building = undefined;
    });
    this.#patience = Promise.race([this.#building, sleep(PATIENCE_MS, undefined, { ref: false })]);
  }

  #askWorker(): Promise<Built> {
    this.#worker ??= this.#startWorker();
    const answered = answerOf(this.#worker);
    this.#worker.postMessage('build');
    return answered;
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.#address });
    // A process that has nothing else to do may end.
    worker.unref();
    worker.on('error', (thrown) => this.#log.error({ err: messageOf(thrown) }, 'the reach index cannot be built'));
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }

  async #build(): Promise<void> {
    const begun = performance.now();
    const built = await this.#askWorker();
    if (built.tables === undefined) {
      this.#wanted = -1;
      this.#log.warn({ problem: built.problem ?? 'the graph is being written to' }, 'no reach index of this version');
      return;
    }
    this.#index = new ReachIndex(built.tables);
    const { graphVersion, resources, actors } = this.#index;
    const milliseconds = Math.round(performance.now() - begun);
    this.#log.info(
      { graphVersion, resources: resources.count, actors: actors.count, milliseconds },
      'reach index built',
    );
  }
}

/** One build's answer. A worker that ends without one is told as a problem. */
function answerOf(worker: Worker): Promise<Built> {
  return new Promise((resolve) => {
    const ended = (): void => resolve({ problem: 'the worker has ended' });
    worker.once('exit', ended);
    worker.once('message', (built: Built) => {
      worker.off('exit', ended);
      resolve(built);
    });
  });
}

class ReachAt implements IndexedReach {
  readonly #graph: Graph;
  readonly #index: ReachIndex;

  constructor(graph: Graph, index: ReachIndex) {
    this.#graph = graph;
    this.#index = index;
  }

  get graphVersion(): number {
    return this.#index.graphVersion;
  }

  blastRadius(subject: FoundNode, options: BlastRadiusOptions, now: number): Promise<IndexedAnswer | undefined> {
    return indexedBlastRadius(this.#graph, this.#index, subject, options, now);
  }

  counts(subject: FoundNode, now: number): ReachCounts | undefined {
    const actor = this.#numberOf(subject);
    return actor === undefined ? undefined : this.#index.count(this.#index.reachOf(this.#index.walk(actor, now)));
  }

  async rank(label: Label, now: number): Promise<readonly RankedSubject[]> {
    const ranked = await rankActors(this.#index, label, now);
    return ranked.map(({ actor, ...extent }) => ({ id: this.#index.actors.idOf(actor), ...extent }));
  }

  whatIf(subject: FoundNode, revoked: readonly FoundNode[], now: number): WhatIf | undefined {
    const actor = this.#numberOf(subject);
    return actor === undefined ? undefined : whatIf(this.#index, actor, this.#removed(revoked), now);
  }

  losses(revoked: readonly FoundNode[], now: number): readonly Loss[] {
    return lossesWithout(this.#index, 'Agent', this.#removed(revoked), now);
  }

  #numberOf({ label, id }: FoundNode): number | undefined {
    return this.#index.actors.find(label, id);
  }

  #removed(revoked: readonly FoundNode[]): Removed {
    const actors = revoked.map((one) => this.#numberOf(one)).filter((actor) => actor !== undefined);
    return { actors: new Set(actors), steps: new Set() };
  }
}
