import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { tagList } from '../../lib/tags.ts';
import { edge, node } from '../../schema/index.ts';
import { asObject, type Json, objectAt, required, textAt, textsAt } from './fields.ts';
import * as keys from './keys.ts';
import { holderEvidence, ownerEvidence } from './owner.ts';
import { plainTags } from './plain-tags.ts';
import { lastSegment, type VaultRaw } from './routes.ts';

/**
 * Methods whose alias names somebody of another system. A userpass name is Vault's own, and an AppRole's alias is its
 * role id, which is half of a login.
 */
const NAMED_ALIASES = new Set(['oidc', 'jwt', 'saml', 'ldap', 'okta', 'github', 'kerberos']);

/** An entity: one identity over all auth methods it logs in with. */
export function mapEntity({ path, data }: VaultRaw, { scope }: MapContext) {
  const id = required(textAt(data, 'id') ?? lastSegment(path), 'id');
  const self = keys.entity(scope, id);
  const aliases = aliasesOf(data);
  const tags = plainTags(objectAt(data, 'metadata'));
  const entity = node('Principal', self.id, {
    name: textAt(data, 'name'),
    kind: 'vault-entity',
    system: 'vault',
    tenant: scope,
    status: statusOf(data),
    createdAt: toInstant(data['creation_time']),
    tags,
    email: emailOf(aliases),
    externalIds: externalIdsOf(aliases),
  });
  const policies = textsAt(data, 'policies').map((name) =>
    edge('MEMBER_OF', self, keys.policyHolders(scope, name), {}),
  );
  return [entity, ...policies, ...ownerEvidence(self, tags), ...holderEvidence(self, emailOf(aliases))];
}

function statusOf(data: Json): string | undefined {
  const disabled = data['disabled'];
  if (typeof disabled !== 'boolean') return undefined;
  return disabled ? 'suspended' : 'active';
}

interface Alias {
  readonly type: string;
  readonly name: string;
  readonly metadata: Json | undefined;
}

function aliasesOf(data: Json): readonly Alias[] {
  const list = Array.isArray(data['aliases']) ? data['aliases'] : [];
  return list.flatMap((one) => {
    const alias = asObject(one);
    const type = textAt(alias, 'mount_type');
    const name = textAt(alias, 'name');
    if (type === undefined || name === undefined || !NAMED_ALIASES.has(type)) return [];
    return [{ type, name, metadata: objectAt(alias, 'metadata') }];
  });
}

function externalIdsOf(aliases: readonly Alias[]): string[] | undefined {
  const ids = [...new Set(aliases.map(({ type, name }) => `${type}=${name}`))].sort();
  return ids.length === 0 ? undefined : ids;
}

/** The first alias that is, or says, an e-mail. Vault vouches for none: the method's own settings decide what a name is. */
function emailOf(aliases: readonly Alias[]): string | undefined {
  const found = aliases
    .map(({ name, metadata }) => textAt(metadata, 'email') ?? name)
    .find((one) => /^\S+@\S+\.\S+$/.test(one));
  return found?.toLowerCase();
}

/** A group of entities and groups, with policies of its own. */
export function mapGroup({ path, data }: VaultRaw, { scope }: MapContext) {
  const id = required(textAt(data, 'id') ?? lastSegment(path), 'id');
  const self = keys.group(scope, id);
  const group = node('Principal', self.id, {
    name: textAt(data, 'name'),
    kind: 'group',
    system: 'vault',
    tenant: scope,
    createdAt: toInstant(data['creation_time']),
    tags: tagList([['type', textAt(data, 'type')]]),
  });
  return [
    group,
    ...textsAt(data, 'member_entity_ids').map((one) => edge('MEMBER_OF', keys.entity(scope, one), self, {})),
    ...textsAt(data, 'member_group_ids').map((one) => edge('MEMBER_OF', keys.group(scope, one), self, {})),
    ...textsAt(data, 'policies').map((name) => edge('MEMBER_OF', self, keys.policyHolders(scope, name), {})),
  ];
}
