import { hash } from 'node:crypto';
import type { AwsAccount, AwsPolicy, AwsPrincipal } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { controlIds } from '../organisation/controls.ts';
import { saysAccountKeys } from '../principal/keys.ts';
import type { Inventory } from './inventory.ts';

/** Documents by what they say: equal ones have equal numbers, in every update of one evaluation. */
export class Documents {
  readonly #numbers = new Map<string, number>();

  numbered(policies: Iterable<AwsPolicy>): ReadonlyMap<string, number> {
    return new Map([...policies].map(({ id, document }) => [id, this.#numberOf(document)]));
  }

  #numberOf(document: string): number {
    const key = hash('sha256', document, 'base64url');
    const number = this.#numbers.get(key) ?? this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }
}

/** The policies that say something else than before; also those that came or went. */
export function changedPolicies(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const [id, number] of now) if (before.get(id) !== number) changed.add(id);
  for (const id of before.keys()) if (!now.has(id)) changed.add(id);
  return changed;
}

/** What all principals of an account share in what their access is made from. */
export interface AccountFacts {
  readonly access: AwsAccess;
  readonly documents: ReadonlyMap<string, number>;
  readonly accounts: ReadonlyMap<string, AwsAccount>;
  readonly inventories: readonly Inventory[];
  readonly at: string | undefined;
}

/**
 * A text for an account that is another one when the access of its principals is made from something else: its resources,
 * what their policies say to its own principals, its controls.
 */
export function madeFromAccount(account: string, members: readonly AwsPrincipal[], facts: AccountFacts): string {
  const { access, documents, accounts, inventories, at } = facts;
  const bearing = access.resourcePolicies.bearing.get(account) ?? [];
  const text = JSON.stringify([
    // Which actions there are is known for the estate's types; which keys are decided, by what any principal says.
    [access.estate.types, access.decidableKeys, at],
    account,
    inventories.map((each) => each.get(account)),
    accounts.get(account),
    controlIds(account, access.accounts).map((id) => documents.get(id)),
    bearing.map(({ resourceId, policyId }) => [resourceId, documents.get(policyId)]),
    members.some(saysAccountKeys),
  ]);
  return hash('sha256', text, 'base64url');
}

/** Whether one of these policies is attached to a principal or stands above it. */
export function hasOneOf(changed: ReadonlySet<string>, principal: AwsPrincipal): boolean {
  const { policyIds, boundaryId, session, pathToRoot } = principal;
  const isChanged = (id: string): boolean => changed.has(id);
  return (
    policyIds.some(isChanged) ||
    (boundaryId !== undefined && isChanged(boundaryId)) ||
    (session?.policyIds?.some(isChanged) ?? false) ||
    (pathToRoot !== 'unknown' && pathToRoot.some((level) => level !== 'unknown' && level.some(isChanged)))
  );
}

/** Whether two records of a principal are the same: values that JSON can tell, compared as they stand. */
export function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((each, i) => same(each, right[i]));
  }
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) =>
    same((left as Readonly<Record<string, unknown>>)[name], (right as Readonly<Record<string, unknown>>)[name]),
  );
}
