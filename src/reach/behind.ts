import type { Ranked } from './best-grants.ts';
import { BestKept } from './best-kept.ts';
import type { HubView } from './hub-view.ts';
import type { ReachIndex } from './reach-index.ts';
import type { Target } from './rows.ts';
import type { Seed } from './seeds.ts';
import type { KeptWalk, Ways } from './walked.ts';

/** What lies behind the trust groups that somebody came to, and how far away from them it is. */
export interface Behind {
  readonly view: HubView;
  readonly ways: Ways;
  /** The best grants on each of these, by the whole way. */
  bestGrants(targets: readonly Target[]): (readonly Ranked[])[];
}

/** Behind one group everything is as far away as it is from the group, and as the group is. */
export function behindOne(view: HubView, { distances }: Seed): Behind {
  const { walked } = view;
  const further = (rank: number): number => distances[rank] ?? Number.POSITIVE_INFINITY;
  return {
    view,
    ways: {
      rankOf: (node) => walked.rankOf(node),
      distanceAt: (node, rank) => walked.distanceAt(node, rank) + further(rank),
      wayAt: (node, rank) => walked.wayAt(node, rank),
    },
    bestGrants: (targets) =>
      view.bestGrants(targets).map((list) => list.map((one) => ({ ...one, rank: one.rank + further(one.way) }))),
  };
}

/** Behind several, which of them is on the shortest way differs from one to the other. */
export function behindSeveral(index: ReachIndex, view: HubView, walked: KeptWalk): Behind {
  const best = new BestKept(index, walked);
  return { view, ways: walked, bestGrants: (targets) => best.of(targets) };
}
