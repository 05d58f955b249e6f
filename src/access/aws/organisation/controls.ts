import type { AwsPrincipal } from '../../types.ts';
import { isServiceLinkedRole } from '../arn/arn.ts';
import type { KeyLookup } from '../condition/keys.ts';
import type { PolicyShelf } from '../policy/shelf.ts';
import { LAYER } from '../profile/layers.ts';
import type { LayeredPolicy } from '../profile/standing.ts';
import type { Accounts } from './accounts.ts';

/** Has no document: what may stand in the policies that could not be collected. */
const UNKNOWN_CONTROLS = 'aws:resource-controls-unknown';

/** Ids of the policies that limit what is done to an account's resources. */
export function controlIds(account: string, accounts: Accounts): readonly string[] {
  const { policyIds, unknown } = accounts.resourceControls(account);
  return unknown ? [...policyIds, UNKNOWN_CONTROLS] : policyIds;
}

/**
 * Resource control policies as they meet one caller. They only deny: the one that allows everything is attached at every
 * level and cannot be detached, so that no level is ever silent.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html
 */
export function controlsFor(
  account: string,
  lookup: KeyLookup,
  accounts: Accounts,
  shelf: PolicyShelf,
): LayeredPolicy[] {
  return controlIds(account, accounts).map((policyId) => ({
    layer: LAYER.resourceControl,
    policy: shelf.bind(policyId, lookup, 'resource-control'),
  }));
}

/** They do not limit what service-linked roles do:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#actions-not-restricted-by-rcps */
export function isControlled({ id, session }: AwsPrincipal): boolean {
  return !isServiceLinkedRole(session?.roleId ?? id);
}
