import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node, type RecordOf } from '../../schema/index.ts';
import { evidence } from './evidence.ts';
import { type Bag, bag, bags, text, texts } from './json.ts';
import { okta, ornParts, principalOf } from './keys.ts';
import { type ChildRaw, idOf } from './map-people.ts';

/** An AI agent of the Universal Directory: the agent, the identity it acts as (`wlp…`), the app it is linked to. */
export function mapAgent(
  raw: { readonly item: Bag },
  context: MapContext,
): readonly RecordOf<'Agent' | 'Principal' | 'RUNS_AS'>[] {
  const { item } = raw;
  const host = context.scope;
  const id = idOf(item);
  const agent = okta.agent(host, id);
  const identity = okta.workload(host, id);
  const name = text(bag(item, 'profile')['name']);
  const status = text(item['status'])?.toLowerCase();
  const createdAt = toInstant(item['created']);
  const appId = text(item['appId']);
  return [
    node('Agent', agent.id, {
      name: name ?? id,
      kind: 'agent-identity',
      platform: 'okta',
      tenant: host,
      status,
      createdAt,
      updatedAt: toInstant(item['lastUpdated']),
    }),
    node('Principal', identity.id, {
      name,
      kind: 'workload-principal',
      system: 'okta',
      tenant: host,
      status: status === undefined || status === 'active' ? status : 'disabled',
      createdAt,
    }),
    edge('RUNS_AS', agent, identity, {}),
    ...(appId === undefined ? [] : [edge('RUNS_AS', agent, okta.app(host, appId), {})]),
  ];
}

/** A public key the agent signs its assertions with; the private half is wherever the agent runs. */
export function mapAgentKey(
  raw: ChildRaw,
  context: MapContext,
): readonly RecordOf<'Credential' | 'USES' | 'AUTHENTICATES_AS'>[] {
  const host = context.scope;
  const kid = text(raw.item['kid']) ?? idOf(raw.item);
  const key = okta.clientKey(host, raw.parent, kid);
  return [
    node('Credential', key.id, {
      name: kid,
      kind: 'client-key',
      system: 'okta',
      tenant: host,
      status: text(raw.item['status'])?.toLowerCase(),
      lifetime: 'long-lived',
      createdAt: toInstant(raw.item['created']),
    }),
    edge('USES', okta.agent(host, raw.parent), key, { basis: 'configured', via: 'credentials/jwks' }),
    edge('AUTHENTICATES_AS', key, okta.workload(host, raw.parent), {}),
  ];
}

/** Owners from Okta Identity Governance (`GET /governance/api/v1/resource-owners`). Only AI agents are asked for. */
export function mapOwners(
  raw: { readonly item: Bag },
  context: MapContext,
): readonly RecordOf<'Evidence' | 'ABOUT' | 'NAMES'>[] {
  const resource = bag(raw.item, 'resource');
  const subject = ornParts(text(resource['orn']));
  if (subject === undefined || !/ai-agent/.test(`${text(resource['type'])} ${subject.type}`)) return [];
  const agent = okta.agent(context.scope, subject.id);
  return bags(raw.item['principals']).flatMap((principal) => {
    const orn = ornParts(text(principal['orn']));
    const named = orn === undefined ? undefined : principalOf(context.scope, orn.type, orn.id);
    if (named === undefined) return [];
    return evidence({ kind: 'owner-field', says: 'resource owner in Okta Identity Governance' }, agent, named);
  });
}

/** A service account of Okta Privileged Access, with its owners. */
export function mapServiceAccount(
  raw: { readonly item: Bag },
  context: MapContext,
): readonly RecordOf<'Principal' | 'Evidence' | 'ABOUT' | 'NAMES'>[] {
  const { item } = raw;
  const host = context.scope;
  const account = okta.serviceAccount(host, idOf(item));
  const owners = [
    ...texts(item['ownerUserIds']).map((id) => okta.user(host, id)),
    ...texts(item['ownerGroupIds']).map((id) => okta.group(host, id)),
  ];
  return [
    node('Principal', account.id, {
      name: text(item['name']),
      kind: 'service-account',
      system: 'okta',
      tenant: host,
      createdAt: toInstant(item['created']),
      login: text(item['username']),
    }),
    ...owners.flatMap((owner) =>
      evidence(
        { kind: 'owner-field', says: 'owner of the service account (ownerUserIds, ownerGroupIds)' },
        account,
        owner,
      ),
    ),
  ];
}
