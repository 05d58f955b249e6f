import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node, type RecordOf } from '../../schema/index.ts';
import { flag, inner, type Json, latest, objectOf, required, text } from './fields.ts';
import { userRef } from './keys.ts';

/** A `user` of Graph, with `manager` expanded where it could be read. */
export function mapUser(given: unknown, context: MapContext): RecordOf<'Principal' | 'REPORTS_TO'>[] {
  const raw = objectOf(given, 'the user');
  const self = userRef(context.scope, required(raw, 'id'));
  const address = emailOf(raw);
  const departedAt = toInstant(raw['employeeLeaveDateTime']);
  const user = node('Principal', self.id, {
    kind: 'person',
    name: text(raw['displayName']),
    system: 'entra',
    tenant: context.scope,
    status: statusOf(raw, departedAt, context.at),
    createdAt: toInstant(raw['createdDateTime']),
    lastUsedAt: lastSignIn(inner(raw['signInActivity'])),
    external: externalOf(raw),
    email: address?.email,
    emailVerified: address?.verified,
    login: text(raw['userPrincipalName'])?.toLowerCase(),
    employeeId: text(raw['employeeId']),
    attributes: invitationOf(raw),
    title: text(raw['jobTitle']),
    employment: text(raw['employeeType'])?.toLowerCase(),
    startedAt: toInstant(raw['employeeHireDate']),
    departedAt,
  });
  const manager = text(inner(raw['manager'])['id']);
  return manager === undefined ? [user] : [user, edge('REPORTS_TO', self, userRef(context.scope, manager), {})];
}

/**
 * `departed` once the leave date has come. A blocked account without one may be a leave of absence: `suspended`.
 */
function statusOf(raw: Json, leavesAt: string | undefined, at: string): string | undefined {
  if (leavesAt !== undefined && leavesAt <= at) return 'departed';
  const enabled = flag(raw['accountEnabled']);
  if (enabled === undefined) return undefined;
  return enabled ? 'active' : 'suspended';
}

/**
 * `mail` can be set to any address by an administrator; the domain of a member's user principal name is one the tenant
 * has verified (https://learn.microsoft.com/entra/identity-platform/claims-validation: do not use `email` as proof). So
 * only an address that is also the user principal name is vouched for.
 */
function emailOf(raw: Json): { email: string; verified: true | undefined } | undefined {
  const mail = text(raw['mail'])?.toLowerCase();
  const login = text(raw['userPrincipalName'])?.toLowerCase();
  const own = login === undefined || login.includes('#ext#') || login.endsWith('.onmicrosoft.com') ? undefined : login;
  const email = mail ?? own;
  if (email === undefined) return undefined;
  return { email, verified: email === own ? true : undefined };
}

function externalOf(raw: Json): boolean | undefined {
  const type = text(raw['userType']);
  return type === undefined ? undefined : type.toLowerCase() === 'guest';
}

function invitationOf(raw: Json): readonly string[] | undefined {
  const state = text(raw['externalUserState']);
  return state === undefined ? undefined : [`entra:externalUserState=${state}`];
}

/** The last attempt of either kind that succeeded, else the last attempt (`signInActivity` of Graph). */
function lastSignIn(activity: Json): string | undefined {
  return (
    toInstant(activity['lastSuccessfulSignInDateTime']) ??
    latest([toInstant(activity['lastSignInDateTime']), toInstant(activity['lastNonInteractiveSignInDateTime'])])
  );
}
