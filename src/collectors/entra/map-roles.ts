import type { MapContext } from '../../collect/index.ts';
import { edge, type NodeRecord, type NodeRef, node, type RecordOf, resourcePath } from '../../schema/index.ts';
import { type Json, objectOf, objects, required, text } from './fields.ts';
import { apiRef, groupRef, servicePrincipalRef, userRef } from './keys.ts';
import { levelsOf, merged, UNDECIDED } from './levels.ts';

/** Assigned to the application as a whole, where it defines no roles: says who may sign in, not what they may do. */
const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

/** `{ id, displayName, appRoles, appRoleAssignedTo }`: one API, its roles, and all who hold them. */
export function mapAppRoles(given: unknown, context: MapContext): RecordOf<'Resource' | 'CAN'>[] {
  const raw = objectOf(given, 'the API');
  const id = required(raw, 'id');
  const byPrincipal = new Map<string, { ref: NodeRef<'Principal'>; roles: Set<string> }>();
  for (const assignment of objects(raw['appRoleAssignedTo'])) {
    const ref = principalRef(assignment, context.scope);
    const held = byPrincipal.get(ref.id) ?? { ref, roles: new Set<string>() };
    held.roles.add(required(assignment, 'appRoleId').toLowerCase());
    byPrincipal.set(ref.id, held);
  }
  const values = roleValues(raw);
  if (byPrincipal.size === 0 && values.size === 0) return [];
  const api = apiRecord(context.scope, id, nameOf(raw));
  return [
    api,
    ...[...byPrincipal.values()].map((held) =>
      edge('CAN', held.ref, { label: 'Resource', id: api.id }, access([...held.roles], values)),
    ),
  ];
}

/** An API as a resource. */
export function apiRecord(tenant: string, id: string, name: string | undefined): NodeRecord<'Resource'> {
  return node('Resource', apiRef(tenant, id).id, {
    name,
    kind: 'entra:api',
    system: 'entra',
    tenant,
    path: resourcePath('entra', tenant, 'entra:api', undefined, id.toLowerCase()),
  });
}

function nameOf(raw: Json): string | undefined {
  return text(raw['displayName']) ?? text(objects(raw['appRoleAssignedTo'])[0]?.['resourceDisplayName']);
}

function roleValues(raw: Json): ReadonlyMap<string, string> {
  return new Map(
    objects(raw['appRoles']).flatMap((role) => {
      const id = text(role['id'])?.toLowerCase();
      const value = text(role['value']);
      return id === undefined || value === undefined ? [] : [[id, value] as const];
    }),
  );
}

function principalRef(assignment: Json, tenant: string): NodeRef<'Principal'> {
  const id = required(assignment, 'principalId');
  const type = text(assignment['principalType'])?.toLowerCase();
  if (type === 'user') return userRef(tenant, id);
  return type === 'group' ? groupRef(tenant, id) : servicePrincipalRef(tenant, id);
}

/** Roles whose value tells their level are certain; a role that could not be read, or says its own word, is unknown. */
function access(roles: readonly string[], values: ReadonlyMap<string, string>) {
  const named = roles.map((id) => (id === DEFAULT_ACCESS ? 'default access' : (values.get(id) ?? id))).sort();
  const certain = merged(named.flatMap((value) => (levelsOf(value) === undefined ? [] : [levelsOf(value) ?? []])));
  const undecided = named.some((value) => levelsOf(value) === undefined);
  const unknown = UNDECIDED.filter((level) => !certain.includes(level));
  return {
    certain: certain.length === 0 ? undefined : certain,
    unknown: undecided && unknown.length > 0 ? unknown : undefined,
    via: `app roles: ${named.join(', ')}`,
  };
}
