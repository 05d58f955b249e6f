import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { tagList } from '../../lib/tags.ts';
import { edge, node, type RecordOf, resourcePath } from '../../schema/index.ts';
import { type Bag, bag, bags, text } from './json.ts';
import { okta } from './keys.ts';
import { type ChildRaw, idOf } from './map-people.ts';

type AppRecord = RecordOf<'Principal' | 'Resource' | 'Credential' | 'RUNS_AS' | 'USES' | 'AUTHENTICATES_AS'>;

/** An app: what people are assigned to; for OAuth clients also the principal, and the keys it signs in with. */
export function mapApp(raw: { readonly item: Bag }, context: MapContext): readonly AppRecord[] {
  const { item } = raw;
  const id = idOf(item);
  return [appResource(item, id, context), ...(isOAuthClient(item) ? clientOf(item, id, context) : [])];
}

/** Apps that hold OAuth grants and tokens. */
export function isOAuthClient(app: Bag): boolean {
  return (
    text(app['signOnMode']) === 'OPENID_CONNECT' ||
    text(bag(bag(app, 'credentials'), 'oauthClient')['client_id']) !== undefined
  );
}

function appResource(item: Bag, id: string, context: MapContext): AppRecord {
  return node('Resource', okta.appResource(context.scope, id).id, {
    name: text(item['label']) ?? text(item['name']),
    kind: 'okta:app',
    system: 'okta',
    tenant: context.scope,
    path: resourcePath('okta', context.scope, 'okta:app', undefined, id),
    createdAt: toInstant(item['created']),
    status: text(item['status'])?.toLowerCase(),
    tags: tagList(
      [
        ['sign-on-mode', text(item['signOnMode'])],
        ['app-name', text(item['name'])],
      ].filter(hasValue),
    ),
  });
}

function clientOf(item: Bag, id: string, context: MapContext): AppRecord[] {
  const host = context.scope;
  const principal = okta.app(host, id);
  const client = bag(bag(item, 'credentials'), 'oauthClient');
  const clientId = text(client['client_id']);
  const status = text(item['status'])?.toUpperCase();
  const app = okta.appResource(host, id);
  return [
    node('Principal', principal.id, {
      name: text(item['label']),
      kind: 'application',
      system: 'okta',
      tenant: host,
      status: status === undefined ? undefined : status === 'ACTIVE' ? 'active' : 'disabled',
      createdAt: toInstant(item['created']),
      externalIds: clientId === undefined || clientId === id ? undefined : [`client-id=${clientId}`],
    }),
    edge('RUNS_AS', app, principal, {}),
    ...credentialsOf(item, client, id, context).flatMap((credential) => [
      credential,
      edge('AUTHENTICATES_AS', { label: 'Credential', id: credential.id }, principal, {}),
      edge('USES', app, { label: 'Credential', id: credential.id }, { basis: 'configured' }),
    ]),
  ];
}

/** A client secret, where the client uses one (its value, where the API shows it, only as fingerprint), and public keys. */
function credentialsOf(item: Bag, client: Bag, id: string, context: MapContext): RecordOf<'Credential'>[] {
  const common = { system: 'okta', tenant: context.scope, lifetime: 'long-lived' } as const;
  const records: RecordOf<'Credential'>[] = [];
  const secret = text(client['client_secret']);
  if (secret !== undefined || text(client['token_endpoint_auth_method'])?.startsWith('client_secret') === true) {
    const fingerprints = secret === undefined ? undefined : [context.fingerprint('secret', secret)];
    records.push(
      node('Credential', okta.clientSecret(context.scope, id).id, { ...common, kind: 'client-secret', fingerprints }),
    );
  }
  for (const key of bags(bag(bag(bag(item, 'settings'), 'oauthClient'), 'jwks')['keys'])) {
    const kid = text(key['kid']);
    if (kid === undefined) continue;
    const status = text(key['status'])?.toLowerCase();
    const createdAt = toInstant(key['created']);
    records.push(
      node('Credential', okta.clientKey(context.scope, id, kid).id, {
        ...common,
        kind: 'client-key',
        name: kid,
        status,
        createdAt,
      }),
    );
  }
  return records;
}

/** A user or group that may sign in to the app. What it may do inside is the app's own matter. */
export function mapAppUser(raw: ChildRaw, context: MapContext): readonly RecordOf<'CAN'>[] {
  const host = context.scope;
  const via = text(raw.item['scope'])?.toUpperCase() === 'GROUP' ? 'assignment of a group' : 'assignment';
  return [edge('CAN', okta.user(host, idOf(raw.item)), okta.appResource(host, raw.parent), { certain: ['Read'], via })];
}

export function mapAppGroup(raw: ChildRaw, context: MapContext): readonly RecordOf<'CAN'>[] {
  const host = context.scope;
  const app = okta.appResource(host, raw.parent);
  return [edge('CAN', okta.group(host, idOf(raw.item)), app, { certain: ['Read'], via: 'assignment' })];
}

function hasValue(pair: (string | undefined)[]): pair is [string, string] {
  return pair[1] !== undefined;
}
