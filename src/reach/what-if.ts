import type { WhatIf } from '../queries/reach/index.ts';
import type { Removed } from './closure.ts';
import type { ReachIndex } from './reach-index.ts';
import { firstBehind, type Segments, SegmentWriter } from './segments.ts';
import { isWeaker } from './word.ts';

/** What an actor reaches with and without some steps and actors. `now`: milliseconds since the epoch. */
export function whatIf(index: ReachIndex, actor: number, removed: Removed, now: number): WhatIf {
  const before = index.reachOf(index.walk(actor, now));
  const after = index.reachOf(index.walk(actor, now, removed), removed.grants);
  const { lost, weakened } = differenceOf(before, after);
  return {
    before: index.count(before),
    after: index.count(after),
    lost: index.count(lost),
    weakened: index.count(weakened),
  };
}

/** Where `after` has nothing, and where it has fewer levels or less sure ones; with the words of `before`. */
export function differenceOf(
  before: Segments,
  after: Segments,
): { readonly lost: Segments; readonly weakened: Segments } {
  const most = before.lo.length + after.lo.length + 1;
  const [lost, weakened] = [new SegmentWriter(most), new SegmentWriter(most)];
  for (let i = 0; i < before.lo.length; i += 1) {
    const word = before.words[i] ?? 0;
    const end = before.hi[i] ?? 0;
    for (let at = before.lo[i] ?? 0; at < end; ) {
      const behind = firstBehind(after, at);
      const from = after.lo[behind] ?? Number.POSITIVE_INFINITY;
      const next = Math.min(end, from > at ? from : (after.hi[behind] ?? end));
      if (from > at) lost.put(at, next, word);
      else if (isWeaker(after.words[behind] ?? 0, word)) weakened.put(at, next, word);
      at = next;
    }
  }
  return { lost: lost.done(), weakened: weakened.done() };
}
