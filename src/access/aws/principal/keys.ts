import type { AwsPrincipal } from '../../types.ts';
import { friendlyName } from '../arn/arn.ts';
import type { KeyLookup, KeyValue } from '../condition/keys.ts';
import type { Accounts } from '../organisation/accounts.ts';
import { isResourceKey } from '../resource/facts.ts';

/** Starts the key of each tag of the principal. */
export const PRINCIPAL_TAG = 'aws:principaltag/';

/** The keys that `principalKeys` decides for every principal, tags apart. */
export const PRINCIPAL_KEYS: readonly string[] = [
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principaltype',
  'aws:username',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:tokenissuetime',
  'aws:currenttime',
  'aws:epochtime',
];

/** Of these, those that are the same for all principals of an account. */
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
  const { accounts, resourceAccount } = facts;
  const values = new Map<string, KeyValue>([
    ['aws:principalarn', [principal.session?.roleId ?? principal.id]],
    ['aws:principalaccount', [principal.account]],
    ['aws:principalisawsservice', ['false']],
    ['aws:principalservicename', 'absent'],
    ['aws:principaltype', [TYPE_OF[principal.kind]]],
    ['aws:username', principal.kind === 'user' ? [friendlyName(principal.id)] : 'absent'],
    ['aws:resourceaccount', [resourceAccount]],
    ['aws:resourceorgid', accounts.organisation(resourceAccount)],
    ['aws:resourceorgpaths', accounts.paths(resourceAccount)],
    ['aws:principalorgid', accounts.organisation(principal.account)],
    ['aws:principalorgpaths', accounts.paths(principal.account)],
    ...timeKeys(principal, facts.at),
  ]);
  for (const [key, value] of Object.entries({ ...principal.variables, ...principal.session?.variables })) {
    values.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  const openTags = facts.sessionTags && principal.kind === 'role';
  return (key) => {
    if (isResourceKey(key)) return values.get(key) ?? 'resource';
    if (key.startsWith(PRINCIPAL_TAG)) return openTags ? 'unknown' : (values.get(key) ?? missingTag(principal));
    return values.get(key) ?? 'unknown';
  };
}

/** When the credentials were issued is known of a session; long-term keys have no such time.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-tokenissuetime */
function timeKeys(principal: AwsPrincipal, at: Date | undefined): [string, KeyValue][] {
  const issuedAt = principal.session?.issuedAt;
  const issued: [string, KeyValue][] = issuedAt === undefined ? [] : [['aws:tokenissuetime', [issuedAt]]];
  if (at === undefined || Number.isNaN(at.getTime())) return issued;
  return [
    ...issued,
    ['aws:currenttime', [at.toISOString()]],
    ['aws:epochtime', [String(Math.floor(at.getTime() / 1000))]],
  ];
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
