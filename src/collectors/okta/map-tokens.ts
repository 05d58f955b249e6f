import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node } from '../../schema/index.ts';
import { evidence } from './evidence.ts';
import { type Bag, bag, sortedTexts, text, texts } from './json.ts';
import { okta } from './keys.ts';
import type { GrantRecord } from './map-grants.ts';
import { idOf } from './map-people.ts';

/** A refresh token that a user holds with an app (`GET /api/v1/apps/{id}/tokens`); the API never gives its value. */
export function mapToken(
  raw: { readonly item: Bag; readonly parent?: string | undefined },
  context: MapContext,
): readonly GrantRecord[] {
  const { item } = raw;
  const host = context.scope;
  const self = okta.refreshToken(host, idOf(item));
  const clientId = raw.parent ?? text(item['clientId']);
  const userId = text(item['userId']);
  const app = clientId === undefined ? undefined : okta.appResource(host, clientId);
  return [
    node('Credential', self.id, {
      kind: 'refresh-token',
      system: 'okta',
      tenant: host,
      status: text(item['status'])?.toLowerCase(),
      lifetime: 'long-lived',
      scopes: sortedTexts(texts(item['scopes'])),
      createdAt: toInstant(item['created']),
      expiresAt: toInstant(item['expiresAt']),
      issuer: text(item['issuer']),
    }),
    ...(userId === undefined ? [] : [edge('AUTHENTICATES_AS', self, okta.user(host, userId), { delegated: true })]),
    ...(app === undefined
      ? []
      : [edge('GRANTED_ON', self, app, {}), edge('USES', app, self, { basis: 'configured', via: 'refresh token' })]),
  ];
}

/** An API token: acts as the user who made it, with all their administrator rights. */
export function mapApiToken(raw: { readonly item: Bag }, context: MapContext): readonly GrantRecord[] {
  const { item } = raw;
  const host = context.scope;
  const self = okta.apiToken(host, idOf(item));
  const userId = text(item['userId']);
  const user = userId === undefined ? undefined : okta.user(host, userId);
  const at = toInstant(item['created']);
  const expiresAt = toInstant(item['expiresAt']);
  return [
    node('Credential', self.id, {
      name: text(item['name']),
      kind: 'api-token',
      system: 'okta',
      tenant: host,
      status: expiresAt !== undefined && expiresAt <= context.at ? 'expired' : 'active',
      lifetime: 'long-lived',
      createdAt: at,
      expiresAt,
      tags: tagsOf(item),
    }),
    ...(user === undefined
      ? []
      : [
          edge('AUTHENTICATES_AS', self, user, {}),
          ...evidence({ kind: 'credential-issuer', says: 'made the API token (userId)', at }, self, user),
        ]),
  ];
}

/** From where the token may be used: `network=ANYWHERE`. */
function tagsOf(item: Bag): readonly string[] | undefined {
  const connection = text(bag(item, 'network')['connection']);
  const client = text(item['clientName']);
  return sortedTexts([connection && `network=${connection}`, client && `client=${client}`]);
}
