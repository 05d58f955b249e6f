import type { JsonItem } from '../../collect/index.ts';
import { inner } from './fields.ts';
import type { Collection, Route } from './files-route.ts';

export type Raw = Readonly<Record<string, unknown>>;
type Value = Exclude<JsonItem, { readonly problem: string }>;

/** Items stand in `value`, or in a list by itself. */
export function isItem(item: Value): boolean {
  return item.index !== undefined && (item.key === 'value' || item.key === '') && errorOf(item) === undefined;
}

/** The `error` of an error answer: beside nothing, or on a line by itself. */
export function errorOf(item: Value): Raw | undefined {
  const value = item.key === 'error' ? item.value : item.key === '' ? inner(item.value)['error'] : undefined;
  return typeof value === 'object' && value !== null ? (value as Raw) : undefined;
}

const STEPS: Readonly<Record<Collection, string>> = {
  users: 'users',
  groups: 'groups',
  members: 'group-members',
  applications: 'applications',
  federated: 'federated-credentials',
  blueprints: 'agent-identity-blueprints',
  'blueprint-sponsors': 'agent-identity-sponsors',
  'blueprint-owners': 'agent-identity-sponsors',
  'service-principals': 'service-principals',
  'blueprint-principals': 'agent-identity-blueprint-principals',
  'agent-identities': 'agent-identities',
  'agent-sponsors': 'agent-identity-sponsors',
  'agent-owners': 'agent-identity-sponsors',
  'member-of': 'service-principal-groups',
  assignments: 'app-role-assignments',
  grants: 'oauth2-permission-grants',
  audits: 'directory-audits',
  'sign-ins': 'sign-ins',
  'principal-activity': 'service-principal-activity',
  'credential-activity': 'credential-activity',
};

/** Relations that an answer may carry along (`$expand`), and the step that each feeds. */
const RELATIONS: Partial<Readonly<Record<Collection, readonly (readonly [string, string])[]>>> = {
  groups: [['members', 'group-members']],
  applications: [['federatedIdentityCredentials', 'federated-credentials']],
  'service-principals': [
    ['memberOf', 'service-principal-groups'],
    ['appRoleAssignedTo', 'app-role-assignments'],
  ],
  blueprints: [
    ['sponsors', 'agent-identity-sponsors'],
    ['owners', 'agent-identity-sponsors'],
  ],
  'agent-identities': [
    ['sponsors', 'agent-identity-sponsors'],
    ['owners', 'agent-identity-sponsors'],
  ],
};

/** The steps a file speaks for: that of its list, and those of the relations seen in its head. */
export function stepsOf(route: Route, head: string): ReadonlySet<string> {
  const relations = (RELATIONS[route.collection] ?? []).filter(([name]) => head.includes(`"${name}"`));
  return new Set([STEPS[route.collection], ...relations.map(([, step]) => step)]);
}

/** One item as the raw of every step it feeds; the same shapes as the live client makes. */
export function rawItems(route: Route, value: unknown, steps: ReadonlySet<string>): { step: string; raw: Raw }[] {
  const step = STEPS[route.collection];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ step, raw: value as Raw }];
  const item = value as Raw;
  const related = (RELATIONS[route.collection] ?? []).flatMap(([name, fed]) =>
    steps.has(fed) && Array.isArray(item[name]) ? [{ step: fed, raw: relation(route.collection, name, item) }] : [],
  );
  return [{ step, raw: own(route, item) }, ...related];
}

/** A related object belongs to the object that the path of its list names. */
function own(route: Route, item: Raw): Raw {
  switch (route.collection) {
    case 'members':
      return { groupId: route.owner, members: [item] };
    case 'member-of':
      return { servicePrincipalId: route.owner, memberOf: [item] };
    case 'federated':
      return { applicationId: route.owner, federatedIdentityCredentials: [item] };
    case 'agent-sponsors':
      return { type: IDENTITY, id: route.owner, sponsors: [item] };
    case 'agent-owners':
      return { type: IDENTITY, id: route.owner, owners: [item] };
    case 'blueprint-sponsors':
      return { type: BLUEPRINT, id: route.owner, sponsors: [item] };
    case 'blueprint-owners':
      return { type: BLUEPRINT, id: route.owner, owners: [item] };
    case 'applications':
    case 'service-principals':
      return { ...item, expanded: true };
    default:
      return item;
  }
}

const IDENTITY = 'microsoft.graph.agentIdentity';
const BLUEPRINT = 'microsoft.graph.agentIdentityBlueprint';

function relation(collection: Collection, name: string, item: Raw): Raw {
  const { id } = item;
  const list = { [name]: item[name], expanded: true };
  switch (collection) {
    case 'groups':
      return { groupId: id, ...list };
    case 'applications':
      return { applicationId: id, ...list };
    case 'blueprints':
      return { type: BLUEPRINT, id, appId: item['appId'], ...list };
    case 'agent-identities':
      return { type: IDENTITY, id, ...list };
    default:
      return name === 'memberOf'
        ? { servicePrincipalId: id, ...list }
        : { id, displayName: item['displayName'], appRoles: item['appRoles'], ...list };
  }
}
