import type { ScopeGrants } from './grants.ts';
import { type Masks, NO_LEVELS, unionOf, without } from './levels.ts';
import { compareText } from './order.ts';

/** What one holder has on a scope, as sure as the way to the holder. */
export interface Part {
  readonly holder: string;
  readonly edge: string;
  readonly masks: Masks;
  readonly conditionKeys: readonly string[];
}

/** A scope that is reached, with all that is granted on it. */
export interface ScopeEntry {
  readonly scope: ScopeGrants;
  readonly kind: string;
  readonly masks: Masks;
  /** The best way first. */
  readonly parts: readonly Part[];
}

/** A range of paths of one kind within which the same scopes apply. Segments never overlap. */
export interface Segment {
  readonly kind: string;
  readonly lo: string;
  readonly hi: string;
  readonly masks: Masks;
  readonly scopes: readonly ScopeEntry[];
}

/** Cuts overlapping scopes into segments, sorted by kind and path. */
export function segmentsOf(scopes: readonly ScopeEntry[]): Segment[] {
  return [...Map.groupBy(scopes, (one) => one.kind)]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([kind, own]) => [...sweep(kind, own)]);
}

function* sweep(kind: string, scopes: readonly ScopeEntry[]): Generator<Segment> {
  const ends = scopes
    .flatMap((one) => [
      { at: one.scope.lo, one, opens: true },
      { at: one.scope.hi, one, opens: false },
    ])
    .sort((a, b) => compareText(a.at, b.at));
  const open = new Set<ScopeEntry>();
  let from = '';
  for (const end of ends) {
    if (open.size > 0 && from !== end.at) {
      const active = [...open];
      const masks = active.reduce((sum, one) => unionOf(sum, one.masks), NO_LEVELS);
      yield { kind, lo: from, hi: end.at, masks, scopes: active };
    }
    if (end.opens) open.add(end.one);
    else open.delete(end.one);
    from = end.at;
  }
}

/** The segment that a resource lies in. `segments`: as `segmentsOf` sorts them. */
export function segmentAt(segments: readonly Segment[], kind: string, path: string): Segment | undefined {
  let lo = 0;
  let hi = segments.length;
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    const one = segments[middle];
    if (one === undefined) return undefined;
    const below = compareText(one.kind, kind) || (compareText(one.hi, path) <= 0 ? -1 : 0);
    if (below < 0) lo = middle + 1;
    else hi = middle;
  }
  const found = segments[lo];
  return found !== undefined && found.kind === kind && compareText(found.lo, path) <= 0 ? found : undefined;
}

/** What a segment's scopes give on one resource, less the exceptions of their holders. `excepted`: masks by holder. */
export function partsAt(segment: Segment | undefined, excepted: ReadonlyMap<string, number> | undefined): Part[] {
  const parts = segment?.scopes.flatMap((one) => one.parts) ?? [];
  if (excepted === undefined) return parts;
  return parts.map((part) => ({ ...part, masks: without(part.masks, excepted.get(part.holder) ?? 0) }));
}
