import type { AttachedPolicy, AwsPrincipal } from '../../types.ts';
import type { KeyLookup } from '../condition/keys.ts';
import { type Estate, FACETS, facetId } from '../estate.ts';
import type { PolicyShelf } from '../policy/shelf.ts';
import { namedAs, type PrincipalElement } from '../principal/element.ts';
import { type BindingTools, type BoundStatement, bindStatement, STRENGTH } from '../statement/bind.ts';
import type { PolicyStatement } from '../statement/statement.ts';

/** The policy of one resource, with the ordinals it speaks for: the resource's own and those of its facets. */
export interface ResourcePolicy {
  readonly resourceId: string;
  readonly policyId: string;
  readonly account: string;
  readonly ordinals: readonly number[];
  readonly restrictsPublic: boolean;
  readonly statements: readonly PolicyStatement[];
}

/** By the account that owns the resource. */
export interface ResourcePolicies {
  readonly all: readonly ResourcePolicy[];
  readonly denying: ReadonlyMap<string, readonly ResourcePolicy[]>;
}

/** Policies of resources that are not in the estate are left out: there is nothing to reach. */
export function readResourcePolicies(
  attached: Iterable<AttachedPolicy>,
  estate: Estate,
  shelf: PolicyShelf,
): ResourcePolicies {
  const all: ResourcePolicy[] = [];
  const denying = new Map<string, ResourcePolicy[]>();
  for (const each of attached) {
    const policy = resourcePolicyOf(each, estate, shelf);
    if (policy === undefined) continue;
    all.push(policy);
    if (!policy.statements.some(({ effect }) => effect === 'Deny')) continue;
    const inAccount = denying.get(policy.account) ?? [];
    denying.set(policy.account, inAccount);
    inAccount.push(policy);
  }
  return { all, denying };
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
  return {
    resourceId,
    policyId,
    restrictsPublic: restrictsPublic === true,
    account: path.split('/')[1] ?? '',
    ordinals: typeof facet === 'number' ? [own, facet] : [own],
    statements: shelf.compiled(policyId, 'resource').statements,
  };
}

/** Whether and how surely a deny of a resource's policy is meant for a principal. */
export function denyAddresses(
  element: PrincipalElement | undefined,
  principal: AwsPrincipal,
): 'yes' | 'session-only' | 'no' {
  // A statement that could not be read may address anyone.
  if (element === undefined) return 'yes';
  const named = namedAs(element, principal.id, principal.account);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html: the account has to be
  // listed beside the principal that is spared, and does not spare the others.
  if (element.not)
    return named === 'itself' || named === 'anyone' ? 'no' : named === 'session' ? 'session-only' : 'yes';
  return named === 'not-named' ? 'no' : named === 'session' ? 'session-only' : 'yes';
}

/** The denies of a resource's policy that hit a principal, bound to its keys. */
export function denialsFor(
  policy: ResourcePolicy,
  principal: AwsPrincipal,
  lookup: KeyLookup,
  tools: BindingTools,
): BoundStatement[] {
  return policy.statements.flatMap((statement) => {
    if (statement.effect !== 'Deny') return [];
    const addressed = denyAddresses(statement.principal, principal);
    if (addressed === 'no') return [];
    const bound = bindStatement(statement, lookup, tools);
    return addressed === 'yes' ? bound : bound.map((each) => onlySomeSessions(each, tools));
  });
}

/** A statement that names a session of a role depends on the name the session is given. */
export function onlySomeSessions(statement: BoundStatement, tools: BindingTools): BoundStatement {
  if (statement.strength === STRENGTH.unreadable) return statement;
  const keys = [...new Set([...(tools.keyLists.valueOf(statement.keys) ?? []), 'sts:RoleSessionName'])].sort();
  return { ...statement, strength: STRENGTH.conditional, keys: tools.keyLists.idOf(keys) };
}
