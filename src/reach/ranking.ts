import { setImmediate as breathe } from 'node:timers/promises';
import type { Label } from '../schema/index.ts';
import type { Extent } from './extent.ts';
import { Hubs } from './hubs.ts';
import type { ReachIndex } from './reach-index.ts';
import type { Walked } from './walked.ts';

export interface RankedActor extends Extent {
  readonly actor: number;
}

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
  const hubs = new Hubs(index, now);
  const known = new Map<string, Extent>();
  const ranked: RankedActor[] = [];
  let since = performance.now();
  for (let actor = from; actor < to; actor += 1) {
    const walked = index.walk(actor, now, hubs.without);
    const key = keyOf(index, walked, hubs);
    let extent = known.get(key);
    if (extent === undefined) {
      extent = hubs.extentOf(walked);
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

/** Who is granted what, the hubs on the way, and how sure the ways are: equal for equal reach. */
function keyOf({ tables }: ReachIndex, walked: Walked, hubs: Hubs): string {
  const { starts } = tables.grants;
  const holders = [...walked.nodes].filter((node) => starts[node] !== starts[node + 1] || hubs.is(node));
  return holders
    .map((node) => node * 4 + walked.rankOf(node))
    .sort((a, b) => a - b)
    .join(' ');
}
