import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node, type RecordOf } from '../../schema/index.ts';
import { evidence } from './evidence.ts';
import { objectOf, required, text } from './fields.ts';
import { apiRef, grantRef, servicePrincipalRef, userRef } from './keys.ts';
import { levelsOf, merged, UNDECIDED } from './levels.ts';
import { apiRecord } from './map-roles.ts';
import { expiryStatus } from './status.ts';

type Records = RecordOf<
  'Credential' | 'Resource' | 'AUTHENTICATES_AS' | 'CAN_ASSUME' | 'GRANTED_ON' | 'Evidence' | 'ABOUT' | 'NAMES'
>[];

/** What a delegated permission may do is bounded by what the signed-in user may do. */
const DELEGATED = ['signed-in user'];

/**
 * An `oAuth2PermissionGrant` of Graph: a client may act for one user (`Principal`) or for every user (`AllPrincipals`)
 * within `scope`. A grant for one user is that user's own consent, or an administrator's for them; who gave it stands in
 * the audit event, so the evidence says whom it is for.
 */
export function mapGrant(given: unknown, context: MapContext): Records {
  const raw = objectOf(given, 'the grant');
  const self = grantRef(context.scope, required(raw, 'id'));
  const client = servicePrincipalRef(context.scope, required(raw, 'clientId'));
  const api = required(raw, 'resourceId');
  const scopes = scopesOf(text(raw['scope']));
  const user = text(raw['principalId']);
  const expiresAt = toInstant(raw['expiryTime']);
  return [
    node('Credential', self.id, {
      kind: 'oauth-grant',
      system: 'entra',
      tenant: context.scope,
      status: expiryStatus(expiresAt, context.at),
      lifetime: 'long-lived',
      scopes,
      reach: reachOf(text(raw['consentType'])),
      createdAt: toInstant(raw['startTime']),
      expiresAt,
      tags: [`client=${client.id}`],
    }),
    apiRecord(context.scope, api, undefined),
    edge('GRANTED_ON', self, apiRef(context.scope, api), grantedLevels(scopes)),
    ...(user === undefined ? [] : delegation(self, client, userRef(context.scope, user))),
  ];
}

function delegation(
  self: ReturnType<typeof grantRef>,
  client: ReturnType<typeof servicePrincipalRef>,
  user: ReturnType<typeof userRef>,
): Records {
  return [
    edge('AUTHENTICATES_AS', self, user, { delegated: true }),
    edge('CAN_ASSUME', client, user, { certainty: 'conditional', via: 'delegation', conditionKeys: ['scope'] }),
    ...evidence('consent', [self, client], user.id, 'The grant lets the client act for this user (principalId)', {
      account: user,
    }),
  ];
}

function reachOf(consentType: string | undefined): string | undefined {
  if (consentType === 'AllPrincipals') return 'all-users';
  return consentType === 'Principal' ? 'one-user' : consentType;
}

function scopesOf(scope: string | undefined): readonly string[] | undefined {
  return scope === undefined ? undefined : [...new Set(scope.split(/\s+/))].sort();
}

/** Scopes that only tell who the user is: they open nothing (OpenID Connect Core §5.4, §11). */
const SIGN_IN = new Set(['openid', 'profile', 'email', 'offline_access']);

function grantedLevels(scopes: readonly string[] | undefined) {
  const opening = (scopes ?? []).filter((scope) => !SIGN_IN.has(scope));
  const possible = merged(opening.flatMap((scope) => (levelsOf(scope) === undefined ? [] : [levelsOf(scope) ?? []])));
  const undecided = opening.some((scope) => levelsOf(scope) === undefined);
  const unknown = UNDECIDED.filter((level) => !possible.includes(level));
  return {
    possible: possible.length === 0 ? undefined : possible,
    unknown: undecided && unknown.length > 0 ? unknown : undefined,
    conditionKeys: possible.length === 0 ? undefined : DELEGATED,
  };
}
