import type { Account } from './accounts.ts';
import { isSharedMailbox, natureOf } from './nature.ts';

/**
 * How sure a key is, surest first: an employee id is one person for good; an identifier was given by another system and is
 * never reused; an address can be given to somebody else later; a former address was seen on the account before.
 */
export const KEY_CLASSES = ['employee', 'identifier', 'address', 'former'] as const;
export type KeyClass = (typeof KEY_CLASSES)[number];

/** A key that accounts of one person share, with the words for it. */
export interface IdentityKey {
  readonly key: string;
  readonly class: KeyClass;
  readonly basis: string;
}

/** Systems whose e-mail addresses and logins are given by the company and not typed in by the user. */
const VOUCHING = new Set(['hr', 'okta', 'entra', 'aws']);

/** External ids shorter than this collide by chance. */
const SHORTEST_ID = 3;

/**
 * The verified keys of an account: employee id, verified e-mail, and the ids by which another system names it (SAML
 * NameID, SCIM `externalId` (RFC 7643 §3.1), Identity Center user). A name, a typed login or an unverified e-mail never
 * merges anybody. A machine account and a function's mailbox have no address that would make them somebody's.
 */
export function identityKeys(account: Account): IdentityKey[] {
  const { employeeId } = account;
  const keys: IdentityKey[] =
    employeeId === undefined ? [] : [keyOf('employee', employeeId, `employee id ${employeeId}`)];
  const own = addressesOf(account).map((address) => keyOf('address', address, `verified e-mail ${address}`));
  const former = (account.formerEmails ?? []).map((address) => keyOf('former', address, `former e-mail ${address}`));
  const external = (account.externalIds ?? []).flatMap(externalKeys);
  const addresses = [...own, ...former, ...external.filter((one) => one.class === 'address')];
  return [
    ...keys,
    ...external.filter((one) => one.class !== 'address'),
    ...(natureOf(account) === 'person' ? addresses.filter(({ key }) => !isSharedMailbox(afterColon(key))) : []),
  ];
}

/** The e-mail it vouches for; of a company's own directory the login too, where it is an address. */
function addressesOf(account: Account): string[] {
  const vouched = VOUCHING.has(account.system);
  const email = account.email !== undefined && (account.emailVerified ?? vouched) ? [account.email] : [];
  const login =
    vouched && account.login?.includes('@') === true && !/#ext#/i.test(account.login) ? [account.login] : [];
  return [...new Set([...email, ...login].map((one) => one.toLowerCase()))];
}

/** `saml-name-id=una@corp.example` is that e-mail; `scim=E-100`, `okta=00u…` are the other system's ids. */
function externalKeys(external: string): IdentityKey[] {
  const at = external.indexOf('=');
  const kind = external.slice(0, at);
  const value = external.slice(at + 1);
  if (at < 1 || value.length < SHORTEST_ID) return [];
  if (value.includes('@')) return [keyOf('address', value, `${kind} ${value.toLowerCase()}`)];
  if (kind === 'employee-id') return [keyOf('employee', value, `${kind} ${value}`)];
  return [keyOf('identifier', value, `${kind} ${value.toLowerCase()}`)];
}

/** The account's own id in its system: another system's external id finds it. Two own ids that are alike mean nothing. */
export function ownKey(account: Account): string {
  return keyOf('identifier', account.id.slice(account.id.lastIndexOf(':') + 1), '').key;
}

function keyOf(of: KeyClass, value: string, basis: string): IdentityKey {
  return { key: `${of === 'former' ? 'address' : of}:${value.toLowerCase()}`, class: of, basis };
}

function afterColon(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}
