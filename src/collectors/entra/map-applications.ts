import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { tagList } from '../../lib/tags.ts';
import { edge, type NodeRef, node, type RecordOf } from '../../schema/index.ts';
import { credentialRecords } from './credentials.ts';
import { namedBy, taggedOwner } from './evidence.ts';
import { type Json, objectOf, required, text, texts } from './fields.ts';
import { applicationRef, clientRef } from './keys.ts';

type Records = RecordOf<
  'Principal' | 'Credential' | 'AUTHENTICATES_AS' | 'CAN_ASSUME' | 'Evidence' | 'ABOUT' | 'NAMES'
>[];

/** An application acts through whatever service principal has its `appId`, in this tenant and in others. */
export const actsAs = { certainty: 'certain', via: 'application' };

/** An `application` of Graph, with `owners` expanded. */
export function mapApplication(given: unknown, context: MapContext): Records {
  const raw = objectOf(given, 'the application');
  const self = applicationRef(context.scope, required(raw, 'id'));
  return [
    ...applicationRecords(raw, self, context),
    ...credentialRecords(raw, self, context),
    ...namedBy('owners', raw, [self], context.scope),
    ...taggedOwner(tagsOf(raw), [self]),
  ];
}

/** The registration itself and the client that its `appId` names. `notes` and `description` are free text: dropped. */
export function applicationRecords(
  raw: Json,
  self: NodeRef<'Principal'>,
  context: MapContext,
): RecordOf<'Principal' | 'CAN_ASSUME'>[] {
  const appId = required(raw, 'appId');
  const name = text(raw['displayName']);
  const client = clientRef(appId);
  return [
    node('Principal', self.id, {
      name,
      kind: 'application',
      system: 'entra',
      tenant: context.scope,
      createdAt: toInstant(raw['createdDateTime']),
      externalIds: [`appId=${appId.toLowerCase()}`],
      attributes: audienceOf(raw),
      tags: tagsOf(raw),
    }),
    node('Principal', client.id, { name, kind: 'client', system: 'entra', tenant: context.scope }),
    edge('CAN_ASSUME', self, client, actsAs),
  ];
}

function audienceOf(raw: Json): readonly string[] | undefined {
  const audience = text(raw['signInAudience']);
  return audience === undefined ? undefined : [`entra:signInAudience=${audience}`];
}

/** Entra's tags are plain strings; the service-management reference says where the application is on record. */
export function tagsOf(raw: Json): readonly string[] | undefined {
  const reference = text(raw['serviceManagementReference']);
  const pairs = (texts(raw['tags']) ?? []).map(splitTag);
  return tagList(reference === undefined ? pairs : [...pairs, ['serviceManagementReference', reference] as const]);
}

/** `owner=crane@example.com` and `owner:crane@example.com` are the two ways in which people put a pair into one string. */
function splitTag(tag: string): readonly [string, string | undefined] {
  const match = /^([^=:]+)[=:](.+)$/.exec(tag);
  return match === null ? [tag, undefined] : [match[1] ?? tag, match[2]];
}
