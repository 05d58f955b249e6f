import { createHash } from 'node:crypto';
import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, type NodeRef, node } from '../../schema/index.ts';
import type { GithubRaw } from './endpoints.ts';
import { flagAt, idAt, type Json, objectAt, objectsAt, required, textAt, textsAt } from './fields.ts';
import * as keys from './keys.ts';
import { levelsOfPermissions, levelsOfScopes, scopesOf } from './levels.ts';

/** A fine-grained token that its owner was granted for the organisation. */
export function mapFineGrainedToken({ item }: GithubRaw, context: MapContext) {
  const { scope } = context;
  const self = keys.pat(scope, required(idAt(item, 'token_id'), 'token_id'));
  const login = required(textAt(objectAt(item, 'owner'), 'login'), 'owner.login');
  const permissions = objectAt(item, 'permissions');
  const credential = node('Credential', self.id, {
    name: textAt(item, 'token_name'),
    kind: 'pat-fine-grained',
    system: 'github',
    tenant: scope,
    status: tokenStatus(item),
    lifetime: 'long-lived',
    scopes: fineGrainedScopes(permissions),
    reach: REACH[textAt(item, 'repository_selection') ?? ''],
    createdAt: toInstant(item['access_granted_at']),
    expiresAt: toInstant(item['token_expires_at']),
    lastUsedAt: toInstant(item['token_last_used_at']),
  });
  const certain = levelsOfPermissions(objectAt(permissions, 'repository'));
  const grants = grantedOn(scope, item).map((to) => edge('GRANTED_ON', self, to, { certain }));
  return [
    credential,
    actsFor(scope, self, login),
    ...grants,
    ...evidenceFor(scope, self, 'credential-holder', login, 'is the owner of the token'),
  ];
}

const REACH: Readonly<Record<string, string>> = { all: 'all-repositories', subset: 'selected', none: 'public' };

function tokenStatus(item: Json): string | undefined {
  const expired = flagAt(item, 'token_expired');
  if (expired === undefined) return undefined;
  return expired ? 'expired' : 'active';
}

function fineGrainedScopes(permissions: Json | undefined): string[] | undefined {
  const groups = ['organization', 'repository', 'other'].flatMap(
    (group) => scopesOf(objectAt(permissions, group)) ?? [],
  );
  return groups.length === 0 ? undefined : groups;
}

function grantedOn(org: string, item: Json): NodeRef<'Resource'>[] {
  if (item['repository_selection'] === 'all') return [keys.organisation(org)];
  const names = (objectsAt(item, 'repositories') ?? []).map((one) => textAt(one, 'name'));
  return names.filter((name) => name !== undefined).map((name) => keys.repository(org, name));
}

/** A token stands for its owner within its own limits. */
function actsFor(org: string, credential: NodeRef<'Credential'>, login: string) {
  return edge('AUTHENTICATES_AS', credential, keys.user(org, login), { delegated: true });
}

type Proof = 'credential-holder' | 'credential-issuer';

function evidenceFor(org: string, credential: NodeRef<'Credential'>, kind: Proof, login: string, says: string) {
  const evidence = node('Evidence', `evidence:${kind}:${credential.id}:${login.toLowerCase()}`, {
    kind,
    says: `${login} ${says}`,
  });
  const self: NodeRef<'Evidence'> = { label: 'Evidence', id: evidence.id };
  return [evidence, edge('ABOUT', self, credential, {}), edge('NAMES', self, keys.user(org, login), {})];
}

const KINDS: Readonly<Record<string, string>> = {
  'personal access token': 'pat-classic',
  'SSH key': 'ssh-key',
  'OAuth app token': 'oauth-grant',
  'GitHub app token': 'app-user-token',
};

/** A classic token, SSH key or app token that its owner authorised for the organisation's single sign-on. */
export function mapCredentialAuthorization({ item }: GithubRaw, context: MapContext) {
  const { scope } = context;
  const self = authorisedKey(scope, item);
  const login = required(textAt(item, 'login'), 'login');
  const scopes = textsAt(item, 'scopes');
  const levels = levelsOfScopes(scopes ?? []);
  const credential = node('Credential', self.id, {
    name: textAt(item, 'authorized_credential_title') ?? textAt(item, 'authorized_credential_note'),
    kind: KINDS[textAt(item, 'credential_type') ?? ''],
    system: 'github',
    tenant: scope,
    status: 'active',
    lifetime: 'long-lived',
    fingerprints: sshFingerprint(textAt(item, 'fingerprint'), context),
    scopes: scopes === undefined ? undefined : [...scopes].sort(),
    reach: scopes?.includes('repo') === true ? 'organisation' : undefined,
    createdAt: toInstant(item['credential_authorized_at']),
    expiresAt: toInstant(item['authorized_credential_expires_at']),
    lastUsedAt: toInstant(item['credential_accessed_at']),
  });
  const granted = levels.certain.length + levels.possible.length > 0;
  const grants = granted ? [edge('GRANTED_ON', self, keys.organisation(scope), { ...filled(levels) })] : [];
  return [
    credential,
    actsFor(scope, self, login),
    ...grants,
    ...evidenceFor(scope, self, 'credential-holder', login, 'authorised it for single sign-on'),
  ];
}

function filled(levels: ReturnType<typeof levelsOfScopes>) {
  return {
    certain: levels.certain.length > 0 ? levels.certain : undefined,
    possible: levels.possible.length > 0 ? levels.possible : undefined,
  };
}

/** A token is known by the token id that the audit log names; other credentials by the authorisation's id. */
function authorisedKey(org: string, item: Json): NodeRef<'Credential'> {
  const tokenId = idAt(item, 'authorized_credential_id');
  if (textAt(item, 'credential_type') === 'personal access token' && tokenId !== undefined)
    return keys.pat(org, tokenId);
  return keys.authorisedCredential(org, required(idAt(item, 'credential_id'), 'credential_id'));
}

/** The public key's SHA-256 as OpenSSH prints it, wrapped: a scan of `~/.ssh` computes the same. */
export function sshFingerprint(digest: string | undefined, context: MapContext): string[] | undefined {
  if (digest === undefined) return undefined;
  const plain = digest.replace(/^SHA256:/, '').replace(/=+$/, '');
  return [context.fingerprint('ssh-key-sha256', plain)];
}

function digestOfPublicKey(key: string | undefined): string | undefined {
  const blob = key?.trim().split(/\s+/)[1];
  return blob === undefined ? undefined : createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
}

export function mapDeployKey(raw: GithubRaw, context: MapContext) {
  const { item } = raw;
  const { scope } = context;
  const repository = required(raw.repository ?? repositoryOfUrl(textAt(item, 'url')), 'url');
  const self = keys.deployKey(scope, required(idAt(item, 'id'), 'id'));
  const readOnly = flagAt(item, 'read_only');
  const enabled = flagAt(item, 'enabled');
  const credential = node('Credential', self.id, {
    name: textAt(item, 'title'),
    kind: 'deploy-key',
    system: 'github',
    tenant: scope,
    status: enabled === false ? 'inactive' : 'active',
    lifetime: 'long-lived',
    fingerprints: sshFingerprint(digestOfPublicKey(textAt(item, 'key')), context),
    reach: 'selected',
    createdAt: toInstant(item['created_at']),
    lastUsedAt: toInstant(item['last_used']),
  });
  const grant = edge('GRANTED_ON', self, keys.repository(scope, repository), deployKeyLevels(readOnly));
  const adder = textAt(item, 'added_by');
  return [
    credential,
    grant,
    ...(adder === undefined ? [] : evidenceFor(scope, self, 'credential-issuer', adder, 'added the key')),
  ];
}

function deployKeyLevels(readOnly: boolean | undefined) {
  if (readOnly === undefined) return { certain: ['Read'], unknown: ['Write'] };
  return { certain: readOnly ? ['Read'] : ['Read', 'Write'] };
}

/** `https://api.github.com/repos/OWNER/NAME/keys/1` */
function repositoryOfUrl(url: string | undefined): string | undefined {
  return /\/repos\/[^/]+\/([^/]+)\/keys\//.exec(url ?? '')?.[1];
}
