import { type Caller, LOCAL_CALLER } from '../auth/index.ts';
import type { DecisionDesk } from '../decisions/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { RiskWeights } from '../lib/config-risk.ts';
import type { Logger } from '../lib/log.ts';
import { type Coverage, readCoverage } from '../queries/index.ts';
import type { ReachReader } from '../queries/reach/index.ts';
import { horizonOf } from './http/guard/horizon.ts';
import type { Visible } from './http/guard/visible.ts';
import { Loaders } from './loaders.ts';

/** What the API stands on; the same for all requests. */
export interface ApiParts {
  readonly graph: Graph;
  readonly clock: Clock;
  readonly log: Logger;
  readonly reach: ReachReader;
  /** Where decisions are handed in. */
  readonly decisions: DecisionDesk;
  /** Of the risk score, for those with a scope: theirs is worked out apart. Default: the standard ones. */
  readonly weights?: RiskWeights;
}

/** What the resolvers of one request share. For a caller with a scope, graph and reach are cut to it. */
export interface ApiContext extends ApiParts {
  readonly loaders: Loaders;
  /** Who asks. What they may is decided before a resolver is called (`http/guard`). */
  readonly caller: Caller;
  /** Aborted when nobody waits for the answer any more: the client has gone, or its time is over. */
  readonly signal: AbortSignal | undefined;
  /** What a caller with a scope sees; nothing for one who sees everything. */
  readonly visible: (() => Promise<Visible>) | undefined;
  /** What could not be seen, read once for all answers of the request. */
  readonly coverage: () => Promise<Coverage>;
}

/** `caller`: by default the local user, who may do everything: for questions that this process asks itself. */
export function requestContext(parts: ApiParts, caller: Caller = LOCAL_CALLER, signal?: AbortSignal): ApiContext {
  const horizon = caller.scope === undefined ? undefined : horizonOf(parts, caller.scope, parts.weights);
  const { graph, reach } = horizon ?? parts;
  let coverage: Promise<Coverage> | undefined;
  const read = (): Promise<Coverage> => {
    coverage ??= readCoverage(graph);
    return coverage;
  };
  return {
    ...parts,
    graph,
    reach,
    caller,
    signal,
    loaders: new Loaders(graph, reach, read),
    coverage: read,
    visible: horizon?.visible,
  };
}
