import type { AwsPrincipal } from '../../types.ts';
import { friendlyName } from '../arn/arn.ts';
import type { KeyLookup, KeyValue } from '../condition/keys.ts';
import type { Accounts } from '../organisation/accounts.ts';
import { isResourceKey } from '../resource/facts.ts';

/** Starts the key of each tag of the principal. */
export const PRINCIPAL_TAG = 'aws:principaltag/';

/** Keys that are the same for all principals of an account. */
export const ACCOUNT_KEYS: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:currenttime',
  'aws:epochtime',
]);

/** A principal's own record says what its account would have said. */
export function saysAccountKeys({ variables, session }: AwsPrincipal): boolean {
  return [variables, session?.variables].some(
    (each) => each !== undefined && Object.keys(each).some((key) => ACCOUNT_KEYS.has(key.toLowerCase())),
  );
}

/** What of a principal's keys an estate says beyond the principal's own record. */
export interface KeyFacts {
  /** The account of the resource that is asked about. */
  readonly resourceAccount: string;
  readonly accounts: Accounts;
  /** The instant that is asked about. */
  readonly at: Date | undefined;
  /** A role's sessions may bring tags of their own, which win over the role's:
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html */
  readonly sessionTags: boolean;
}

/**
 * The condition keys that are decided by who asks.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and, for which kind of principal
 * has which key, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
export function principalKeys(principal: AwsPrincipal, facts: KeyFacts): KeyLookup {
  const said = saidOf(principal);
  const openTags = facts.sessionTags && principal.kind === 'role';
  return (key) => {
    const value = said?.get(key);
    if (isResourceKey(key)) return value ?? 'resource';
    if (key.startsWith(PRINCIPAL_TAG)) return openTags ? 'unknown' : (value ?? missingTag(principal));
    return value ?? KNOWN.get(key)?.(principal, facts) ?? 'unknown';
  };
}

/** What the records of a principal and of its session say, a session's before its role's. */
function saidOf({ variables, session }: AwsPrincipal): ReadonlyMap<string, KeyValue> | undefined {
  if (variables === undefined && session?.variables === undefined) return undefined;
  return new Map(
    Object.entries({ ...variables, ...session?.variables }).map(([key, value]) => [
      key.toLowerCase(),
      typeof value === 'string' ? [value] : value,
    ]),
  );
}

/** What is known of every principal, by key. */
const VALUES: Readonly<Record<string, (principal: AwsPrincipal, facts: KeyFacts) => KeyValue>> = {
  'aws:principalarn': ({ id, session }) => [session?.roleId ?? id],
  'aws:principalaccount': ({ account }) => [account],
  'aws:principalisawsservice': () => ['false'],
  'aws:principalservicename': () => 'absent',
  'aws:principaltype': ({ kind }) => [TYPE_OF[kind]],
  'aws:username': ({ kind, id }) => (kind === 'user' ? [friendlyName(id)] : 'absent'),
  'aws:resourceaccount': (_, { resourceAccount }) => [resourceAccount],
  'aws:resourceorgid': (_, { resourceAccount, accounts }) => accounts.organisation(resourceAccount),
  'aws:resourceorgpaths': (_, { resourceAccount, accounts }) => accounts.paths(resourceAccount),
  'aws:principalorgid': ({ account }, { accounts }) => accounts.organisation(account),
  'aws:principalorgpaths': ({ account }, { accounts }) => accounts.paths(account),
  // When credentials were issued is known of a session; long-term keys have no such time.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-tokenissuetime
  'aws:tokenissuetime': ({ session }) => (session?.issuedAt === undefined ? 'unknown' : [session.issuedAt]),
  'aws:currenttime': (_, { at }) => (isTime(at) ? [at.toISOString()] : 'unknown'),
  'aws:epochtime': (_, { at }) => (isTime(at) ? [String(Math.floor(at.getTime() / 1000))] : 'unknown'),
};

/** A map, so that a policy's `constructor` is no key. */
const KNOWN = new Map(Object.entries(VALUES));

/** The keys that are decided for every principal, tags apart. */
export const PRINCIPAL_KEYS: readonly string[] = [...KNOWN.keys()];

function isTime(at: Date | undefined): at is Date {
  return at !== undefined && !Number.isNaN(at.getTime());
}

function missingTag(principal: AwsPrincipal): KeyValue {
  return principal.tagsComplete === true ? 'absent' : 'unknown';
}

const TYPE_OF = {
  user: 'User',
  role: 'AssumedRole',
  root: 'Account',
  group: 'User',
  session: 'AssumedRole',
} as const satisfies Record<AwsPrincipal['kind'], string>;
