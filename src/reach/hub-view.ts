import type { Ranked } from './best-grants.ts';
import { BestKept } from './best-kept.ts';
import { firstOf, OrderedTargets } from './ordered-targets.ts';
import type { ReachIndex } from './reach-index.ts';
import { type Folded, foldedOf, type RowMaker, type Target } from './rows.ts';
import type { Seed } from './seeds.ts';
import type { Segments } from './segments.ts';
import type { Tally } from './tally.ts';
import type { KeptWalk } from './walked.ts';

/** Rows that are most often asked for. */
const FIRST_PAGE = 51;

/** All that lies behind some trust groups, however far away they are: what many subjects share. */
export class HubView {
  /** From the groups, as if they were reached at once. */
  readonly walked: KeptWalk;
  readonly reach: Segments;
  readonly folded: Folded;
  readonly targets: OrderedTargets;
  readonly tally: Tally;
  /** How much memory it takes, in numbers kept. */
  readonly size: number;
  readonly #rows: RowMaker;
  readonly #madeAt: number;
  readonly #until: number;
  readonly #best: BestKept;

  /** `seeds`: each at no distance by the ways there are. `now`: milliseconds since the epoch. */
  constructor(index: ReachIndex, rows: RowMaker, seeds: readonly Seed[], now: number) {
    this.#rows = rows;
    this.#madeAt = now;
    this.walked = index.walkFrom(seeds, now);
    this.#best = new BestKept(index, this.walked);
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

  /** The best grants on each of these, from where the groups are. */
  bestGrants(targets: readonly Target[]): (readonly Ranked[])[] {
    return this.#best.of(targets);
  }

  /** Puts in order what a first page is made from. */
  warm(): void {
    this.bestGrants(firstOf(this.#rows, this.targets, undefined, FIRST_PAGE, undefined));
  }
}

/** When the first of those reached expires. */
function endOf({ tables }: ReachIndex, { nodes }: KeptWalk): number {
  let end = Number.POSITIVE_INFINITY;
  for (const node of nodes) end = Math.min(end, tables.actors.liveUntil[node] ?? end);
  return end;
}
