import type { ReachCounts } from '../queries/reach/index.ts';
import type { Place } from '../queries/reach/order.ts';
import type { Behind } from './behind.ts';
import { bestGrants, bestOf } from './best-grants.ts';
import { firstOf, OrderedTargets } from './ordered-targets.ts';
import type { ReachIndex } from './reach-index.ts';
import { foldedOf, type IndexedRow, type RowMaker, type Target } from './rows.ts';
import { eachPart, type Segments, wordAt } from './segments.ts';
import { actorOfStep, type KeptWalk, type Ways } from './walked.ts';

/** A blast radius of which the large part, behind trust groups, is known. All of it, at every level. */
export class PartedReach {
  readonly ways: Ways;
  readonly #index: ReachIndex;
  readonly #rows: RowMaker;
  readonly #own: KeptWalk;
  readonly #behind: Behind;
  readonly #reach: Segments;

  constructor(index: ReachIndex, rows: RowMaker, own: KeptWalk, behind: Behind) {
    this.#index = index;
    this.#rows = rows;
    this.#own = own;
    this.#behind = behind;
    this.#reach = index.reachOf(own);
    this.ways = joinedWays(index, own, behind.ways);
  }

  counts(): ReachCounts {
    const tally = this.#behind.view.tally.copy();
    const { lo, hi, words } = this.#reach;
    for (let i = 0; i < lo.length; i += 1) {
      const word = words[i] ?? 0;
      eachPart(this.#behind.view.reach, lo[i] ?? 0, hi[i] ?? 0, (from, to, there) => {
        if (there === 0) tally.add(from, to, word);
        else if ((there | word) !== there) tally.change(to - from, there, there | word);
      });
    }
    return tally.counts();
  }

  /** The first `wanted` rows behind a place, and how many rows there are. */
  page(wanted: number, after: Place | undefined): { readonly rows: readonly IndexedRow[]; readonly rowCount: number } {
    const { own, scopes } = foldedOf(this.#index, this.#own);
    const { folded } = this.#behind.view;
    const besides = new OrderedTargets(
      this.#rows,
      [...own].filter((ordinal) => !folded.own.has(ordinal)),
      [...scopes.keys()].filter((scope) => !folded.scopes.has(scope)),
    );
    const targets = firstOf(this.#rows, this.#behind.view.targets, besides, wanted, after);
    const word = (target: Target): number =>
      'ordinal' in target
        ? wordAt(this.#behind.view.reach, target.ordinal) | wordAt(this.#reach, target.ordinal)
        : (folded.scopes.get(target.scope) ?? 0) | (scopes.get(target.scope) ?? 0);
    const near = bestGrants(this.#index, this.#own, targets);
    const far = this.#behind.bestGrants(targets);
    const rows = targets.map((target, i) => ({
      ...this.#rows.row(target, word(target)),
      grants: bestOf(near[i] ?? [], far[i] ?? []).map(({ grant }) => grant),
    }));
    return { rows, rowCount: this.#behind.view.targets.size + besides.size };
  }
}

/** Both walks as one: `behind` begins where `own` ends. */
function joinedWays({ tables }: ReachIndex, own: KeptWalk, behind: Ways): Ways {
  const far = (node: number, rank: number): number[] => {
    const way = behind.wayAt(node, rank);
    const [first] = way;
    return [...own.wayAt(first === undefined ? node : actorOfStep(tables.steps, first), rank), ...way];
  };
  const isNear = (node: number, rank: number): boolean => own.distanceAt(node, rank) <= behind.distanceAt(node, rank);
  return {
    rankOf: (node) => Math.min(own.rankOf(node), behind.rankOf(node)),
    distanceAt: (node, rank) => Math.min(own.distanceAt(node, rank), behind.distanceAt(node, rank)),
    wayAt: (node, rank) => (isNear(node, rank) ? own.wayAt(node, rank) : far(node, rank)),
  };
}
