import type { Removed } from './closure.ts';
import { type Extent, extentOf, WRITES } from './extent.ts';
import type { ReachIndex } from './reach-index.ts';
import { eachPart, type Segments } from './segments.ts';
import { RANKS, type Walked } from './walked.ts';
import { hasLevel, weakened } from './word.ts';

/** What a hub reaches, and how much that is. */
interface HubReach {
  readonly segments: Segments;
  readonly extent: Extent;
}

/**
 * Trust groups are what many subjects come to and much lies behind. What each reaches is computed once; whoever comes to it
 * adds what it has besides. `now`: milliseconds since the epoch.
 */
export class Hubs {
  /** For walks that end at hubs. */
  readonly without: Removed;
  readonly #index: ReachIndex;
  readonly #now: number;
  readonly #range: readonly [number, number];
  readonly #known = new Map<number, HubReach>();

  constructor(index: ReachIndex, now: number) {
    this.#index = index;
    this.#now = now;
    this.#range = index.actors.ofLabel('TrustGroup');
    this.without = { steps: new Set(), actors: new Set(), beyond: this.#range };
  }

  is(actor: number): boolean {
    return actor >= this.#range[0] && actor < this.#range[1];
  }

  /** The extent of a walk that ended at hubs, with what lies behind them. */
  extentOf(walked: Walked): Extent {
    const hubs = [...walked.nodes].filter((node) => this.is(node));
    if (hubs.length === 0) return extentOf(this.#index, this.#index.reachOf(walked));
    // The walk is used up before others begin.
    const ranks = hubs.map((hub) => walked.rankOf(hub));
    const own = this.#index.reachOf(walked);
    const reached = hubs
      .map((hub, i) => this.#reachOf(hub, ranks[i] ?? 0))
      .sort((a, b) => b.extent.total - a.extent.total);
    const [largest, ...others] = reached;
    if (largest === undefined) return extentOf(this.#index, own);
    const besides = others.length === 0 ? own : this.#index.unionOf([own, ...others.map(({ segments }) => segments)]);
    return withBesides(this.#index, largest, besides);
  }

  /** `rank`: how sure the way to it is. */
  #reachOf(hub: number, rank: number): HubReach {
    const key = hub * RANKS + rank;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const sure = this.#index.reachOf(this.#index.walk(hub, this.#now));
    const segments = rank === 0 ? sure : { ...sure, words: sure.words.map((word) => weakened(word, rank)) };
    const made = { segments, extent: extentOf(this.#index, segments) };
    this.#known.set(key, made);
    return made;
  }
}

/** The extent of both together: what is besides is looked up in the large one, which is never gone through. */
function withBesides(index: ReachIndex, { segments, extent }: HubReach, besides: Segments): Extent {
  const more = { lo: [] as number[], hi: [] as number[], words: [] as number[] };
  let writable = 0;
  let exposure = 0;
  for (let i = 0; i < besides.lo.length; i += 1) {
    const word = besides.words[i] ?? 0;
    eachPart(segments, besides.lo[i] ?? 0, besides.hi[i] ?? 0, (lo, hi, there) => {
      if (there === 0) {
        more.lo.push(lo);
        more.hi.push(hi);
        more.words.push(word);
        return;
      }
      if (hasLevel(word, WRITES) && !hasLevel(there, WRITES)) writable += hi - lo;
      const heavier = index.weights.ofWord(there | word) - index.weights.ofWord(there);
      if (heavier !== 0) exposure += heavier * index.weights.ofRange(lo, hi);
    });
  }
  const added = extentOf(index, {
    lo: Uint32Array.from(more.lo),
    hi: Uint32Array.from(more.hi),
    words: Uint16Array.from(more.words),
  });
  return {
    total: extent.total + added.total,
    sensitive: extent.sensitive + added.sensitive,
    production: extent.production + added.production,
    writable: extent.writable + added.writable + writable,
    exposure: extent.exposure + added.exposure + exposure,
  };
}
