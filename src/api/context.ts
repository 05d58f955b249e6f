import { type Caller, LOCAL_CALLER } from '../auth/index.ts';
import type { DecisionDesk } from '../decisions/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/log.ts';
import { type Coverage, readCoverage } from '../queries/index.ts';
import type { ReachReader } from '../queries/reach/index.ts';
import { Sight, type Visible } from './http/guard/visible.ts';
import { Loaders } from './loaders.ts';

/** What the API stands on; the same for all requests. */
export interface ApiParts {
  readonly graph: Graph;
  readonly clock: Clock;
  readonly log: Logger;
  readonly reach: ReachReader;
  /** Where decisions are handed in. */
  readonly decisions: DecisionDesk;
}

/** What the resolvers of one request share. */
export interface ApiContext extends ApiParts {
  readonly loaders: Loaders;
  /** Who asks. What they may is decided before a resolver is called (`http/guard`). */
  readonly caller: Caller;
  /** What a caller with a scope sees. */
  readonly visible: () => Promise<Visible>;
  /** What could not be seen, read once for all answers of the request. */
  readonly coverage: () => Promise<Coverage>;
}

const sights = new WeakMap<Graph, Sight>();

/** `caller`: by default the local user, who may do everything: for questions that this process asks itself. */
export function requestContext(parts: ApiParts, caller: Caller = LOCAL_CALLER): ApiContext {
  let coverage: Promise<Coverage> | undefined;
  const read = (): Promise<Coverage> => {
    coverage ??= readCoverage(parts.graph);
    return coverage;
  };
  const see = async (): Promise<Visible> => {
    const sight = sights.get(parts.graph) ?? new Sight(parts.graph);
    sights.set(parts.graph, sight);
    return sight.of(caller.scope ?? [], (await read()).graphVersion);
  };
  let visible: Promise<Visible> | undefined;
  return {
    ...parts,
    caller,
    loaders: new Loaders(parts.graph, parts.reach, read),
    coverage: read,
    visible: () => {
      visible ??= see();
      return visible;
    },
  };
}
