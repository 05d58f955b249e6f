import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { type EventRecord, event, type NodeRef } from '../../schema/index.ts';
import { addedKey } from './audit-keys.ts';
import { subjectOf } from './audit-subjects.ts';
import { inner, type Json, objectOf, objects, required, text } from './fields.ts';
import { applicationRef, clientRef, groupRef, servicePrincipalRef, userRef } from './keys.ts';

/**
 * A `directoryAudit` of Graph, of the portal's JSON download, or the `properties` of a diagnostic-settings record:
 * https://learn.microsoft.com/graph/api/resources/directoryaudit. Values of modified properties stay out, except the
 * `keyId` of an added credential.
 */
export function mapDirectoryAudit(given: unknown, context: MapContext): EventRecord[] {
  const raw = objectOf(given, 'the audit event');
  const at = toInstant(raw['activityDateTime']) ?? required(raw, 'activityDateTime (as a time)');
  const activity = required(raw, 'activityDisplayName');
  const targets = objects(raw['targetResources']);
  const succeeded = text(raw['result'])?.toLowerCase() === 'success';
  const issued = succeeded ? addedKey(activity, targets, context.scope) : undefined;
  const made = succeeded ? subjectOf(activity, targets, (target) => targetRef(target, context.scope)) : undefined;
  const by = initiator(inner(raw['initiatedBy']), context.scope);
  const resources = targets.flatMap((target) => targetRef(target, context.scope)?.id ?? []);
  return [
    event({
      id: required(raw, 'id'),
      at,
      source: 'entra',
      scope: context.scope,
      action: `entra:${activity}`,
      outcome: succeeded ? 'success' : 'failure',
      principal: by.principal?.id,
      person: by.person,
      resources: resources.length === 0 ? undefined : resources,
      subject: issued ?? made,
      issued: issued?.id,
      ip: by.ip,
      userAgent: detail(raw, 'User-Agent'),
    }),
  ];
}

interface Initiator {
  readonly principal?: NodeRef<'Principal'> | undefined;
  readonly person?: string | undefined;
  readonly ip?: string | undefined;
}

function initiator(by: Json, tenant: string): Initiator {
  const user = inner(by['user']);
  const userId = text(user['id']);
  if (userId !== undefined) {
    return {
      principal: userRef(tenant, userId),
      person: text(user['userPrincipalName'])?.toLowerCase(),
      ip: text(user['ipAddress']),
    };
  }
  const app = inner(by['app']);
  const servicePrincipal = text(app['servicePrincipalId']);
  if (servicePrincipal !== undefined) return { principal: servicePrincipalRef(tenant, servicePrincipal) };
  const appId = text(app['appId']);
  return appId === undefined ? {} : { principal: clientRef(appId) };
}

/** `type` is written `Type` in older answers (the documented example has both). */
function targetRef(target: Json, tenant: string): NodeRef<'Principal'> | undefined {
  const id = text(target['id']);
  if (id === undefined || id === '00000000-0000-0000-0000-000000000000') return undefined;
  switch ((text(target['type']) ?? text(target['Type']))?.toLowerCase()) {
    case 'user':
      return userRef(tenant, id);
    case 'group':
      return groupRef(tenant, id);
    case 'application':
      return applicationRef(tenant, id);
    case 'serviceprincipal':
      return servicePrincipalRef(tenant, id);
    default:
      return undefined;
  }
}

function detail(raw: Json, key: string): string | undefined {
  const found = objects(raw['additionalDetails']).find((one) => text(one['key'])?.toLowerCase() === key.toLowerCase());
  return text(found?.['value']);
}
