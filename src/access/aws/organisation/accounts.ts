import type { AwsAccount } from '../../types.ts';
import type { KeyValue } from '../condition/keys.ts';

/** The accounts of an estate by number. */
export class Accounts {
  readonly #byId: ReadonlyMap<string, AwsAccount>;

  constructor(accounts: Iterable<AwsAccount>) {
    this.#byId = new Map([...accounts].map((account) => [account.id, account]));
  }

  /** `aws:PrincipalOrgID` and `aws:ResourceOrgID`; absent where the account is in no organisation.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid */
  organisation(account: string): KeyValue {
    const id = this.#byId.get(account)?.organisationId;
    return id === undefined ? 'unknown' : id === 'none' ? 'absent' : [id];
  }

  /** `aws:PrincipalOrgPaths` and `aws:ResourceOrgPaths`: a list with the one path. */
  paths(account: string): KeyValue {
    const known = this.#byId.get(account);
    if (known?.organisationId === 'none') return 'absent';
    return known?.organisationPath === undefined ? 'unknown' : [known.organisationPath];
  }

  /**
   * Ids of the resource control policies that limit an account's resources, or that they could not be read. Not in the
   * management account:
   * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#actions-not-restricted-by-rcps
   */
  resourceControls(account: string): { readonly policyIds: readonly string[]; readonly unknown: boolean } {
    const known = this.#byId.get(account);
    if (known === undefined || known.managementAccount === true) return { policyIds: [], unknown: false };
    const levels = known.resourceControls;
    if (levels === 'unknown') return { policyIds: [], unknown: true };
    const policyIds = [...new Set(levels.flatMap((level) => (level === 'unknown' ? [] : level)))].sort();
    return { policyIds, unknown: levels.includes('unknown') };
  }
}
