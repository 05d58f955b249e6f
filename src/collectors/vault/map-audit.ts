import { MalformedError, type MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { event, type NodeRef } from '../../schema/index.ts';
import { asObject, type Json, objectAt, required, textAt } from './fields.ts';
import { targetOf } from './grants.ts';
import * as keys from './keys.ts';

/** A line of an audit device: `{"time", "type", "auth", "request", "response"?, "error"?}`. */
export interface AuditRaw {
  readonly entry: Json;
}

/**
 * One finished request as an event. A request stands twice in the log: the line of type `response` tells how it ended,
 * so the line of type `request` says nothing more.
 * https://developer.hashicorp.com/vault/docs/audit/schema
 */
export function mapAuditEntry({ entry }: AuditRaw, { scope }: MapContext) {
  if (textAt(entry, 'type') !== 'response') return [];
  const request = objectAt(entry, 'request');
  const auth = objectAt(entry, 'auth') ?? objectAt(objectAt(entry, 'response'), 'auth');
  const path = required(textAt(request, 'path'), 'request.path');
  const at = toInstant(textAt(entry, 'time'));
  if (at === undefined) throw new MalformedError('time is not a time');
  const operation = operationOf(path, required(textAt(request, 'operation'), 'request.operation'));
  const issued = issuedToken(scope, entry, operation);
  return [
    event({
      id: required(textAt(request, 'id'), 'request.id'),
      at,
      source: 'vault',
      scope,
      action: `vault:${operation}`,
      outcome: outcomeOf(entry),
      principal: principalOf(scope, auth, path),
      credential: operation === 'login' ? undefined : tokenUsed(scope, entry, request),
      person: personOf(auth),
      resources: [targetOf(path, scope, mountsOf(request)).resource.id],
      subject: issued,
      issued: issued?.id,
      ip: textAt(request, 'remote_address'),
      userAgent: userAgentOf(request),
    }),
  ];
}

/** A login is an update of `auth/<mount>/login…`. */
function operationOf(path: string, operation: string): string {
  return /^auth\/.+\/login(\/|$)/.test(path) ? 'login' : operation;
}

function outcomeOf(entry: Json): 'success' | 'failure' | 'denied' {
  const error = textAt(entry, 'error') ?? textAt(objectAt(objectAt(entry, 'response'), 'data'), 'error');
  if (error === undefined) return 'success';
  return /permission denied|access denied/i.test(error) ? 'denied' : 'failure';
}

/** The entity, else the role that the login was made with. */
function principalOf(scope: string, auth: Json | undefined, path: string): string | undefined {
  const entity = textAt(auth, 'entity_id');
  if (entity !== undefined) return keys.entity(scope, entity).id;
  const role = textAt(objectAt(auth, 'metadata'), 'role_name');
  const mount = /^auth\/(.+)\/login/.exec(path)?.[1];
  return role === undefined || mount === undefined ? undefined : keys.role(scope, mount, role).id;
}

function tokenUsed(scope: string, entry: Json, request: Json | undefined): string | undefined {
  const accessor = textAt(objectAt(entry, 'auth'), 'accessor') ?? textAt(request, 'client_token_accessor');
  return tokenOf(scope, accessor)?.id;
}

/** Devices write accessors as salted HMACs unless `hmac_accessor=false`: such a one names no token. */
function tokenOf(scope: string, accessor: string | undefined): NodeRef<'Credential'> | undefined {
  const known = clear(accessor);
  return known === undefined ? undefined : keys.token(scope, known);
}

function clear(value: string | undefined): string | undefined {
  return value?.startsWith('hmac-') === true ? undefined : value;
}

/** The token that came out of it; for a login `auth` itself is the new one. */
function issuedToken(scope: string, entry: Json, operation: string): NodeRef<'Credential'> | undefined {
  const answered = textAt(objectAt(objectAt(entry, 'response'), 'auth'), 'accessor');
  return tokenOf(scope, answered ?? (operation === 'login' ? textAt(objectAt(entry, 'auth'), 'accessor') : undefined));
}

/** The e-mail of a login; a display name is `<method>-<login>`. */
function personOf(auth: Json | undefined): string | undefined {
  const metadata = objectAt(auth, 'metadata');
  const shown = /^(?:oidc|jwt|ldap|userpass|okta|saml|kerberos)-(.+)$/.exec(textAt(auth, 'display_name') ?? '')?.[1];
  const named = [textAt(metadata, 'email'), textAt(metadata, 'username'), shown];
  return named.find((one) => one?.includes('@') === true && clear(one) !== undefined)?.toLowerCase();
}

/** Newer servers tell the mount of the request; then its version is told by the path. */
function mountsOf(request: Json | undefined) {
  const mount = textAt(request, 'mount_point')?.replace(/\/$/, '');
  const type = textAt(request, 'mount_type');
  if (mount === undefined || mount.startsWith('auth/') || type === undefined) return undefined;
  if (type !== 'kv' && type !== 'generic') return [{ path: mount, kvVersion: undefined }];
  const rest = (textAt(request, 'path') ?? '').slice(mount.length + 1);
  const second = /^(data|metadata|delete|undelete|destroy|subkeys)(\/|$)/.test(rest);
  return [{ path: mount, kvVersion: second ? (2 as const) : (1 as const) }];
}

/** Only where the device was told to log the header in clear. */
function userAgentOf(request: Json | undefined): string | undefined {
  const headers = asObject(request?.['headers']);
  const agent = headers?.['user-agent'];
  const first: unknown = Array.isArray(agent) ? agent[0] : agent;
  return typeof first === 'string' ? clear(first) : undefined;
}
