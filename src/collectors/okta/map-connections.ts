import type { MapContext } from '../../collect/index.ts';
import { edge, type NodeRef, node, type RecordOf } from '../../schema/index.ts';
import { type Bag, bag, sortedTexts, text, texts } from './json.ts';
import { okta, ornParts } from './keys.ts';
import { type ChildRaw, idOf } from './map-people.ts';

type ConnectionRecord = RecordOf<
  'Principal' | 'Credential' | 'Resource' | 'USES' | 'AUTHENTICATES_AS' | 'GRANTED_ON' | 'STORED_IN'
>;

/**
 * A managed connection: what lets the agent obtain tokens for an app or an authorization server on behalf of its user, or
 * hands it a service account or a vaulted secret.
 */
export function mapAgentConnection(raw: ChildRaw, context: MapContext): readonly ConnectionRecord[] {
  const { item, parent } = raw;
  const host = context.scope;
  const self = okta.connection(host, idOf(item));
  return [
    node('Credential', self.id, {
      name: connectionName(item),
      kind: kindOf(item),
      system: 'okta',
      tenant: host,
      status: text(item['status'])?.toLowerCase(),
      scopes: scopesOf(item),
      reach: text(item['scopeCondition'])?.toLowerCase(),
    }),
    edge('USES', okta.agent(host, parent), self, { basis: 'configured', via: text(item['connectionType']) }),
    ...targetsOf(item, parent, self, host),
  ];
}

/** Scopes as they count: `EXCLUDE` allows every scope but those listed, written `*`, `!admin`. */
function scopesOf(item: Bag): readonly string[] | undefined {
  const listed = texts(item['scopes']);
  if (text(item['scopeCondition']) !== 'EXCLUDE') return sortedTexts(listed);
  return ['*', ...(sortedTexts(listed) ?? []).map((scope) => `!${scope}`)];
}

function kindOf(item: Bag): string {
  const type = text(item['connectionType']) ?? '';
  if (type === 'STS_VAULT_SECRET') return 'secret';
  return type === 'STS_SERVICE_ACCOUNT' ? 'password' : 'oauth-grant';
}

function connectionName(item: Bag): string | undefined {
  for (const key of ['secret', 'serviceAccount', 'app', 'authorizationServer']) {
    const name = text(bag(item, key)['name']);
    if (name !== undefined) return name;
  }
  return undefined;
}

function targetsOf(item: Bag, agentId: string, self: NodeRef<'Credential'>, host: string): ConnectionRecord[] {
  const app = ornParts(text(bag(item, 'app')['orn']));
  const granted: ConnectionRecord[] =
    app === undefined ? [] : [edge('GRANTED_ON', self, okta.appResource(host, app.id), {})];
  const type = text(item['connectionType']) ?? '';
  if (type === 'STS_SERVICE_ACCOUNT') return [...granted, ...serviceAccountOf(item, self, host)];
  if (type === 'STS_VAULT_SECRET') return vaultedSecretOf(item, self, host);
  const delegated = edge('AUTHENTICATES_AS', self, okta.workload(host, agentId), { delegated: true });
  return [delegated, ...granted, ...authorizationServerOf(item, self, host)];
}

function serviceAccountOf(item: Bag, self: NodeRef<'Credential'>, host: string): ConnectionRecord[] {
  const given = bag(item, 'serviceAccount');
  const orn = ornParts(text(given['orn']));
  if (orn === undefined) return [];
  const account = okta.serviceAccount(host, orn.id);
  const name = text(given['name']);
  return [
    node('Principal', account.id, { name, kind: 'service-account', system: 'okta', tenant: host }),
    edge('AUTHENTICATES_AS', self, account, {}),
  ];
}

function vaultedSecretOf(item: Bag, self: NodeRef<'Credential'>, host: string): ConnectionRecord[] {
  const given = bag(item, 'secret');
  const orn = ornParts(text(given['orn']));
  if (orn === undefined) return [];
  const place = okta.vaultedSecret(host, orn.id);
  const name = text(given['path']) ?? text(given['name']);
  return [
    node('Resource', place.id, {
      name,
      kind: 'okta:vaulted-secret',
      system: 'okta',
      tenant: host,
      secretContainer: true,
    }),
    edge('STORED_IN', self, place, { as: text(given['name']) }),
  ];
}

function authorizationServerOf(item: Bag, self: NodeRef<'Credential'>, host: string): ConnectionRecord[] {
  const given = bag(item, 'authorizationServer');
  const orn = ornParts(text(given['orn']));
  if (orn === undefined) return [];
  const place = okta.authorizationServer(host, orn.id);
  return [
    node('Resource', place.id, {
      name: text(given['name']),
      kind: 'okta:authorization-server',
      system: 'okta',
      tenant: host,
      host: hostOf(text(given['issuerUrl'])),
    }),
    edge('GRANTED_ON', self, place, {}),
  ];
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;
}
