import { HubView } from './hub-view.ts';
import type { ReachIndex } from './reach-index.ts';
import type { RowMaker } from './rows.ts';
import type { Seed } from './seeds.ts';
import { type KeptWalk, RANKS } from './walked.ts';

/** Numbers that all views together may keep: some 100 MB. */
const KEPT = 12_000_000;

/** A walk up to trust groups, and what lies behind those it met. */
export interface PartedWalk {
  readonly own: KeptWalk;
  /** Nothing where it met none. */
  readonly behind: HubView | undefined;
}

/** What lies behind trust groups, kept for the next who comes to them. */
export class HubViews {
  readonly #index: ReachIndex;
  readonly #rows: RowMaker;
  readonly #hubs: readonly [number, number];
  readonly #kept = new Map<string, HubView>();
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
    return { own, behind: this.#view(seeds, now) };
  }

  #view(seeds: readonly Seed[], now: number): HubView {
    const key = seeds.map(({ actor, distances }) => `${actor}:${distances.join()}`).join(' ');
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
