import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, type NodeRef, node, type RecordOf } from '../../schema/index.ts';
import { type Json, objectOf, objects, required, text, texts } from './fields.ts';
import { directoryObjectRef, directoryRoleRef, groupRef, servicePrincipalRef } from './keys.ts';

/** A `group` of Graph. */
export function mapGroup(given: unknown, context: MapContext): RecordOf<'Principal'>[] {
  const raw = objectOf(given, 'the group');
  const types = (texts(raw['groupTypes']) ?? []).map((type) => `entra:groupType=${type}`);
  return [
    node('Principal', groupRef(context.scope, required(raw, 'id')).id, {
      kind: 'group',
      name: text(raw['displayName']),
      system: 'entra',
      tenant: context.scope,
      createdAt: toInstant(raw['createdDateTime']),
      attributes: types.length === 0 ? undefined : types,
    }),
  ];
}

/** `{ groupId, members }`: a page of `/groups/{id}/members`. */
export function mapGroupMembers(given: unknown, context: MapContext): RecordOf<'MEMBER_OF'>[] {
  const raw = objectOf(given, 'the group');
  const group = groupRef(context.scope, required(raw, 'groupId'));
  return objects(raw['members']).flatMap((member) => {
    const from = directoryObjectRef(context.scope, text(member['@odata.type']), required(member, 'id'));
    return from === undefined ? [] : [edge('MEMBER_OF', from, group, memberRole)];
  });
}

/** `{ servicePrincipalId, memberOf }`: a page of `/servicePrincipals/{id}/memberOf`: groups and directory roles. */
export function mapServicePrincipalGroups(given: unknown, context: MapContext): RecordOf<'Principal' | 'MEMBER_OF'>[] {
  const raw = objectOf(given, 'the service principal');
  const self = servicePrincipalRef(context.scope, required(raw, 'servicePrincipalId'));
  return objects(raw['memberOf']).flatMap((one) => {
    const id = required(one, 'id');
    const type = text(one['@odata.type']);
    if (type === '#microsoft.graph.group') return [edge('MEMBER_OF', self, groupRef(context.scope, id), memberRole)];
    return type === '#microsoft.graph.directoryRole' ? directoryRole(one, id, self, context.scope) : [];
  });
}

const memberRole = { role: 'member' };

function directoryRole(
  raw: Json,
  id: string,
  self: NodeRef<'Principal'>,
  tenant: string,
): RecordOf<'Principal' | 'MEMBER_OF'>[] {
  const role = directoryRoleRef(tenant, id);
  return [
    node('Principal', role.id, { kind: 'directory-role', name: text(raw['displayName']), system: 'entra', tenant }),
    edge('MEMBER_OF', self, role, memberRole),
  ];
}
