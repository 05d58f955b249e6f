import { type Container, openPlaces, type Place, type Places } from '../hierarchy/places.ts';
import type { Problem } from '../problem.ts';
import { NO_RANGES, normaliseRanges, type Ranges } from '../ranges/ranges.ts';
import { armId, holdersOfArmId, isSubscription, placeOfArmId } from './arm.ts';
import type { AzureInput } from './types.ts';

const MANAGEMENT_GROUP = /^\/providers\/microsoft\.management\/managementgroups\//;

/** The hierarchy of a tenant: management groups, subscriptions, resource groups, resources, nested resources. */
export interface AzureEstate {
  readonly places: Places;
  /** Everything in subscriptions whose management group is not known. */
  readonly unplaced: Ranges;
  readonly problems: readonly Problem[];
}

export function openEstate(input: AzureInput): AzureEstate {
  const problems: Problem[] = [];
  const places = placesOf(input, problems);
  const containers = containersOf(input, places);
  const opened = openPlaces('azure', places.values(), containers.values());
  const listed = [...input.subscriptions].filter(({ managementGroupId }) => managementGroupId !== 'unknown');
  const placed = new Set(listed.map(({ id }) => armId(id)));
  const unplaced = [...places.keys(), ...containers.keys()].filter((id) => isSubscription(id) && !placed.has(id));
  return { places: opened, unplaced: normaliseRanges(unplaced.flatMap((id) => opened.within(id))), problems };
}

function placesOf({ subscriptions, resources, tenant }: AzureInput, problems: Problem[]): Map<string, Place> {
  const places = new Map<string, Place>();
  const add = (given: string, parent: Partial<Pick<Place, 'parentId'>>): void => {
    const place = placeOfArmId(given, tenant);
    if (place === undefined) problems.push(unreadable(given));
    else if (!places.has(place.id)) places.set(place.id, { ...place, ...parent });
  };
  for (const { id, managementGroupId } of subscriptions) {
    add(id, managementGroupId === 'unknown' ? {} : { parentId: armId(managementGroupId) });
  }
  for (const { id } of resources) add(id, {});
  return places;
}

/** Management groups, and whatever a resource's id names that was not listed itself. */
function containersOf({ managementGroups }: AzureInput, places: ReadonlyMap<string, Place>): Map<string, Container> {
  const containers = new Map<string, Container>();
  for (const { id, parentId } of managementGroups) {
    containers.set(
      armId(id),
      parentId === undefined ? { id: armId(id) } : { id: armId(id), parentId: armId(parentId) },
    );
  }
  for (const place of places.values()) {
    for (const holder of holdersOfArmId(place)) {
      // What that stands in is known with it.
      if (places.has(holder.id) || containers.has(holder.id)) break;
      containers.set(holder.id, holder);
    }
  }
  return containers;
}

function unreadable(id: string): Problem {
  return { code: 'resource-unreadable', message: 'The id is not one of Azure Resource Manager', resourceId: id };
}

/**
 * Where an assignment at a scope holds: the scope and all below it; `doubtful` where that is not known.
 * https://learn.microsoft.com/azure/role-based-access-control/scope-overview
 */
export function scopeRanges(
  scope: string,
  { places, unplaced }: AzureEstate,
): { readonly ranges: Ranges; readonly doubtful: Ranges } {
  const id = armId(scope);
  if (id === '/') return { ranges: [0, places.ordinals.count], doubtful: NO_RANGES };
  return { ranges: places.within(id), doubtful: MANAGEMENT_GROUP.test(id) ? unplaced : NO_RANGES };
}
