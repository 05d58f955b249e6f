import { type RiskWeights, STANDARD_WEIGHTS } from '../lib/config-risk.ts';
import type { ReachCounts } from '../queries/reach/index.ts';
import { Actors } from './actors.ts';
import { type Removed, Walker } from './closure.ts';
import { HubViews } from './hub-views.ts';
import { Resources } from './resources.ts';
import { ReachWeights } from './risk/weights.ts';
import { RowMaker } from './rows.ts';
import type { Seed } from './seeds.ts';
import { RangeList, type Segments } from './segments.ts';
import type { ReachTables } from './tables.ts';
import { Tally } from './tally.ts';
import { KeptWalk, RANKS, type Walked } from './walked.ts';
import { hasLevel, weakened } from './word.ts';

/** Reach over one version of the graph, answered from memory. */
export class ReachIndex {
  readonly tables: ReachTables;
  readonly resources: Resources;
  readonly actors: Actors;
  readonly weights: ReachWeights;
  readonly rows: RowMaker;
  /** What lies behind trust groups. */
  readonly hubs: HubViews;
  readonly #walker: Walker;
  readonly #ranges = new RangeList();

  /** `weights`: of the risk score. */
  constructor(tables: ReachTables, weights: RiskWeights = STANDARD_WEIGHTS) {
    this.tables = tables;
    this.resources = new Resources(tables.resources);
    this.actors = new Actors(tables.actors);
    this.weights = new ReachWeights(weights, tables.resources);
    this.rows = new RowMaker(this);
    this.hubs = new HubViews(this, this.rows);
    this.#walker = new Walker(tables.steps, tables.actors.liveUntil);
  }

  get graphVersion(): number {
    return this.tables.graphVersion;
  }

  /** What an actor can act as at a time (milliseconds since the epoch). Valid until the next walk. */
  walk(actor: number, now: number, without?: Removed): Walked {
    return this.#walker.walk(actor, now, without);
  }

  /** The same, to be kept. */
  walkFrom(seeds: readonly Seed[], now: number, without?: Removed): KeptWalk {
    this.#walker.walkFrom(seeds, now, without);
    return new KeptWalk(this.#walker.tables(), this.tables.steps);
  }

  /** Everything that the walk's actors are granted, as sure as the ways to them. `besides`: what some are granted besides. */
  reachOf(walked: Walked, besides?: Removed['grants']): Segments {
    const { starts, lo, hi, words } = this.tables.grants;
    this.#ranges.clear();
    for (const [node, more] of besides ?? []) {
      const rank = walked.rankOf(node);
      if (rank >= RANKS) continue;
      for (let i = 0; i < more.lo.length; i += 1)
        this.#ranges.add(more.lo[i] ?? 0, more.hi[i] ?? 0, weakened(more.words[i] ?? 0, rank));
    }
    for (const node of walked.nodes) {
      const from = starts[node] ?? 0;
      const to = starts[node + 1] ?? 0;
      if (from === to) continue;
      const rank = walked.rankOf(node);
      for (let i = from; i < to; i += 1) this.#ranges.add(lo[i] ?? 0, hi[i] ?? 0, weakened(words[i] ?? 0, rank));
    }
    return this.#ranges.union();
  }

  /** The union of several. */
  unionOf(all: readonly Segments[]): Segments {
    this.#ranges.clear();
    for (const { lo, hi, words } of all)
      for (let i = 0; i < lo.length; i += 1) this.#ranges.add(lo[i] ?? 0, hi[i] ?? 0, words[i] ?? 0);
    return this.#ranges.union();
  }

  /** Distinct resources of the segments. `levels`: only those reached at one of these; 0 for all. */
  count(segments: Segments, levels = 0): ReachCounts {
    return this.tally(segments, levels).counts();
  }

  /** As `count`, to be added to. */
  tally({ lo, hi, words }: Segments, levels = 0): Tally {
    const tally = new Tally(this.resources);
    for (let i = 0; i < lo.length; i += 1) {
      const word = words[i] ?? 0;
      if (hasLevel(word, levels)) tally.add(lo[i] ?? 0, hi[i] ?? 0, word);
    }
    return tally;
  }
}
