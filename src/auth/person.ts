type Claims = Readonly<Record<string, unknown>>;

/** By what a login says who the person is, where its issuer vouches for it. */
export interface PersonClaims {
  /** Verified e-mail, lower case. */
  readonly email?: string;
  /** Object id of the account in Entra, lower case: Entra vouches for no e-mail. */
  readonly entraObjectId?: string;
}

const OBJECT_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/**
 * What the claims of a login say of the person: the e-mail only where `email_verified` is true (OpenID Connect Core 1.0 §5.1), and `oid`
 * (https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference), which never changes and is not reused.
 * Nothing when they say nothing that can be relied on.
 */
export function personClaimsOf(claims: Claims): PersonClaims | undefined {
  const isVerified = claims['email_verified'] === true || claims['email_verified'] === 'true';
  const email = isVerified ? textOf(claims['email']) : undefined;
  const id = textOf(claims['oid']);
  const entraObjectId = id !== undefined && OBJECT_ID.test(id) ? id : undefined;
  if (email === undefined && entraObjectId === undefined) return undefined;
  return { ...(email === undefined ? {} : { email }), ...(entraObjectId === undefined ? {} : { entraObjectId }) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined;
}
