import { ActionTable } from '../hierarchy/actions.ts';
import { addUp } from '../hierarchy/judge.ts';
import { openPlaces, type Places } from '../hierarchy/places.ts';
import type { Language } from '../hierarchy/profile.ts';
import { type Origin, perType, type Rule } from '../hierarchy/rule.ts';
import type { Problem } from '../problem.ts';
import { entraAction } from './roles.ts';
import type { EntraApi, EntraInput, EntraPrincipal } from './types.ts';

const EVALUATOR = 'entra-1';
const API = 'entra:api';

/** Scopes that only tell who the user is: they open nothing. https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims */
const SIGN_IN = new Set(['openid', 'profile', 'email', 'offline_access']);

/** What bounds a delegated permission. */
const DELEGATED = ['signed-in user'];

/**
 * Opens Entra's app roles and delegated permissions on what was collected. App roles of a group are of its direct members; a
 * delegated permission is conditional on the user who signs in. Never fails on bad input.
 * https://learn.microsoft.com/graph/permissions-overview
 */
export function openEntraAccess(input: EntraInput): Language {
  const apis = new Map([...input.apis].map((api) => [api.id, api]));
  const places = placesOf(input, apis.values());
  const held = heldRules(input, apis, places);
  const principals = new Map([...input.principals].map((principal) => [principal.id, principal]));
  const groups = directGroups(input);
  return {
    evaluator: EVALUATOR,
    places,
    actions: new ActionTable(() => [...valuesOf(input, apis)].sort().map(entraAction)),
    judge: addUp,
    principals: [...principals.values()].filter(({ kind }) => kind !== 'group').map(({ id }) => id),
    problems: [],
    standingOf: (id) => {
      const principal = principals.get(id);
      if (principal === undefined) return undefined;
      const rules = rulesFor(principal, held, groups);
      return { tenant: input.tenant, gates: [{ name: 'app roles', rules }], problems: problemsOf(rules) };
    },
  };
}

function placesOf({ tenant }: EntraInput, apis: Iterable<EntraApi>): Places {
  return openPlaces(
    'entra',
    [...apis].map(({ id, objectId }) => ({ id, type: API, tenant, name: objectId })),
  );
}

/** Every app role that somebody holds and every scope that somebody granted. */
function valuesOf({ assignments, delegations }: EntraInput, apis: ReadonlyMap<string, EntraApi>): Set<string> {
  const roles = [...assignments].map(({ apiId, roleId }) => valueOfRole(apis.get(apiId), roleId));
  return new Set([...roles, ...[...delegations].flatMap(({ scopes }) => scopes)]);
}

/** A role is known by its value; one that its API does not list, by its id. */
export function valueOfRole(api: EntraApi | undefined, roleId: string): string {
  const listed = api === undefined || api.roles === 'unknown' ? undefined : api.roles.find(({ id }) => id === roleId);
  return listed?.value ?? roleId;
}

/** Nested groups do not count. https://learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal */
function directGroups({ memberships }: EntraInput): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { member, group } of memberships) groups.set(member, [...(groups.get(member) ?? []), group]);
  return groups;
}

function rulesFor(
  { id, enabled }: EntraPrincipal,
  held: ReadonlyMap<string, readonly Rule[]>,
  groups: ReadonlyMap<string, readonly string[]>,
): readonly Rule[] {
  if (enabled === false) return [];
  return [id, ...(groups.get(id) ?? [])].flatMap((holder) => held.get(holder) ?? []);
}

function heldRules(
  input: EntraInput,
  apis: ReadonlyMap<string, EntraApi>,
  places: Places,
): ReadonlyMap<string, readonly Rule[]> {
  const held = new Map<string, Rule[]>();
  const add = (holder: string, rule: Rule): void => {
    held.set(holder, [...(held.get(holder) ?? []), rule]);
  };
  for (const { principalId, apiId, roleId } of input.assignments) {
    const value = valueOfRole(apis.get(apiId), roleId);
    const origin: Origin = { kind: 'app role assignment', id: roleId, scope: apiId, principal: principalId };
    add(principalId, roleRule(value, [], origin, places));
  }
  for (const { id, clientId, apiId, scopes } of input.delegations) {
    for (const scope of scopes.filter((one) => !SIGN_IN.has(one))) {
      const origin: Origin = { kind: 'delegated permission', id, scope: apiId, principal: clientId };
      add(clientId, roleRule(scope, DELEGATED, origin, places));
    }
  }
  return held;
}

/** A permission whose words do not tell what it opens is unknown: neither granted nor excluded. */
function roleRule(value: string, conditions: readonly string[], origin: Origin, places: Places): Rule {
  const { undecided } = entraAction(value);
  return {
    deny: false,
    certainty: undecided ? 'unknown' : conditions.length > 0 ? 'conditional' : 'certain',
    keys: undecided ? [`what ${value} opens`] : conditions,
    ranges: places.exactly(origin.scope),
    origin,
    identity: JSON.stringify([value, conditions, origin.scope]),
    actionsOn: perType((type) => type.where(({ name }) => name === value)),
  };
}

function problemsOf(rules: readonly Rule[]): Problem[] {
  const unread = rules.filter(({ certainty }) => certainty === 'unknown');
  const missing = [...new Set(unread.flatMap(({ keys }) => keys))];
  return missing.map((what) => ({ code: 'permissions-unknown', message: `Not known: ${what}` }));
}
