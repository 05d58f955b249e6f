import type { MapContext } from '../../collect/index.ts';
import { edge, type NodeRef, node, type RecordOf } from '../../schema/index.ts';
import { type Json, objectOf, objects, required, text, texts } from './fields.ts';
import { applicationRef, federatedRef, servicePrincipalRef, subjectRef } from './keys.ts';

type Records = RecordOf<'Credential' | 'Principal' | 'AUTHENTICATES_AS' | 'CAN_ASSUME'>[];

/** `{ applicationId, federatedIdentityCredentials }`: what a foreign issuer may vouch for, of one application. */
export function mapFederated(given: unknown, context: MapContext): Records {
  const raw = objectOf(given, 'the application');
  return federatedRecords(raw, applicationRef(context.scope, required(raw, 'applicationId')), context);
}

/** The records of `federatedIdentityCredentials` of an application or blueprint. */
export function federatedRecords(raw: Json, holder: NodeRef<'Principal'>, context: MapContext): Records {
  return objects(raw['federatedIdentityCredentials']).flatMap((one) => trust(one, holder, context));
}

const ENTRA_ISSUER =
  /^https:\/\/(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)\/([0-9a-f-]{36})(?:\/|$)/i;

/**
 * A subject that Entra itself vouches for is a managed identity, by its object id
 * (https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity).
 */
function managedIdentity(issuer: string, subject: NodeRef<'Principal'>, id: string): RecordOf<'CAN_ASSUME'>[] {
  const tenant = ENTRA_ISSUER.exec(issuer)?.[1]?.toLowerCase();
  if (tenant === undefined) return [];
  return [edge('CAN_ASSUME', servicePrincipalRef(tenant, id), subject, { certainty: 'certain', via: 'federation' })];
}

function trust(raw: Json, holder: NodeRef<'Principal'>, context: MapContext): Records {
  const self = federatedRef(context.scope, required(raw, 'id'));
  const issuer = required(raw, 'issuer');
  const match = matchOf(raw);
  const subject = subjectRef(issuer, match.subject);
  return [
    node('Credential', self.id, {
      name: text(raw['name']),
      kind: 'federated-credential',
      system: 'entra',
      tenant: context.scope,
      status: 'active',
      lifetime: 'long-lived',
      issuer,
      subject: match.subject,
      audiences: texts(raw['audiences']),
    }),
    edge('AUTHENTICATES_AS', self, holder, {}),
    node('Principal', subject.id, { name: match.subject, kind: 'federated-subject', external: true }),
    ...(match.conditional ? [] : managedIdentity(issuer, subject, match.subject)),
    edge('CAN_ASSUME', subject, holder, {
      certainty: match.conditional ? 'conditional' : 'certain',
      via: 'federation',
      conditionKeys: match.conditional ? ['claimsMatchingExpression'] : undefined,
    }),
  ];
}

/**
 * The subject that is let in: `subject` as it stands, or the pattern of a flexible credential
 * (https://learn.microsoft.com/entra/workload-id/workload-identities-flexible-federated-identity-credentials). An
 * expression over other claims too lets in part of the pattern; one without a single `sub` lets in part of the issuer.
 */
function matchOf(raw: Json): { readonly subject: string; readonly conditional: boolean } {
  const subject = text(raw['subject']);
  if (subject !== undefined) return { subject, conditional: false };
  const expression = text((raw['claimsMatchingExpression'] as { value?: unknown } | null | undefined)?.value);
  if (expression === undefined) return { subject: '*', conditional: true };
  const found = /\bor\b/i.test(expression) ? null : /claims\['sub'\]\s+(?:eq|matches)\s+'([^']*)'/.exec(expression);
  const whole = found !== null && found[0].length === expression.length;
  return { subject: found?.[1] ?? '*', conditional: !whole };
}
