import type { Caller } from '../../../auth/index.ts';
import type { Graph } from '../../../graph/index.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { RiskWeights } from '../../../lib/config-risk.ts';
import { readCoverage } from '../../../queries/index.ts';
import type { ReachReader } from '../../../queries/reach/index.ts';
import { cutGraph } from '../../../queries/scope/index.ts';
import { CutReach } from './cut-reach.ts';
import { Sight } from './sight.ts';
import type { Visible } from './visible.ts';

/** What somebody with a scope is answered from: it takes the place of the whole graph, and of reach over it. */
interface Horizon {
  readonly graph: Graph;
  readonly reach: ReachReader;
  readonly visible: () => Promise<Visible>;
}

interface Kept {
  readonly sight: Sight;
  readonly reach: CutReach;
}

const kept = new WeakMap<Graph, Kept>();

/** For one request of somebody with a scope. `weights`: of the risk score; default the standard ones. */
export function horizonOf(
  { graph, clock }: { readonly graph: Graph; readonly clock: Clock },
  scopes: NonNullable<Caller['scope']>,
  weights?: RiskWeights,
): Horizon {
  const { sight, reach } = kept.get(graph) ?? { sight: new Sight(graph), reach: new CutReach() };
  kept.set(graph, { sight, reach });
  let seen: Promise<Visible> | undefined;
  const visible = (): Promise<Visible> => {
    seen ??= readCoverage(graph).then(({ graphVersion }) => sight.of(scopes, graphVersion));
    return seen;
  };
  const cut = cutGraph(graph, visible);
  return { graph: cut, visible, reach: reach.reader(cut, clock, { scopes, visible, weights }) };
}
