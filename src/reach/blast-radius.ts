import type { ReachCounts } from '../queries/reach/index.ts';
import type { Place } from '../queries/reach/order.ts';
import { bestGrants } from './best-grants.ts';
import { firstOf, OrderedTargets } from './ordered-targets.ts';
import { PartedReach } from './parted.ts';
import type { ReachIndex } from './reach-index.ts';
import { foldedOf, type IndexedRow, type Target } from './rows.ts';
import { wordAt } from './segments.ts';
import type { KeptWalk, Ways } from './walked.ts';
import { hasLevel } from './word.ts';

export interface IndexedBlastRadius {
  readonly ways: Ways;
  readonly counts: ReachCounts;
  readonly rows: readonly IndexedRow[];
  readonly more: boolean;
  /** All rows. */
  readonly rowCount: number;
}

export interface Wanted {
  readonly first: number;
  readonly after?: Place | undefined;
  /** A mask; 0 for all. */
  readonly levels?: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The folded blast radius of an actor: `first` rows behind `after`, the most sensitive first. `levels`: a mask, 0 for all. */
export function blastRadius(index: ReachIndex, actor: number, wanted: Wanted): IndexedBlastRadius {
  const { first, after, levels = 0, now } = wanted;
  // With a level asked for, what is left of the part that many share differs from subject to subject.
  if (levels !== 0) return plain(index, index.walkFrom([{ actor, distances: [0, 0, 0] }], now), wanted);
  const { own, behind } = index.hubs.walk(actor, now);
  if (behind === undefined) return plain(index, own, wanted);
  const parted = new PartedReach(index, index.rows, own, behind);
  const { rows, rowCount } = parted.page(first + 1, after);
  return {
    ways: parted.ways,
    counts: parted.counts(),
    rows: rows.slice(0, first),
    more: rows.length > first,
    rowCount,
  };
}

/** What an actor reaches, counted. `now`: milliseconds since the epoch. */
export function countsOf(index: ReachIndex, actor: number, now: number): ReachCounts {
  const { own, behind } = index.hubs.walk(actor, now);
  if (behind === undefined) return index.count(index.reachOf(own));
  return new PartedReach(index, index.rows, own, behind).counts();
}

function plain(index: ReachIndex, walked: KeptWalk, { first, after, levels = 0 }: Wanted): IndexedBlastRadius {
  const reach = index.reachOf(walked);
  const { own, scopes } = foldedOf(index, walked);
  const word = (target: Target): number =>
    'ordinal' in target ? wordAt(reach, target.ordinal) : (scopes.get(target.scope) ?? 0);
  const all = new OrderedTargets(
    index.rows,
    [...own].filter((ordinal) => levels === 0 || hasLevel(word({ ordinal }), levels)),
    [...scopes.keys()].filter((scope) => levels === 0 || hasLevel(word({ scope }), levels)),
  );
  const targets = firstOf(index.rows, all, undefined, first + 1, after);
  const page = targets.slice(0, first);
  const best = bestGrants(index, walked, page);
  return {
    ways: walked,
    counts: index.count(reach, levels),
    rows: page.map((target, i) => ({
      ...index.rows.row(target, word(target)),
      grants: (best[i] ?? []).map(({ grant }) => grant),
    })),
    more: targets.length > first,
    rowCount: all.size,
  };
}
