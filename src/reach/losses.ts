import type { Loss } from '../queries/reach/index.ts';
import type { Label } from '../schema/index.ts';
import type { Removed } from './closure.ts';
import { extentOf } from './extent.ts';
import type { ReachIndex } from './reach-index.ts';
import { differenceOf } from './what-if.ts';

/** Who of a label would reach less without some actors and steps, the greatest loss first. `now`: milliseconds since the epoch. */
export function lossesWithout(index: ReachIndex, label: Label, removed: Removed, now: number): Loss[] {
  const [from, to] = index.actors.ofLabel(label);
  const losses: Loss[] = [];
  for (const actor of comingTo(index, removed)) {
    if (actor < from || actor >= to) continue;
    const before = index.reachOf(index.walk(actor, now));
    const after = index.reachOf(index.walk(actor, now, removed), removed.grants);
    const lost = extentOf(index, differenceOf(before, after).lost);
    const extent = { before: extentOf(index, before).total, lost: lost.total, lostSensitive: lost.sensitive };
    losses.push({ id: index.actors.idOf(actor), ...extent });
  }
  return losses.sort((a, b) => b.lost - a.lost || b.before - a.before || (a.id < b.id ? -1 : 1));
}

/** Every actor with a way to one of those removed, themselves included. */
function comingTo({ tables }: ReachIndex, removed: Removed): readonly number[] {
  const { starts, steps, from } = tables.stepsBack;
  const queue = [...new Set([...removed.actors, ...[...removed.steps].map((step) => from[step] ?? 0)])];
  const seen = new Set(queue);
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head] ?? 0;
    for (let i = starts[node] ?? 0; i < (starts[node + 1] ?? 0); i += 1) {
      const before = from[steps[i] ?? 0] ?? 0;
      if (seen.has(before)) continue;
      seen.add(before);
      queue.push(before);
    }
  }
  return queue;
}
