import { resourcePath } from '../../schema/index.ts';
import { FolderBuilder, type Ordinals, sortOrdinals } from '../ranges/ordinals.ts';
import { append, NO_RANGES, type Ranges } from '../ranges/ranges.ts';

/** A resource in a hierarchy. */
export interface Place {
  /** The provider's id, as the graph keys it. */
  readonly id: string;
  /** `<service>:<type>`. */
  readonly type: string;
  readonly tenant: string;
  readonly region?: string;
  /** Its place below tenant and type, hierarchical: `subscription/group/account`, `mount/folder/secret`. */
  readonly name: string;
  readonly parentId?: string;
}

/** Something that holds others and is itself nothing that is reached: a management group, a folder. */
export interface Container {
  readonly id: string;
  readonly parentId?: string;
}

/** The ordinals of one tenant's resources of one type. */
export interface Partition {
  readonly type: string;
  readonly lo: number;
  readonly hi: number;
}

/** All resources of a system, sorted by path; a scope is a few ranges of ordinals. */
export interface Places {
  readonly ordinals: Ordinals;
  readonly partitions: readonly Partition[];
  /** A resource or container of this id is known. */
  knows(id: string): boolean;
  /** The resource itself and everything below it. */
  within(id: string): Ranges;
  /** The resource itself. */
  exactly(id: string): Ranges;
  placeAt(ordinal: number): Place | undefined;
  typeAt(ordinal: number): string | undefined;
}

/** Sorts resources and works out what each container holds. A circle of parents ends where it closes. */
export function openPlaces(system: string, places: Iterable<Place>, containers: Iterable<Container> = []): Places {
  const byId = new Map<string, Place>();
  const folders = new Map<string, FolderBuilder>();
  const parents = new Map<string, string | undefined>([...containers].map(({ id, parentId }) => [id, parentId]));
  const types = new Map<string, string>();
  for (const place of places) {
    if (byId.has(place.id)) continue;
    byId.set(place.id, place);
    parents.set(place.id, place.parentId);
    const path = resourcePath(system, place.tenant, place.type, place.region, '');
    const rows = folders.get(path) ?? new FolderBuilder();
    folders.set(path, rows);
    types.set(path, place.type);
    rows.add(place.name, place.id);
  }
  const ordinals = sortOrdinals(folders);
  const partitions = ordinals.folders.map(({ path, lo, hi }) => ({ type: types.get(path) ?? '', lo, hi }));
  const holdings = holdingsOf(ordinals.ids, parents);
  return {
    ordinals,
    partitions,
    knows: (id) => parents.has(id),
    within: (id) => holdings.get(id) ?? NO_RANGES,
    exactly: (id) => {
      const ordinal = ordinals.ordinalOf(id);
      return ordinal === undefined ? NO_RANGES : [ordinal, ordinal + 1];
    },
    placeAt: (ordinal) => byId.get(ordinals.ids[ordinal] ?? ''),
    typeAt: (ordinal) => byId.get(ordinals.ids[ordinal] ?? '')?.type,
  };
}

function holdingsOf(
  ids: readonly string[],
  parents: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, Ranges> {
  const holdings = new Map<string, number[]>();
  const chains = new Map<string, readonly string[]>();
  ids.forEach((id, ordinal) => {
    for (const holder of [id, ...chainOf(parents.get(id), parents, chains)]) {
      const held = holdings.get(holder) ?? [];
      holdings.set(holder, held);
      append(held, ordinal, ordinal + 1);
    }
  });
  return holdings;
}

/** A container and all that it stands in. */
function chainOf(
  id: string | undefined,
  parents: ReadonlyMap<string, string | undefined>,
  known: Map<string, readonly string[]>,
): readonly string[] {
  if (id === undefined) return [];
  const before = known.get(id);
  if (before !== undefined) return before;
  const chain = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !chain.has(at); at = parents.get(at)) chain.add(at);
  const made = [...chain];
  known.set(id, made);
  return made;
}
