import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, type NodeRef, node, ref } from '../../schema/index.ts';
import { type Json, numberAt, objectAt, required, textAt, textsAt } from './fields.ts';
import * as keys from './keys.ts';
import { plainTags } from './plain-tags.ts';
import { lastSegment, roleOfPath, type VaultRaw } from './routes.ts';

const DAY_SECONDS = 86_400;

/** A token by its accessor. `id`, which would be the token, is empty in this answer and is not looked at. */
export function mapToken({ path, data }: VaultRaw, { scope }: MapContext) {
  const accessor = required(textAt(data, 'accessor') ?? lastSegment(path), 'accessor');
  const self = keys.token(scope, accessor);
  const policies = [...new Set([...textsAt(data, 'policies'), ...textsAt(data, 'identity_policies')])].sort();
  const credential = node('Credential', self.id, {
    name: textAt(data, 'display_name'),
    kind: 'vault-token',
    system: 'vault',
    tenant: scope,
    status: 'active',
    lifetime: lifetimeOf(data),
    scopes: policies.length === 0 ? undefined : policies,
    createdAt: toInstant(data['issue_time']) ?? toInstant(data['creation_time']),
    expiresAt: toInstant(data['expire_time']),
  });
  const holders = [...identitiesOf(scope, data), ...policies.map((name) => keys.policyHolders(scope, name))];
  return [
    credential,
    ...holders.map((holder) => edge('AUTHENTICATES_AS', self, holder, {})),
    ...issuedTo(scope, self, data),
    ...rootAccess(scope, policies),
  ];
}

/** Without an end, or renewable for ever, or good for more than a day: long-lived. */
function lifetimeOf(data: Json): string | undefined {
  const lasting = numberAt(data, 'creation_ttl') ?? numberAt(data, 'ttl');
  if ((numberAt(data, 'period') ?? 0) > 0) return 'long-lived';
  if (lasting === undefined) return undefined;
  return lasting === 0 || lasting > DAY_SECONDS ? 'long-lived' : 'short-lived';
}

/** The entity, and the role that it logged in with. */
function identitiesOf(scope: string, data: Json): NodeRef<'Principal'>[] {
  const entity = textAt(data, 'entity_id');
  const mount = /^auth\/(.+)\/login(\/.*)?$|^auth\/(.+)\/oidc\/callback$/.exec(textAt(data, 'path') ?? '');
  const meta = objectAt(data, 'meta');
  const role = textAt(meta, 'role_name') ?? textAt(meta, 'role');
  const login = mount?.[1] ?? mount?.[3];
  return [
    ...(entity === undefined ? [] : [keys.entity(scope, entity)]),
    ...(role === undefined || login === undefined ? [] : [keys.role(scope, login, role)]),
  ];
}

/** Whom the login was for: the entity, or what its metadata says. */
function issuedTo(scope: string, token: NodeRef<'Credential'>, data: Json) {
  const entity = textAt(data, 'entity_id');
  const meta = objectAt(data, 'meta');
  const person = textAt(meta, 'email') ?? textAt(meta, 'username');
  if (entity === undefined && person === undefined) return [];
  const self = ref('Evidence', `evidence:credential-issuer:${token.id}:login`);
  return [
    node('Evidence', self.id, {
      kind: 'credential-issuer',
      says: 'the token was issued to this login',
      at: toInstant(data['issue_time']) ?? toInstant(data['creation_time']),
      person: person?.includes('@') === true ? person.toLowerCase() : person,
    }),
    edge('ABOUT', self, token, {}),
    ...(entity === undefined ? [] : [edge('NAMES', self, keys.entity(scope, entity), {})]),
  ];
}

/** `root` has no document: it may do everything. */
function rootAccess(scope: string, policies: readonly string[]) {
  if (!policies.includes('root')) return [];
  const root = keys.policyHolders(scope, 'root');
  const certain = ['Read', 'List', 'Write', 'Tagging', 'Permissions'];
  return [
    node('Principal', root.id, { name: 'policy root', kind: 'vault-policy', system: 'vault', tenant: scope }),
    edge('CAN', root, keys.server(scope), { certain, via: 'policy root' }),
  ];
}

/** A secret id of an AppRole by its accessor: with the role id it logs in as the role. */
export function mapSecretId({ path, data }: VaultRaw, { scope }: MapContext) {
  const accessor = required(textAt(data, 'secret_id_accessor') ?? lastSegment(path), 'secret_id_accessor');
  const place = roleOfPath(path);
  const self = keys.secretId(scope, accessor);
  const ttl = numberAt(data, 'secret_id_ttl');
  const expires = toInstant(data['expiration_time']);
  const credential = node('Credential', self.id, {
    name: `secret id of ${place?.mount ?? ''}/${place?.name ?? ''}`,
    kind: 'secret-id',
    system: 'vault',
    tenant: scope,
    status: 'active',
    lifetime: ttl === undefined ? undefined : ttl === 0 || ttl > DAY_SECONDS ? 'long-lived' : 'short-lived',
    createdAt: toInstant(data['creation_time']),
    // Vault writes the year 1 for "never".
    expiresAt: expires?.startsWith('0001') === true ? undefined : expires,
    tags: plainTags(objectAt(data, 'metadata')),
  });
  const role = keys.role(scope, required(place?.mount, 'mount'), required(place?.name, 'role'));
  return [credential, edge('AUTHENTICATES_AS', self, role, {})];
}
