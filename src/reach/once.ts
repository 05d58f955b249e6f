import type { Graph } from '../graph/index.ts';
import type { RiskWeights } from '../lib/config-risk.ts';
import { KeylineError } from '../lib/errors.ts';
import type { IndexedReach } from '../queries/reach/index.ts';
import type { AwsInputSource } from './detach/detach.ts';
import { ReachAt } from './reach-at.ts';
import { ReachIndex } from './reach-index.ts';
import { readTables } from './read/index.ts';
import { RiskScorer } from './risk/ranking.ts';

/** The reach index of the graph as it is now, for a process that asks once. Error: `reach-index-missing` while it is written to. */
export async function readReach(graph: Graph, weights: RiskWeights, awsInput?: AwsInputSource): Promise<IndexedReach> {
  const tables = await readTables(graph);
  if (tables !== undefined)
    return new ReachAt(graph, new ReachIndex(tables, weights), { scorer: new RiskScorer(graph, weights), awsInput });
  throw new KeylineError('reach-index-missing', 'The graph is written to all the time', { hint: 'Ask again later.' });
}
