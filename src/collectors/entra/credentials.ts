import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { redactText } from '../../lib/redact.ts';
import { edge, type NodeRef, node, type RecordOf } from '../../schema/index.ts';
import { type Json, objects, required, text } from './fields.ts';
import { keyRef } from './keys.ts';
import { expiryStatus } from './status.ts';

type Records = RecordOf<'Credential' | 'AUTHENTICATES_AS'>[];

/**
 * The secrets and certificates of an application, blueprint or service principal: metadata only. `key` (the certificate)
 * and `hint` (the first characters of the secret) are dropped; a `secretText`, which only the answer of addPassword
 * holds, becomes a keyed fingerprint.
 */
export function credentialRecords(raw: Json, holder: NodeRef<'Principal'>, context: MapContext): Records {
  return [
    ...objects(raw['passwordCredentials']).flatMap((one) => records(one, 'client-secret', holder, context)),
    ...objects(raw['keyCredentials']).flatMap((one) => records(one, certificateKind(one), holder, context)),
  ];
}

/** The `keyId`s of all secrets and certificates. */
export function keyIds(raw: Json): string[] {
  return [...objects(raw['passwordCredentials']), ...objects(raw['keyCredentials'])].flatMap(
    (one) => text(one['keyId']) ?? [],
  );
}

/** A SAML application holds a pair: the half used to sign with is the tenant's own, and nothing anybody presents. */
function certificateKind(raw: Json): string {
  return text(raw['usage'])?.toLowerCase() === 'sign' ? 'signing-certificate' : 'certificate';
}

function records(raw: Json, kind: string, holder: NodeRef<'Principal'>, context: MapContext): Records {
  const self = keyRef(context.scope, required(raw, 'keyId'));
  const expiresAt = toInstant(raw['endDateTime']);
  const name = text(raw['displayName']);
  const secret = text(raw['secretText']);
  const credential = node('Credential', self.id, {
    name: name === undefined ? undefined : redactText(name),
    kind,
    system: 'entra',
    tenant: context.scope,
    status: expiryStatus(expiresAt, context.at),
    lifetime: 'long-lived',
    fingerprints: secret === undefined ? undefined : [context.fingerprint('secret', secret)],
    createdAt: toInstant(raw['startDateTime']),
    expiresAt,
  });
  if (kind === 'signing-certificate') return [credential];
  return [credential, edge('AUTHENTICATES_AS', self, holder, {})];
}
