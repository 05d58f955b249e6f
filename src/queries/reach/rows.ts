import { conditionKeysOf, gives, type Reach, type ResourceEntry, type SourcedPart } from './assemble.ts';
import type { Facet } from './counts.ts';
import type { ResourceFacts } from './grants.ts';
import { anyOf, type LevelLists, listsOf } from './levels.ts';
import { comparePlaces, environmentRank, type Place, placeOf, sensitivityRank } from './order.ts';
import { evidenceOf, type PathStep, pathTo } from './path.ts';
import type { Part, ScopeEntry } from './segments.ts';

/** One line of a blast radius: a resource, or a scope that stands for many. */
export interface ReachRow {
  readonly resource: ResourceFacts | undefined;
  readonly scope: { readonly id: string; readonly lo: string; readonly hi: string; readonly kind: string } | undefined;
  /** Resources the row stands for: those of a scope, a container with what it holds, else 1. */
  readonly count: number;
  readonly levels: LevelLists;
  /** The surest way, the shortest of those; its last step is the grant. */
  readonly path: readonly PathStep[];
  readonly evidence: readonly string[];
  readonly facets: readonly Facet[];
  readonly place: Place;
}

/** A row that is not made yet: where it stands, how much it stands for, and how to make it. */
export interface RowRef {
  readonly place: Place;
  readonly count: number;
  readonly make: () => ReachRow;
}

/** Broad grants folded: own resources one by one, scopes with their counts, containers with what they hold. Sorted. */
export function foldedRows(reach: Reach, facets: readonly (readonly Facet[])[], level: number): RowRef[] {
  const refs: RowRef[] = [];
  for (const entry of reach.entries.values()) {
    if (!entry.own || !gives(entry, level)) continue;
    const count = 1 + (reach.contents.get(entry.resource.key) ?? 0);
    const place = placeOf(entry.resource);
    refs.push({ place, count, make: () => entryRow(reach, entry, count) });
  }
  const within = facetsByScope(reach, facets);
  for (const scope of reach.scopes) {
    if (level !== 0 && (anyOf(scope.masks) & level) === 0) continue;
    const own = within.get(scope) ?? [];
    const count = own.reduce((sum, one) => sum + one.count, 0);
    const place = scopePlace(scope.scope.id, own);
    refs.push({ place, count, make: () => scopeRow(reach, scope, own, count, place) });
  }
  return refs.sort((a, b) => comparePlaces(a.place, b.place));
}

/** Resources that are not alone in a segment's account: granted, excepted or contained one by one. Sorted. */
export function specialRows(reach: Reach, level: number): RowRef[] {
  return [...reach.entries.values()]
    .filter((entry) => gives(entry, level))
    .map((entry) => ({ place: placeOf(entry.resource), count: 1, make: () => entryRow(reach, entry, 1) }))
    .sort((a, b) => comparePlaces(a.place, b.place));
}

/** A resource that scopes alone reach. `parts`: as its segment has them, the best first. */
export function memberRow(
  reach: Reach,
  resource: ResourceFacts,
  masks: ResourceEntry['masks'],
  parts: readonly Part[],
): ReachRow {
  return rowOf(reach, { resource, masks, parts, own: false }, 1);
}

function entryRow(reach: Reach, entry: ResourceEntry, count: number): ReachRow {
  return rowOf(reach, entry, count);
}

function rowOf(reach: Reach, entry: ResourceEntry, count: number): ReachRow {
  const [best] = entry.parts;
  const path = best === undefined ? [] : [...pathTo(reach.closure, best.holder), ...lastSteps(best, entry.resource)];
  return {
    resource: entry.resource,
    scope: undefined,
    count,
    levels: listsOf(entry.masks, conditionKeysOf(reach.closure, entry.parts.slice(0, 20))),
    path,
    evidence: evidenceOf(path),
    facets: [],
    place: placeOf(entry.resource),
  };
}

function scopeRow(reach: Reach, entry: ScopeEntry, facets: readonly Facet[], count: number, place: Place): ReachRow {
  const { id, lo, hi } = entry.scope;
  const [best] = entry.parts;
  const last: PathStep = { ...GRANTED, edge: best?.edge ?? 'CAN', label: 'Scope', id, name: `${lo}… (${count})` };
  const path = best === undefined ? [] : [...pathTo(reach.closure, best.holder), last];
  return {
    resource: undefined,
    scope: { id, lo, hi, kind: entry.kind },
    count,
    levels: listsOf(entry.masks, conditionKeysOf(reach.closure, entry.parts.slice(0, 20))),
    path,
    evidence: evidenceOf(path),
    facets,
    place,
  };
}

const GRANTED = { certainty: 'certain', conditionKeys: [] } as const;

function lastSteps(part: SourcedPart, resource: ResourceFacts): PathStep[] {
  const { id, name } = resource;
  const { edge, conditionKeys } = part;
  if (part.container === undefined) return [{ ...GRANTED, edge, conditionKeys, label: 'Resource', id, name }];
  return [
    { ...GRANTED, edge, conditionKeys, label: 'Resource', id: part.container.id, name: part.container.name },
    { ...GRANTED, edge: 'CONTAINS', label: 'Resource', id, name },
  ];
}

function facetsByScope(reach: Reach, facets: readonly (readonly Facet[])[]): Map<ScopeEntry, Facet[]> {
  const found = new Map<ScopeEntry, Facet[]>();
  for (const [i, segment] of reach.segments.entries()) {
    for (const scope of segment.scopes) found.set(scope, [...(found.get(scope) ?? []), ...(facets[i] ?? [])]);
  }
  return found;
}

/** A scope stands where the most sensitive resource in it would. */
function scopePlace(id: string, facets: readonly Facet[]): Place {
  const places = facets.map((one) => ({
    sensitivity: sensitivityRank(one.sensitivity),
    environment: environmentRank(one.environment),
    id,
  }));
  const [first] = places.sort(comparePlaces);
  return first ?? { sensitivity: 6, environment: 2, id };
}
