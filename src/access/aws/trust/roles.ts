import type { AwsAccess } from '../access.ts';
import { actionMatches } from '../action/sets.ts';
import { NOTHING_KNOWN } from '../condition/keys.ts';
import { controlIds } from '../organisation/controls.ts';
import { activeStatement, type Target, targetOf } from '../profile/at.ts';
import { LAYER } from '../profile/layers.ts';
import { bindStatement } from '../statement/bind.ts';
import type { ActionElement, PolicyStatement } from '../statement/statement.ts';

/** A role with its trust policy. */
export interface TrustedRole {
  readonly id: string;
  readonly account: string;
  readonly policyId: string;
  readonly allows: readonly PolicyStatement[];
  readonly denies: readonly PolicyStatement[];
  /** Denies of the resource control policies that cover the role. */
  readonly controls: readonly PolicyStatement[];
}

export const ASSUME = 'sts:assumerole';

const ASSUME_ACTIONS = [ASSUME, 'sts:assumerolewithsaml', 'sts:assumerolewithwebidentity'];

/** Every role whose trust policy was given, by account. */
export function trustedRoles(access: AwsAccess): Map<string, TrustedRole[]> {
  const accounts = new Map<string, TrustedRole[]>();
  for (const [id, policyId] of access.trust) {
    const account = access.principals.get(id)?.account ?? id.split(':')[4] ?? '';
    const statements = access.shelf
      .compiled(policyId, 'resource')
      .statements.filter((statement) => ASSUME_ACTIONS.some((action) => includesAction(statement.action, action)));
    const role = {
      id,
      account,
      policyId,
      allows: statements.filter(({ effect }) => effect === 'Allow'),
      denies: statements.filter(({ effect }) => effect === 'Deny'),
      controls: controlsOn(id, account, access),
    };
    const inAccount = accounts.get(account);
    if (inAccount === undefined) accounts.set(account, [role]);
    else inAccount.push(role);
  }
  return accounts;
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services: STS is
 * one, so that a role is closed to those outside whatever its trust policy says. */
function controlsOn(id: string, account: string, access: AwsAccess): PolicyStatement[] {
  const target = targetOf(id, access);
  if (target === undefined) return [];
  return controlIds(account, access.accounts).flatMap((policyId) =>
    access.shelf
      .compiled(policyId, 'resource-control')
      .statements.filter(
        (statement) =>
          statement.effect === 'Deny' &&
          ASSUME_ACTIONS.some((action) => includesAction(statement.action, action)) &&
          covers(statement, policyId, target, access),
      ),
  );
}

function covers(statement: PolicyStatement, policyId: string, target: Target, access: AwsAccess): boolean {
  const anyway = { ...statement, conditions: [] };
  return bindStatement(anyway, NOTHING_KNOWN, access.tools).some(
    (bound) => activeStatement(bound, policyId, LAYER.resourceControl, target, access).length > 0,
  );
}

export function includesAction(element: ActionElement, action: string): boolean {
  return element.patterns.some((pattern) => actionMatches(pattern, action)) !== element.not;
}
