import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node, type RecordOf } from '../../schema/index.ts';
import { inner, objectOf, required, text } from './fields.ts';
import { applicationRef, clientRef, keyRef, servicePrincipalRef } from './keys.ts';

/** A `servicePrincipalSignInActivity` (beta): last use as a client, by `appId`. Use as a resource is no use of its own. */
export function mapServicePrincipalActivity(given: unknown, _context: MapContext): RecordOf<'Principal'>[] {
  const raw = objectOf(given, 'the activity');
  const last = ['applicationAuthenticationClientSignInActivity', 'delegatedClientSignInActivity']
    .flatMap((field) => toInstant(inner(raw[field])['lastSignInDateTime']) ?? [])
    .sort()
    .at(-1);
  if (last === undefined) return [];
  return [
    node('Principal', clientRef(required(raw, 'appId')).id, { kind: 'client', system: 'entra', lastUsedAt: last }),
  ];
}

/** An `appCredentialSignInActivity` (beta): last use of one secret or certificate, and what it was used on. */
export function mapCredentialActivity(
  given: unknown,
  context: MapContext,
): RecordOf<'Credential' | 'AUTHENTICATES_AS'>[] {
  const raw = objectOf(given, 'the activity');
  const self = keyRef(context.scope, required(raw, 'keyId'));
  const resource = text(raw['resourceId'])?.toLowerCase();
  return [
    node('Credential', self.id, {
      system: 'entra',
      tenant: context.scope,
      lastUsedAt: toInstant(inner(raw['signInActivity'])['lastSignInDateTime']),
      lastUsedFor: resource,
    }),
    ...holders(raw, context.scope).map((holder) => edge('AUTHENTICATES_AS', self, holder, {})),
  ];
}

/** The report is the one place where a credential and its service principal stand side by side. */
function holders(raw: Readonly<Record<string, unknown>>, tenant: string) {
  const servicePrincipal = text(raw['servicePrincipalObjectId']);
  const application = text(raw['appObjectId']);
  return [
    ...(servicePrincipal === undefined ? [] : [servicePrincipalRef(tenant, servicePrincipal)]),
    ...(application === undefined || text(raw['credentialOrigin']) !== 'application'
      ? []
      : [applicationRef(tenant, application)]),
  ];
}
