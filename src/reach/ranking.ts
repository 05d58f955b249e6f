import { setImmediate as breathe } from 'node:timers/promises';
import { LEVELS } from '../queries/reach/levels.ts';
import { sensitivityRank } from '../queries/reach/order.ts';
import type { Label } from '../schema/index.ts';
import type { Walked } from './closure.ts';
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
}

export interface RankedActor extends Extent {
  readonly actor: number;
}

/** Ranks up to this count as sensitive: `customer-data`, `pii`, `confidential`. */
const SENSITIVE = 2;
const WRITES = (1 << LEVELS.indexOf('Write')) | (1 << LEVELS.indexOf('Permissions'));
/** Milliseconds of work before others have a turn. */
const SLICE_MS = 15;

/**
 * Every live actor of a label with the size of its blast radius, the largest first; equal ones by key. `now`: milliseconds
 * since the epoch. Lets other work go on meanwhile. Actors that hold the same grants are counted once.
 */
export async function rankActors(
  index: ReachIndex,
  label: Label,
  now: number,
  signal?: AbortSignal,
): Promise<RankedActor[]> {
  const [from, to] = index.actors.ofLabel(label);
  const known = new Map<string, Extent>();
  const ranked: RankedActor[] = [];
  let since = performance.now();
  for (let actor = from; actor < to; actor += 1) {
    const walked = index.walk(actor, now);
    const key = keyOf(index, walked);
    let extent = known.get(key);
    if (extent === undefined) {
      extent = extentOf(index, index.reachOf(walked));
      known.set(key, extent);
    }
    ranked.push({ actor, ...extent });
    if (performance.now() - since < SLICE_MS) continue;
    await breathe();
    signal?.throwIfAborted();
    since = performance.now();
  }
  return ranked.sort((a, b) => b.total - a.total || b.sensitive - a.sensitive || a.actor - b.actor);
}

/** Who is granted what, and how sure the ways are: equal for equal reach. */
function keyOf({ tables }: ReachIndex, walked: Walked): string {
  const { starts } = tables.grants;
  const holders = walked.nodes.filter((node) => starts[node] !== starts[node + 1]);
  return holders
    .map((node) => node * 4 + walked.rankOf(node))
    .sort((a, b) => a - b)
    .join(' ');
}

export function extentOf(index: ReachIndex, { lo, hi, words }: Segments): Extent {
  const facets = index.tables.resources.facets;
  const sums = new Int32Array(facets.length);
  let total = 0;
  let writable = 0;
  for (let i = 0; i < lo.length; i += 1) {
    const [from, to] = [lo[i] ?? 0, hi[i] ?? 0];
    total += to - from;
    if (hasLevel(words[i] ?? 0, WRITES)) writable += to - from;
    index.resources.addFacets(from, to, sums);
  }
  let sensitive = 0;
  let production = 0;
  for (const [i, facet] of facets.entries()) {
    if (sensitivityRank(facet.sensitivity) <= SENSITIVE) sensitive += sums[i] ?? 0;
    if (facet.environment === 'production') production += sums[i] ?? 0;
  }
  return { total, sensitive, production, writable };
}
