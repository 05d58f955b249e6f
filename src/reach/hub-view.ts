import { bestGrants, type Ranked } from './best-grants.ts';
import { OrderedTargets } from './ordered-targets.ts';
import type { ReachIndex } from './reach-index.ts';
import { type Folded, foldedOf, type RowMaker, type Target } from './rows.ts';
import type { Seed } from './seeds.ts';
import type { Segments } from './segments.ts';
import type { Tally } from './tally.ts';
import type { KeptWalk } from './walked.ts';

/** Targets whose best grants are kept. */
const KEPT_TARGETS = 4_096;

/** All that lies behind some trust groups, as far away as they are from somebody: what many subjects share. */
export class HubView {
  readonly walked: KeptWalk;
  readonly reach: Segments;
  readonly folded: Folded;
  readonly targets: OrderedTargets;
  readonly tally: Tally;
  /** How much memory it takes, in numbers kept. */
  readonly size: number;
  readonly #index: ReachIndex;
  readonly #madeAt: number;
  readonly #until: number;
  readonly #best = new Map<string, readonly Ranked[]>();

  /** `now`: milliseconds since the epoch. */
  constructor(index: ReachIndex, rows: RowMaker, seeds: readonly Seed[], now: number) {
    this.#index = index;
    this.#madeAt = now;
    this.walked = index.walkFrom(seeds, now);
    this.#until = endOf(index, this.walked);
    this.reach = index.reachOf(this.walked);
    this.folded = foldedOf(index, this.walked);
    this.targets = new OrderedTargets(rows, this.folded.own, this.folded.scopes.keys());
    this.tally = index.tally(this.reach);
    this.size = this.walked.nodes.length * 6 + this.reach.lo.length * 3 + this.targets.size * 8;
  }

  /** Is it still as it was made? Nothing on the way has expired since. */
  isOf(now: number): boolean {
    return now >= this.#madeAt && now < this.#until;
  }

  /** The best grants on each of these. */
  bestGrants(targets: readonly Target[]): (readonly Ranked[])[] {
    const missing = targets.filter((one) => !this.#best.has(keyOf(one)));
    if (this.#best.size + missing.length > KEPT_TARGETS) this.#best.clear();
    const asked = this.#best.size === 0 ? targets : missing;
    for (const [i, found] of (asked.length === 0 ? [] : bestGrants(this.#index, this.walked, asked)).entries()) {
      const target = asked[i];
      if (target !== undefined) this.#best.set(keyOf(target), found);
    }
    return targets.map((one) => this.#best.get(keyOf(one)) ?? []);
  }
}

function keyOf(target: Target): string {
  return 'ordinal' in target ? `r${target.ordinal}` : `s${target.scope}`;
}

/** When the first of those reached expires. */
function endOf({ tables }: ReachIndex, { nodes }: KeptWalk): number {
  let end = Number.POSITIVE_INFINITY;
  for (const node of nodes) end = Math.min(end, tables.actors.liveUntil[node] ?? end);
  return end;
}
