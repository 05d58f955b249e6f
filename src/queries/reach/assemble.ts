import { type Closure, standingOf } from './closure.ts';
import type { Grant, Grants, ResourceFacts, ScopeGrants } from './grants.ts';
import { anyOf, type Masks, maskOf, NO_LEVELS, unionOf, weakened } from './levels.ts';
import { conditionsOf, pathTo, rankOfWay } from './path.ts';
import { type Part, partsAt, type ScopeEntry, type Segment, segmentAt, segmentsOf } from './segments.ts';

/** A resource with grants or exceptions of its own, or inside a container that has. */
export interface ResourceEntry {
  readonly resource: ResourceFacts;
  /** Union over all grants that reach it: its own, its container's and those of scopes. */
  readonly masks: Masks;
  /** The best way first. */
  readonly parts: readonly SourcedPart[];
  /** It is granted by itself, and not only as a part of a container or scope. */
  readonly own: boolean;
}

/** A part, with the container it comes from when it is not the resource's own. */
export interface SourcedPart extends Part {
  readonly container?: ResourceFacts;
}

/** All that one subject reaches. */
export interface Reach {
  readonly closure: Closure;
  readonly entries: ReadonlyMap<string, ResourceEntry>;
  readonly scopes: readonly ScopeEntry[];
  readonly segments: readonly Segment[];
  /** How many resources share the grants of a container, by the container's key. */
  readonly contents: ReadonlyMap<string, number>;
}

/** Joins a subject's closure with what is granted to the nodes of it. */
export function assemble(closure: Closure, grants: Grants): Reach {
  const scopes = grants.scopes.flatMap((scope) => scopeEntry(closure, scope));
  const segments = segmentsOf(scopes);
  const own = new Map<string, { resource: ResourceFacts; parts: SourcedPart[] }>();
  const bag = (resource: ResourceFacts): SourcedPart[] => {
    const known = own.get(resource.key) ?? { resource, parts: [] };
    own.set(resource.key, known);
    return known.parts;
  };
  const direct = new Map<string, { resource: ResourceFacts; parts: Part[] }>();
  for (const { resource, grants: given } of grants.resources) {
    const parts = partsOf(closure, given);
    if (parts.length === 0) continue;
    direct.set(resource.key, { resource, parts });
    bag(resource).push(...parts);
  }
  const contents = new Map<string, number>();
  for (const { container, resource } of grants.contained) {
    const above = direct.get(container);
    if (above === undefined) continue;
    contents.set(container, (contents.get(container) ?? 0) + 1);
    bag(resource).push(...above.parts.map((part) => ({ ...part, container: above.resource })));
  }
  const excepted = exceptionsOf(closure, grants);
  for (const one of excepted.values()) bag(one.resource);
  const entries = new Map<string, ResourceEntry>();
  for (const [key, { resource, parts }] of own) {
    const segment = segmentAt(segments, resource.kind ?? '', resource.path ?? '');
    const all = ordered(closure, [...parts, ...partsAt(segment, excepted.get(key)?.levels)]);
    const isOwn = direct.has(key);
    if (parts.length === 0 && segment === undefined) continue;
    entries.set(key, { resource, masks: sumOf(all), parts: all, own: isOwn });
  }
  return { closure, entries, scopes, segments, contents };
}

/** Whether an entry gives a level, or anything: a grant whose levels are not told counts as reach. */
export function gives(entry: ResourceEntry, level: number): boolean {
  if (level !== 0) return (anyOf(entry.masks) & level) !== 0;
  return (
    anyOf(entry.masks) !== 0 ||
    entry.parts.some((part) => part.edge !== 'CAN' || part.container !== undefined) ||
    entry.own
  );
}

/** The condition keys of the best way and of its grant. */
export function conditionKeysOf(closure: Closure, parts: readonly Part[]): string[] {
  return parts.flatMap((part) => [...conditionsOf(pathTo(closure, part.holder)), ...part.conditionKeys]);
}

function scopeEntry(closure: Closure, scope: ScopeGrants): ScopeEntry[] {
  const parts = ordered(closure, partsOf(closure, scope.grants));
  return parts.length === 0 ? [] : [{ scope, kind: scope.kind ?? '', masks: sumOf(parts), parts }];
}

function partsOf(closure: Closure, grants: readonly Grant[]): Part[] {
  return grants.flatMap((grant) => {
    const standing = standingOf(closure, grant.holder);
    if (standing === undefined) return [];
    const { holder, edge, conditionKeys } = grant;
    return [{ holder, edge, conditionKeys, masks: weakened(grant.masks, standing.certainty) }];
  });
}

function exceptionsOf(
  closure: Closure,
  grants: Grants,
): Map<string, { resource: ResourceFacts; levels: Map<string, number> }> {
  const found = new Map<string, { resource: ResourceFacts; levels: Map<string, number> }>();
  for (const { holder, resource, levels } of grants.exceptions) {
    if (standingOf(closure, holder) === undefined) continue;
    const known = found.get(resource.key) ?? { resource, levels: new Map<string, number>() };
    known.levels.set(holder, (known.levels.get(holder) ?? 0) | maskOf(levels));
    found.set(resource.key, known);
  }
  return found;
}

function sumOf(parts: readonly Part[]): Masks {
  return parts.reduce((sum, part) => unionOf(sum, part.masks), NO_LEVELS);
}

/** Parts that give something certain before those that do not, each by the way to their holder. */
export function ordered<P extends Part>(closure: Closure, parts: readonly P[]): P[] {
  const rank = (part: P): number =>
    rankOfWay(closure, part.holder) + (part.masks.certain !== 0 ? 0 : part.masks.possible !== 0 ? 1000 : 2000);
  const ranks = new Map(parts.map((part) => [part, rank(part)]));
  return [...parts].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
}
