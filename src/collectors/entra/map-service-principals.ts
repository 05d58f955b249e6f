import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, type NodeRef, node, type RecordOf } from '../../schema/index.ts';
import { credentialRecords } from './credentials.ts';
import { namedBy, taggedOwner } from './evidence.ts';
import { type Json, objectOf, required, text } from './fields.ts';
import { clientRef, servicePrincipalRef } from './keys.ts';
import { managedIdentityHost } from './managed-identity.ts';
import { actsAs, tagsOf } from './map-applications.ts';
import { enabledStatus } from './status.ts';

type Records = RecordOf<
  | 'Principal'
  | 'Credential'
  | 'Resource'
  | 'AUTHENTICATES_AS'
  | 'CAN_ASSUME'
  | 'RUNS_AS'
  | 'Evidence'
  | 'ABOUT'
  | 'NAMES'
>[];

/** A `servicePrincipal` of Graph, with `owners` expanded. */
export function mapServicePrincipal(given: unknown, context: MapContext): Records {
  const raw = objectOf(given, 'the service principal');
  const self = servicePrincipalRef(context.scope, required(raw, 'id'));
  return [
    ...servicePrincipalRecords(raw, self, context),
    ...managedIdentityHost(raw, self),
    ...credentialRecords(raw, self, context),
    ...namedBy('owners', raw, [self], context.scope),
    ...taggedOwner(tagsOf(raw), [self]),
  ];
}

/** The service principal and the client it is the presence of. An agent identity has no `appId` of its own. */
export function servicePrincipalRecords(
  raw: Json,
  self: NodeRef<'Principal'>,
  context: MapContext,
): RecordOf<'Principal' | 'CAN_ASSUME'>[] {
  const appId = text(raw['appId']);
  const external = foreign(raw, context.scope);
  const name = text(raw['displayName']);
  const principal = node('Principal', self.id, {
    name,
    kind: kindOf(raw),
    system: 'entra',
    tenant: context.scope,
    status: enabledStatus(raw),
    createdAt: toInstant(raw['createdDateTime']),
    external,
    externalIds: appId === undefined ? undefined : [`appId=${appId.toLowerCase()}`],
    attributes: attributesOf(raw),
    tags: tagsOf(raw),
  });
  if (appId === undefined || kindOf(raw) === 'managed-identity') return [principal];
  const client = clientRef(appId);
  const records = [principal, edge('CAN_ASSUME', client, self, actsAs)];
  // The owning tenant describes its own client; of a foreign one this is all that is known.
  if (external !== true) return records;
  return [node('Principal', client.id, { name, kind: 'client', system: 'entra', external }), ...records];
}

function kindOf(raw: Json): string {
  return text(raw['servicePrincipalType']) === 'ManagedIdentity' ? 'managed-identity' : 'service-principal';
}

/** Registered in another tenant: Microsoft's own, a vendor's, a partner's. */
function foreign(raw: Json, tenant: string): boolean | undefined {
  const owner = text(raw['appOwnerOrganizationId'])?.toLowerCase();
  return owner === undefined ? undefined : owner !== tenant;
}

function attributesOf(raw: Json): readonly string[] | undefined {
  const found = ['servicePrincipalType', 'appOwnerOrganizationId'].flatMap((field) => {
    const value = text(raw[field]);
    return value === undefined ? [] : [`entra:${field}=${value}`];
  });
  return found.length === 0 ? undefined : found;
}
