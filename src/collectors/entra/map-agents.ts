import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { environmentOf } from '../../lib/tags.ts';
import { edge, type NodeRecord, type NodeRef, node, type RecordOf } from '../../schema/index.ts';
import { credentialRecords, keyIds } from './credentials.ts';
import { taggedOwner } from './evidence.ts';
import { type Json, objectOf, objects, required, text, texts } from './fields.ts';
import {
  agentRef,
  applicationRef,
  blueprintRef,
  clientRef,
  federatedRef,
  keyRef,
  servicePrincipalRef,
} from './keys.ts';
import { applicationRecords, tagsOf } from './map-applications.ts';
import { federatedRecords } from './map-federated.ts';
import { servicePrincipalRecords } from './map-service-principals.ts';
import { enabledStatus } from './status.ts';

type Records = RecordOf<
  | 'Agent'
  | 'Principal'
  | 'Credential'
  | 'RUNS_AS'
  | 'USES'
  | 'AUTHENTICATES_AS'
  | 'CAN_ASSUME'
  | 'Evidence'
  | 'ABOUT'
  | 'NAMES'
>[];

type IdentityRecords = RecordOf<
  'Agent' | 'Principal' | 'RUNS_AS' | 'USES' | 'DELEGATES_TO' | 'CAN_ASSUME' | 'Evidence' | 'ABOUT' | 'NAMES'
>[];

const configured = { basis: 'configured', via: 'agent identity blueprint' };

/**
 * An `agentIdentityBlueprint` with `federatedIdentityCredentials`: the template that holds the credentials. It is an agent
 * of its own, because it is what authenticates; its identities act through it.
 */
export function mapBlueprint(given: unknown, context: MapContext): Records {
  const raw = objectOf(given, 'the blueprint');
  const application = applicationRef(context.scope, required(raw, 'id'));
  const self = blueprintRef(context.scope, required(raw, 'appId'));
  return [
    agentNode(self, raw, 'agent-blueprint', context),
    edge('RUNS_AS', self, application, {}),
    ...credentialsOf(raw, context.scope).map((credential) => edge('USES', self, credential, configured)),
    ...applicationRecords(raw, application, context),
    ...credentialRecords(raw, application, context),
    ...federatedRecords(raw, application, context),
    ...taggedOwner(tagsOf(raw), [self, application]),
  ];
}

/** An `agentIdentityBlueprintPrincipal`: the presence of a blueprint in the tenant. */
export function mapBlueprintPrincipal(given: unknown, context: MapContext): RecordOf<'Principal' | 'CAN_ASSUME'>[] {
  const raw = objectOf(given, 'the blueprint principal');
  const self = servicePrincipalRef(context.scope, required(raw, 'id'));
  return servicePrincipalRecords(raw, self, context);
}

/**
 * An `agentIdentity`. It has no credential of its own: whoever holds one of the blueprint's
 * can become any of its identities. `blueprintCredentials`: what the live client joined, `{ keyIds, federatedIds }`.
 */
export function mapAgentIdentity(given: unknown, context: MapContext): IdentityRecords {
  const raw = objectOf(given, 'the agent identity');
  const id = required(raw, 'id');
  const self = agentRef(context.scope, id);
  const principal = servicePrincipalRef(context.scope, id);
  return [
    agentNode(self, raw, 'agent-identity', context),
    edge('RUNS_AS', self, principal, {}),
    ...servicePrincipalRecords({ ...raw, appId: undefined }, principal, context),
    ...fromBlueprint(raw, self, principal, context.scope),
    ...taggedOwner(tagsOf(raw), [self, principal]),
  ];
}

function fromBlueprint(
  raw: Json,
  self: NodeRef<'Agent'>,
  principal: NodeRef<'Principal'>,
  tenant: string,
): IdentityRecords {
  const appId = text(raw['agentIdentityBlueprintId']);
  if (appId === undefined) return [];
  return [
    edge('DELEGATES_TO', blueprintRef(tenant, appId), self, {}),
    edge('CAN_ASSUME', clientRef(appId), principal, { certainty: 'certain', via: 'agent-blueprint' }),
    ...joined(raw, tenant).map((credential) => edge('USES', self, credential, configured)),
  ];
}

function agentNode(self: NodeRef<'Agent'>, raw: Json, kind: string, context: MapContext): NodeRecord<'Agent'> {
  const tags = tagsOf(raw);
  return node('Agent', self.id, {
    name: text(raw['displayName']) ?? self.id,
    kind,
    platform: 'entra',
    tenant: context.scope,
    status: enabledStatus(raw),
    environment: environmentOf(tags),
    createdAt: toInstant(raw['createdDateTime']),
    tags,
  });
}

function credentialsOf(raw: Json, tenant: string): NodeRef<'Credential'>[] {
  return [
    ...keyIds(raw).map((id) => keyRef(tenant, id)),
    ...objects(raw['federatedIdentityCredentials']).map((one) => federatedRef(tenant, required(one, 'id'))),
  ];
}

function joined(raw: Json, tenant: string): NodeRef<'Credential'>[] {
  const credentials = (raw['blueprintCredentials'] ?? {}) as Json;
  return [
    ...(texts(credentials['keyIds']) ?? []).map((id) => keyRef(tenant, id)),
    ...(texts(credentials['federatedIds']) ?? []).map((id) => federatedRef(tenant, id)),
  ];
}
