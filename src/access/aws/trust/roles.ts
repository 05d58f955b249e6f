import type { AwsAccess } from '../access.ts';
import { actionMatches } from '../action/sets.ts';
import type { ActionElement, PolicyStatement } from '../statement/statement.ts';

/** A role with its trust policy. */
export interface TrustedRole {
  readonly id: string;
  readonly account: string;
  readonly policyId: string;
  readonly allows: readonly PolicyStatement[];
  readonly denies: readonly PolicyStatement[];
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
    };
    const inAccount = accounts.get(account);
    if (inAccount === undefined) accounts.set(account, [role]);
    else inAccount.push(role);
  }
  return accounts;
}

export function includesAction(element: ActionElement, action: string): boolean {
  return element.patterns.some((pattern) => actionMatches(pattern, action)) !== element.not;
}
