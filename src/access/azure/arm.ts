import type { Container, Place } from '../hierarchy/places.ts';

const SUBSCRIPTION = /^\/subscriptions\/([^/]+)$/;
const GROUP = /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)$/;
const RESOURCE = /^\/subscriptions\/([^/]+)(?:\/resourcegroups\/([^/]+))?\/providers\/([^/]+)\/(.+)$/;

const SUBSCRIPTION_TYPE = 'microsoft.resources:subscriptions';
const GROUP_TYPE = 'microsoft.resources:subscriptions/resourcegroups';

/** ARM ids compare without case: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
export function armId(id: string): string {
  const lower = id.toLowerCase();
  return lower.length > 1 && lower.endsWith('/') ? lower.slice(0, -1) : lower;
}

export function isSubscription(id: string): boolean {
  return SUBSCRIPTION.test(id);
}

/** A resource of an ARM id, with the resource or group that it stands in; `undefined` when it is no such id. */
export function placeOfArmId(given: string, tenant: string): Place | undefined {
  const id = armId(given);
  const subscription = SUBSCRIPTION.exec(id)?.[1];
  if (subscription !== undefined) return { id, tenant, type: SUBSCRIPTION_TYPE, name: subscription };
  const group = GROUP.exec(id);
  if (group !== null) return groupPlace(id, tenant, group[1] ?? '', group[2] ?? '');
  const resource = RESOURCE.exec(id);
  return resource === null ? undefined : resourcePlace(id, tenant, resource);
}

function groupPlace(id: string, tenant: string, subscription: string, name: string): Place {
  return { id, tenant, type: GROUP_TYPE, name: `${subscription}/${name}`, parentId: `/subscriptions/${subscription}` };
}

/** `<type>/<name>` pairs after the namespace: a nested resource stands in the one before it. */
function resourcePlace(id: string, tenant: string, match: RegExpExecArray): Place | undefined {
  const [, subscription = '', group, namespace = '', rest = ''] = match;
  const parts = rest.split('/');
  if (parts.length % 2 !== 0 || parts.includes('') || parts.includes('providers')) return undefined;
  const types = parts.filter((_, index) => index % 2 === 0);
  const names = parts.filter((_, index) => index % 2 === 1);
  const holder = `/subscriptions/${subscription}${group === undefined ? '' : `/resourcegroups/${group}`}`;
  const above = parts.slice(0, -2);
  return {
    id,
    tenant,
    type: `${namespace}:${types.join('/')}`,
    name: [subscription, ...(group === undefined ? [] : [group]), ...names].join('/'),
    parentId: above.length === 0 ? holder : `${holder}/providers/${namespace}/${above.join('/')}`,
  };
}

/** What a resource stands in, innermost first, whether it was listed or not: nested resource → … → subscription. */
export function* holdersOfArmId(place: Place): Generator<Container> {
  for (let id = place.parentId; id !== undefined; ) {
    const parentId = placeOfArmId(id, place.tenant)?.parentId;
    yield parentId === undefined ? { id } : { id, parentId };
    id = parentId;
  }
}
