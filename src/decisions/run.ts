import type { Graph } from '../graph/index.ts';

/** The verb of a write transaction. */
export type Run = Parameters<Parameters<Graph['write']>[0]>[0];
