import { setImmediate as breath } from 'node:timers/promises';
import { type Behind, behindOne, behindSeveral } from './behind.ts';
import { HubView } from './hub-view.ts';
import type { ReachIndex } from './reach-index.ts';
import type { RowMaker } from './rows.ts';
import type { Seed } from './seeds.ts';
import { type KeptWalk, RANKS } from './walked.ts';

/** Numbers that all views together may keep: some 100 MB. */
const KEPT = 12_000_000;
/** The share of them that may be made beforehand. */
const BEFOREHAND = 0.7;
/** Walks behind several groups that are kept beside their views. */
const MANY_WAYS = 64;
/** Milliseconds of work before others have a turn. */
const SLICE_MS = 8;

/** A walk up to trust groups, and what lies behind those it met. */
export interface PartedWalk {
  readonly own: KeptWalk;
  /** Nothing where it met none. */
  readonly behind: Behind | undefined;
}

/** What lies behind trust groups, kept for the next who comes to them. */
export class HubViews {
  readonly #index: ReachIndex;
  readonly #rows: RowMaker;
  readonly #hubs: readonly [number, number];
  readonly #kept = new Map<string, HubView>();
  /** Behind several groups, by how far away each is. */
  readonly #manyWays = new Map<string, Behind>();
  #size = 0;

  constructor(index: ReachIndex, rows: RowMaker) {
    this.#index = index;
    this.#rows = rows;
    this.#hubs = index.actors.ofLabel('TrustGroup');
  }

  /** What an actor can act as, in two parts. `now`: milliseconds since the epoch. */
  walk(actor: number, now: number): PartedWalk {
    const [from, to] = this.#hubs;
    const own = this.#index.walkFrom([{ actor, distances: [0, 0, 0] }], now, {
      steps: new Set(),
      actors: new Set(),
      beyond: this.#hubs,
    });
    const met = own.nodes.filter((node) => node >= from && node < to && node !== actor);
    if (met.length === 0) return { own, behind: undefined };
    const seeds = [...met].map((hub) => ({
      actor: hub,
      distances: Array.from({ length: RANKS }, (_, rank) => own.distanceAt(hub, rank)),
    }));
    const view = this.#view(seeds.map(atOnce), now);
    const [seed, ...more] = seeds;
    if (seed !== undefined && more.length === 0) return { own, behind: behindOne(view, seed) };
    return { own, behind: this.#several(seeds, view, now) };
  }

  #several(seeds: readonly Seed[], view: HubView, now: number): Behind {
    const key = keyOf(seeds);
    const known = this.#manyWays.get(key);
    if (known?.view === view) return known;
    const made = behindSeveral(this.#index, view, this.#index.walkFrom(seeds, now));
    if (this.#manyWays.size >= MANY_WAYS) this.#manyWays.clear();
    this.#manyWays.set(key, made);
    return made;
  }

  /**
   * Makes beforehand what first questions would wait for: what lies behind each group for those who come to it certainly,
   * and, where some step to it is less sure, for those. Others have their turns meanwhile. `now`: as in `walk`.
   */
  async warm(now: number, signal?: AbortSignal): Promise<void> {
    let since = performance.now();
    for (let hub = this.#hubs[0]; hub < this.#hubs[1]; hub += 1) {
      for (const rank of this.#ranksTo(hub)) {
        if (this.#size > KEPT * BEFOREHAND) return;
        const distances = Array.from({ length: RANKS }, (_, at) => (at < rank ? Number.POSITIVE_INFINITY : 0));
        this.#view([{ actor: hub, distances }], now).warm();
        if (performance.now() - since < SLICE_MS) continue;
        await breath();
        if (signal?.aborted === true) return;
        since = performance.now();
      }
    }
  }

  /** How sure the ways to a group can be: as its members are, or as the steps to it. */
  #ranksTo(hub: number): ReadonlySet<number> {
    const { steps, stepsBack } = this.#index.tables;
    const ranks = new Set([0]);
    for (let i = stepsBack.starts[hub] ?? 0; i < (stepsBack.starts[hub + 1] ?? 0); i += 1)
      ranks.add(steps.ranks[stepsBack.steps[i] ?? 0] ?? 0);
    return ranks;
  }

  #view(seeds: readonly Seed[], now: number): HubView {
    const key = keyOf(seeds);
    const known = this.#kept.get(key);
    if (known !== undefined) this.#drop(key, known);
    const view = known?.isOf(now) === true ? known : new HubView(this.#index, this.#rows, seeds, now);
    this.#kept.set(key, view);
    this.#size += view.size;
    for (const [old, other] of this.#kept) {
      if (this.#size <= KEPT || other === view) break;
      this.#drop(old, other);
    }
    return view;
  }

  #drop(key: string, view: HubView): void {
    this.#kept.delete(key);
    this.#size -= view.size;
  }
}

function keyOf(seeds: readonly Seed[]): string {
  return seeds.map(({ actor, distances }) => `${actor}:${distances.join()}`).join(' ');
}

/** The same ways, however long. */
function atOnce({ actor, distances }: Seed): Seed {
  return { actor, distances: distances.map((distance) => (Number.isFinite(distance) ? 0 : distance)) };
}
