import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { type EventRecord, event } from '../../schema/index.ts';
import { inner, type Json, objectOf, required, text } from './fields.ts';
import { agentRef, apiRef, federatedRef, keyRef, servicePrincipalRef, userRef } from './keys.ts';

/** No key: Entra writes it where no credential of that kind took part. */
const NOTHING = '00000000-0000-0000-0000-000000000000';

/**
 * A `signIn` of Graph (beta) of a service principal, managed identity, agent or user, or the `properties` of a
 * diagnostic-settings record: https://learn.microsoft.com/graph/api/resources/signin?view=graph-rest-beta.
 */
export function mapSignIn(given: unknown, context: MapContext): EventRecord[] {
  const raw = objectOf(given, 'the sign-in');
  const principal = servicePrincipalOf(raw);
  const user = realId(raw['userId']);
  const api = realId(raw['resourceServicePrincipalId']);
  return [
    event({
      id: required(raw, 'id'),
      at: toInstant(raw['createdDateTime']) ?? required(raw, 'createdDateTime (as a time)'),
      source: 'entra',
      scope: context.scope,
      action: 'entra:SignIn',
      outcome: outcomeOf(inner(raw['status'])),
      principal:
        principal === undefined
          ? user && userRef(context.scope, user).id
          : servicePrincipalRef(context.scope, principal).id,
      credential: credentialOf(raw, context.scope),
      person: text(raw['userPrincipalName'])?.toLowerCase(),
      agent: agentOf(raw, principal, context.scope),
      resources: api === undefined ? undefined : [apiRef(context.scope, api).id],
      ip: text(raw['ipAddress']),
      userAgent: text(raw['userAgent']),
    }),
  ];
}

function servicePrincipalOf(raw: Json): string | undefined {
  return realId(raw['servicePrincipalId']);
}

function credentialOf(raw: Json, tenant: string): string | undefined {
  const federated = realId(raw['federatedCredentialId']);
  if (federated !== undefined) return federatedRef(tenant, federated).id;
  const key = realId(raw['servicePrincipalCredentialKeyId']);
  return key === undefined ? undefined : keyRef(tenant, key).id;
}

/** `agentType` other than `notAgentic` says that an agent identity signed in. */
function agentOf(raw: Json, principal: string | undefined, tenant: string): string | undefined {
  const type = text(inner(raw['agent'])['agentType']);
  const agentic = type !== undefined && type !== 'notAgentic' && type !== 'unknownFutureValue';
  return agentic && principal !== undefined ? agentRef(tenant, principal).id : undefined;
}

/** 53003 and its neighbours: conditional access refused (https://learn.microsoft.com/entra/identity-platform/reference-error-codes). */
const REFUSED = new Set([50105, 53000, 53001, 53002, 53003, 530003, 7000112]);

function outcomeOf(status: Json): EventRecord['outcome'] {
  const code = Number(status['errorCode'] ?? 0);
  if (code === 0) return 'success';
  return REFUSED.has(code) ? 'denied' : 'failure';
}

function realId(value: unknown): string | undefined {
  const id = text(value);
  return id === undefined || id === NOTHING ? undefined : id;
}
