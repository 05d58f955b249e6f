/** Reach from memory: the index over one version of the graph, and the service that keeps it up to date. */

export { readReach } from './once.ts';
export { type RankedActor, rankActors } from './ranking.ts';
export { ReachIndex } from './reach-index.ts';
export { readTables } from './read/index.ts';
export { ReachService } from './service.ts';
export { whatIf } from './what-if.ts';
