import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node, type RecordOf } from '../../schema/index.ts';
import { evidence } from './evidence.ts';
import { type Bag, sortedTexts, text, texts } from './json.ts';
import { okta } from './keys.ts';
import { idOf } from './map-people.ts';

/** An API service integration: an OAuth service app of Okta's catalogue, with the scopes an administrator allowed it. */
export function mapApiService(
  raw: { readonly item: Bag },
  context: MapContext,
): readonly RecordOf<'Principal' | 'Credential' | 'Evidence' | 'AUTHENTICATES_AS' | 'ABOUT' | 'NAMES'>[] {
  const { item } = raw;
  const host = context.scope;
  const id = idOf(item);
  const principal = okta.app(host, id);
  const grant = okta.grant(host, id, undefined);
  const createdAt = toInstant(item['createdAt']);
  const creator = text(item['createdBy']);
  return [
    node('Principal', principal.id, {
      name: text(item['name']),
      kind: 'application',
      system: 'okta',
      tenant: host,
      createdAt,
    }),
    node('Credential', grant.id, {
      name: text(item['name']),
      kind: 'oauth-grant',
      system: 'okta',
      tenant: host,
      status: 'active',
      lifetime: 'long-lived',
      scopes: sortedTexts(texts(item['grantedScopes'])),
      createdAt,
    }),
    edge('AUTHENTICATES_AS', grant, principal, {}),
    ...(creator === undefined ? [] : evidence(authorised(createdAt), principal, okta.user(host, creator))),
  ];
}

function authorised(at: string | undefined): { kind: 'creator'; says: string; at: string | undefined } {
  return { kind: 'creator', says: 'authorised the API service integration (createdBy)', at };
}
