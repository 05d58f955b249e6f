import type { AttachedPolicy } from '../../types.ts';
import { type Estate, FACETS, facetId } from '../estate.ts';
import type { PolicyShelf } from '../policy/shelf.ts';
import type { PolicyStatement } from '../statement/statement.ts';
import { isPublic } from './public.ts';

/** The policy of one resource, with the ordinals it speaks for: the resource's own and those of its facets. */
export interface ResourcePolicy {
  readonly resourceId: string;
  readonly policyId: string;
  readonly account: string;
  readonly ordinals: readonly number[];
  /** Identity policies count only where this policy names their account. */
  readonly delegates: boolean;
  /** The policy is public and S3 keeps it from counting for other accounts. */
  readonly closedToOthers: boolean;
  readonly statements: readonly PolicyStatement[];
}

export interface ResourcePolicies {
  readonly all: readonly ResourcePolicy[];
  readonly byResource: ReadonlyMap<string, ResourcePolicy>;
  /** By the account that owns the resource, those that bear on its own identities: policies with denies, and of KMS keys. */
  readonly bearing: ReadonlyMap<string, readonly ResourcePolicy[]>;
  /** Keys whose policy was not given. */
  readonly missing: number;
}

/** Stands for the policy of a key that was not collected. */
const MISSING_KEY_POLICY = 'aws:key-policy-missing';

/** Policies of resources that are not in the estate are left out: there is nothing to reach. */
export function readResourcePolicies(
  attached: Iterable<AttachedPolicy>,
  estate: Estate,
  shelf: PolicyShelf,
): ResourcePolicies {
  const byResource = new Map<string, ResourcePolicy>();
  for (const each of attached) {
    const policy = resourcePolicyOf(each, estate, shelf);
    if (policy !== undefined) byResource.set(policy.resourceId, policy);
  }
  const given = byResource.size;
  for (const key of keysOf(estate, shelf)) if (!byResource.has(key.resourceId)) byResource.set(key.resourceId, key);
  const all = [...byResource.values()];
  const bearing = new Map<string, ResourcePolicy[]>();
  for (const policy of all) {
    if (!policy.delegates && !policy.statements.some(({ effect }) => effect === 'Deny')) continue;
    const inAccount = bearing.get(policy.account) ?? [];
    bearing.set(policy.account, inAccount);
    inAccount.push(policy);
  }
  return { all, byResource, bearing, missing: byResource.size - given };
}

/** Identity policies count for a key only where its policy says so:
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html */
export const DELEGATED_TYPE = 'kms:key';

/** Every key, as if its policy were missing. */
function* keysOf({ types, accounts, ordinals }: Estate, shelf: PolicyShelf): Generator<ResourcePolicy> {
  const type = types.indexOf(DELEGATED_TYPE);
  if (type < 0) return;
  const { statements } = shelf.compiled(MISSING_KEY_POLICY, 'resource');
  const same = { policyId: MISSING_KEY_POLICY, delegates: true, closedToOthers: false, statements };
  for (const [account, partitions] of accounts) {
    const keys = partitions.find((partition) => partition.type === type);
    for (let at = keys?.lo ?? 0; at < (keys?.hi ?? 0); at += 1) {
      yield { ...same, resourceId: ordinals.ids[at] ?? '', account, ordinals: [at] };
    }
  }
}

function resourcePolicyOf(
  { resourceId, policyId, restrictsPublic }: AttachedPolicy,
  estate: Estate,
  shelf: PolicyShelf,
): ResourcePolicy | undefined {
  const own = estate.ordinals.ordinalOf(resourceId);
  const partition = own === undefined ? undefined : estate.partitionOf(own);
  if (own === undefined || partition === undefined) return undefined;
  const facet = FACETS[estate.types[partition.type] ?? ''] && estate.ordinals.ordinalOf(facetId(resourceId));
  const path = estate.ordinals.folderOf(own)?.path ?? '';
  const { statements } = shelf.compiled(policyId, 'resource');
  return {
    resourceId,
    policyId,
    closedToOthers: restrictsPublic === true && statements.some(isPublic),
    delegates: estate.types[partition.type] === DELEGATED_TYPE,
    account: path.split('/')[1] ?? '',
    ordinals: typeof facet === 'number' ? [own, facet] : [own],
    statements,
  };
}
