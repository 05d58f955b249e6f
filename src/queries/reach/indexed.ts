import type { FoundNode } from '../find-node.ts';
import type { ReachCounts } from './counts.ts';
import type { BlastRadiusOptions } from './reader.ts';
import type { ReachRow } from './rows.ts';

/** A blast radius without what the reader adds. */
export interface IndexedAnswer {
  readonly counts: ReachCounts;
  readonly rows: readonly ReachRow[];
  readonly more: boolean;
  /** All rows, folded. */
  readonly rowCount: number;
}

/** Where reach from memory is had: of a version of the graph, or of the one before it while that is being read. */
export interface ReachSource {
  at(graphVersion: number): Promise<IndexedReach | undefined>;
}

/** Reach from memory, of one version of the graph. What it does not hold is `undefined`, and is read from the graph. */
export interface IndexedReach {
  readonly graphVersion: number;
  /** `now`: milliseconds since the epoch, for credentials that expire. */
  blastRadius(subject: FoundNode, options: BlastRadiusOptions, now: number): Promise<IndexedAnswer | undefined>;
  counts(subject: FoundNode, now: number): ReachCounts | undefined;
}
