import type { AwsPrincipal } from '../../types.ts';
import { friendlyName } from '../arn/arn.ts';
import type { KeyLookup, KeyValue } from '../condition/keys.ts';

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
];

/** What of a principal's keys an estate says beyond the principal's own record. */
export interface KeyFacts {
  /** The account of the resource that is asked about. */
  readonly resourceAccount: string;
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
  const values = new Map<string, KeyValue>([
    ['aws:principalarn', [principal.id]],
    ['aws:principalaccount', [principal.account]],
    ['aws:principalisawsservice', ['false']],
    ['aws:principalservicename', 'absent'],
    ['aws:principaltype', [TYPE_OF[principal.kind]]],
    ['aws:username', principal.kind === 'user' ? [friendlyName(principal.id)] : 'absent'],
    ['aws:resourceaccount', [facts.resourceAccount]],
  ]);
  for (const [key, value] of Object.entries(principal.variables ?? {})) {
    values.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  const openTags = facts.sessionTags && principal.kind === 'role';
  return (key) => {
    if (key.startsWith(PRINCIPAL_TAG)) return openTags ? 'unknown' : (values.get(key) ?? missingTag(principal));
    return values.get(key) ?? 'unknown';
  };
}

function missingTag(principal: AwsPrincipal): KeyValue {
  return principal.tagsComplete === true ? 'absent' : 'unknown';
}

const TYPE_OF = { user: 'User', role: 'AssumedRole', root: 'Account', group: 'User' } as const satisfies Record<
  AwsPrincipal['kind'],
  string
>;
