import type { Signal } from './signal.ts';

type Named = Pick<Signal, 'subject' | 'account'>;
type Json = Readonly<Record<string, unknown>>;

const MAX_LENGTH = 512;
const DEPTH = 3;

/**
 * Whom a subject identifier names (RFC 9493; `complex` and `user` of SSF 1.0 §3; `subject_type` of RISC before it). `accounts`: what comes before a
 * `sub` in the key of an account of this issuer. `undefined`: it names nobody in a form that is known.
 */
export function subjectOf(
  value: unknown,
  issuer: string,
  accounts: string | undefined,
  depth = DEPTH,
): Named | undefined {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const id = value as Json;
  const format = String(id['format'] ?? id['subject_type'] ?? (id['user'] === undefined ? '' : 'complex')).replaceAll(
    '-',
    '_',
  );
  switch (format) {
    case 'email':
      return textOf(id['email'])?.toLowerCase() === undefined
        ? undefined
        : { subject: textOf(id['email'])?.toLowerCase() ?? '' };
    case 'iss_sub':
      return ofIssuer(textOf(id['sub']), textOf(id['iss']) === issuer ? accounts : undefined);
    case 'account':
      return ofAccount(textOf(id['uri']));
    case 'opaque':
    case 'scim':
      return ofIssuer(textOf(id['id']) ?? textOf(id['externalId']), accounts);
    case 'aliases':
      return best(listOf(id['identifiers']).map((one) => subjectOf(one, issuer, accounts, depth - 1)));
    case 'complex':
      return subjectOf(id['user'], issuer, accounts, depth - 1);
    default:
      return undefined;
  }
}

function ofIssuer(sub: string | undefined, accounts: string | undefined): Named | undefined {
  if (sub === undefined) return undefined;
  return accounts === undefined ? { subject: sub } : { subject: sub, account: `${accounts}${sub}` };
}

function ofAccount(uri: string | undefined): Named | undefined {
  const acct = uri?.startsWith('acct:') === true ? uri.slice('acct:'.length).toLowerCase() : undefined;
  return acct === undefined ? undefined : { subject: acct };
}

/** The one that names an account, else an address, else any. */
function best(found: readonly (Named | undefined)[]): Named | undefined {
  const named = found.filter((one) => one !== undefined);
  return named.find((one) => one.account !== undefined) ?? named.find((one) => one.subject?.includes('@')) ?? named[0];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= MAX_LENGTH && !/\p{Cc}/u.test(value)
    ? value
    : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, 20) : [];
}
