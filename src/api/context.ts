import type { Graph } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/log.ts';
import { type Coverage, readCoverage } from '../queries/index.ts';
import type { ReachReader } from '../queries/reach/index.ts';
import { Loaders } from './loaders.ts';

/** What the API stands on; the same for all requests. */
export interface ApiParts {
  readonly graph: Graph;
  readonly clock: Clock;
  readonly log: Logger;
  readonly reach: ReachReader;
}

/** What the resolvers of one request share. */
export interface ApiContext extends ApiParts {
  readonly loaders: Loaders;
  /** What could not be seen, read once for all answers of the request. */
  readonly coverage: () => Promise<Coverage>;
}

export function requestContext(parts: ApiParts): ApiContext {
  let coverage: Promise<Coverage> | undefined;
  const read = (): Promise<Coverage> => {
    coverage ??= readCoverage(parts.graph);
    return coverage;
  };
  return { ...parts, loaders: new Loaders(parts.graph, parts.reach, read), coverage: read };
}
