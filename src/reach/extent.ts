import { LEVELS } from '../queries/reach/levels.ts';
import { sensitivityRank } from '../queries/reach/order.ts';
import type { ReachIndex } from './reach-index.ts';
import type { Segments } from './segments.ts';
import { hasLevel } from './word.ts';

/** How large a blast radius is, at any certainty: distinct resources. */
export interface Extent {
  readonly total: number;
  /** Customer data, personal data, confidential. */
  readonly sensitive: number;
  readonly production: number;
  /** That can be written or whose permissions can be changed. */
  readonly writable: number;
  /** Weighted resources: level × sensitivity × environment of each. */
  readonly exposure: number;
}

/** Ranks up to this count as sensitive: `customer-data`, `pii`, `confidential`. */
const SENSITIVE = 2;
export const WRITES = (1 << LEVELS.indexOf('Write')) | (1 << LEVELS.indexOf('Permissions'));

/** The extent of what the segments hold. */
export function extentOf(index: ReachIndex, { lo, hi, words }: Segments): Extent {
  const facets = index.tables.resources.facets;
  const sums = new Int32Array(facets.length);
  let total = 0;
  let writable = 0;
  let exposure = 0;
  for (let i = 0; i < lo.length; i += 1) {
    const [from, to] = [lo[i] ?? 0, hi[i] ?? 0];
    total += to - from;
    if (hasLevel(words[i] ?? 0, WRITES)) writable += to - from;
    exposure += index.weights.ofWord(words[i] ?? 0) * index.weights.ofRange(from, to);
    index.resources.addFacets(from, to, sums);
  }
  let sensitive = 0;
  let production = 0;
  for (const [i, facet] of facets.entries()) {
    if (sensitivityRank(facet.sensitivity) <= SENSITIVE) sensitive += sums[i] ?? 0;
    if (facet.environment === 'production') production += sums[i] ?? 0;
  }
  return { total, sensitive, production, writable, exposure };
}
