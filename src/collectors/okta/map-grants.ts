import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node, type RecordOf } from '../../schema/index.ts';
import { evidence } from './evidence.ts';
import { type Bag, bag, sortedTexts, text } from './json.ts';
import { okta, principalOf } from './keys.ts';

export type GrantRecord = RecordOf<
  'Credential' | 'Evidence' | 'AUTHENTICATES_AS' | 'GRANTED_ON' | 'USES' | 'ABOUT' | 'NAMES'
>;

/** All scope grants of one client by one user, or (without user) by an administrator for the org. */
export interface GrantRaw {
  readonly clientId: string;
  readonly userId: string | undefined;
  readonly grants: readonly Bag[];
}

/**
 * Puts single scope grants (`OAuth2ScopeConsentGrant`) of one client and user together; ones without client are left out.
 * `appId`: the app whose grants they are. It is the client id, unless an administrator chose another.
 */
export function groupGrants(grants: readonly Bag[], appId?: string): GrantRaw[] {
  const groups = new Map<string, { clientId: string; userId: string | undefined; grants: Bag[] }>();
  for (const grant of grants) {
    const clientId = appId ?? text(grant['clientId']);
    const userId = text(grant['userId']);
    if (clientId === undefined) continue;
    const key = `${clientId}/${userId ?? ''}`;
    const group = groups.get(key) ?? { clientId, userId, grants: [] };
    group.grants.push(grant);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** One credential a (client, user): a user's consent acts as that user within its scopes; the org's acts as the app itself. */
export function mapGrant(raw: GrantRaw, context: MapContext): readonly GrantRecord[] {
  const host = context.scope;
  const self = okta.grant(host, raw.clientId, raw.userId);
  const active = raw.grants.filter((grant) => text(grant['status'])?.toUpperCase() !== 'REVOKED');
  const counted = active.length > 0 ? active : raw.grants;
  const created = counted.map((grant) => toInstant(grant['created'])).filter((at) => at !== undefined);
  const at = created.sort()[0];
  const issuers = new Set(counted.map((grant) => text(grant['issuer'])));
  return [
    node('Credential', self.id, {
      kind: 'oauth-grant',
      system: 'okta',
      tenant: host,
      status: active.length > 0 ? 'active' : 'revoked',
      lifetime: 'long-lived',
      scopes: sortedTexts(counted.map((grant) => text(grant['scopeId']))),
      createdAt: at,
      issuer: issuers.size === 1 ? [...issuers][0] : undefined,
    }),
    ...actingAs(raw, host, self),
    ...consentOf(raw, counted, context, at),
  ];
}

function actingAs(raw: GrantRaw, host: string, self: ReturnType<typeof okta.grant>): GrantRecord[] {
  const app = okta.appResource(host, raw.clientId);
  return [
    raw.userId === undefined
      ? edge('AUTHENTICATES_AS', self, okta.app(host, raw.clientId), {})
      : edge('AUTHENTICATES_AS', self, okta.user(host, raw.userId), { delegated: true }),
    edge('GRANTED_ON', self, app, {}),
    edge('USES', app, self, { basis: 'configured', via: 'scope grant' }),
  ];
}

/** Who consented: the user, or the administrator in `createdBy`. */
function consentOf(
  raw: GrantRaw,
  grants: readonly Bag[],
  context: MapContext,
  at: string | undefined,
): readonly GrantRecord[] {
  const host = context.scope;
  const createdBy = bag(grants[0] ?? {}, 'createdBy');
  const actor = text(createdBy['id']);
  const who =
    raw.userId === undefined
      ? actor === undefined
        ? undefined
        : principalOf(host, text(createdBy['type']), actor)
      : okta.user(host, raw.userId);
  if (who === undefined) return [];
  const says =
    raw.userId === undefined
      ? 'granted the scopes to the app for the org (createdBy)'
      : 'consented to the scopes (userId)';
  return evidence(
    { kind: 'consent', says, at, event: text(grants[0]?.['id']) },
    okta.grant(host, raw.clientId, raw.userId),
    who,
  );
}
