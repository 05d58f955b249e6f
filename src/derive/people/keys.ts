import type { Account } from './accounts.ts';

/** A key that two accounts of one person share, with the words for it. */
export interface IdentityKey {
  readonly key: string;
  readonly basis: string;
}

/** Systems whose e-mail addresses are given by the company and not typed in by the user. */
const VOUCHING = new Set(['hr', 'okta', 'entra', 'aws']);

/** Addresses that belong to a function and not to a person. */
const SHARED_MAILBOX =
  /^(admin|administrator|root|info|support|help|helpdesk|noreply|no-reply|security|devops|ops|team|billing|hr|it|service|svc|bot)([._+-].*)?@/;

/**
 * The verified keys of an account: employee id, verified e-mail, and the ids by which another system names it (SAML
 * NameID, SCIM external id). A login, a name or an unverified e-mail never merges anybody.
 */
export function identityKeys(account: Account): IdentityKey[] {
  const keys: IdentityKey[] = [];
  if (account.employeeId !== undefined)
    keys.push({ key: `employee:${account.employeeId.toLowerCase()}`, basis: `employee id ${account.employeeId}` });
  if (account.email !== undefined && isVerified(account) && !SHARED_MAILBOX.test(account.email)) {
    keys.push({ key: `email:${account.email.toLowerCase()}`, basis: `verified e-mail ${account.email}` });
  }
  for (const external of account.externalIds ?? []) keys.push(...externalKeys(external));
  return keys;
}

function isVerified(account: Account): boolean {
  return account.emailVerified ?? VOUCHING.has(account.system);
}

/** `saml-name-id=una@corp.example` is that e-mail; `scim=E-100`, `okta=00u…` are the other system's ids. */
function externalKeys(external: string): IdentityKey[] {
  const at = external.indexOf('=');
  const kind = external.slice(0, at);
  const value = external.slice(at + 1).toLowerCase();
  if (at < 1 || value === '') return [];
  if (value.includes('@')) return [{ key: `email:${value}`, basis: `${kind} ${value}` }];
  if (kind === 'employee-id') return [{ key: `employee:${value}`, basis: `${kind} ${value}` }];
  return [{ key: `external:${value}`, basis: `${kind} ${value}` }];
}

/** The account's own id in its system, so that another system's external id finds it. */
export function ownKey(account: Account): IdentityKey {
  const id = account.id.slice(account.id.lastIndexOf(':') + 1).toLowerCase();
  return { key: `external:${id}`, basis: `${account.system} id ${id}` };
}
