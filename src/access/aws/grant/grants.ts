import { listsOf } from '../../ranges/fold.ts';
import type { AwsPrincipal, ResourceGrant } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import type { KeyLookup } from '../condition/keys.ts';
import { facetId } from '../estate.ts';
import { keyGrants } from '../kms/given.ts';
import { controlsFor } from '../organisation/controls.ts';
import type { PrincipalElement } from '../principal/element.ts';
import { type Members, membersByAccount } from '../principal/members.ts';
import { type Active, activeOf, activeStatement, situationAt, type Target, targetOf } from '../profile/at.ts';
import { judge, type Meaning, meaningOf } from '../profile/judge.ts';
import { crossAccountPath, LAYER, OUTSIDE_PATH, type Path, resourcePaths } from '../profile/layers.ts';
import type { ResourcePolicy } from '../resource/policies.ts';
import { bindStatement } from '../statement/bind.ts';
import { addressedParties, addressedPrincipals, type Party, STRANGER } from './addressed.ts';

/**
 * What the policies of resources, and the grants on KMS keys, give: to principals they name, to accounts they trust, to
 * services and to anyone. Naming the resource's own account gives nothing by itself: it leaves the decision to identity
 * policies, which profiles hold.
 */
export function* resourceGrants(access: AwsAccess): Generator<ResourceGrant> {
  const members = membersByAccount(access.principals.values());
  for (const policy of access.resourcePolicies.all) {
    for (const target of targetsOf(policy, access)) yield* policyGrants(policy, target, members, access);
  }
  yield* keyGrants(access);
}

function* policyGrants(
  policy: ResourcePolicy,
  target: Target,
  members: Members,
  access: AwsAccess,
): Generator<ResourceGrant> {
  for (const principal of addressedPrincipals(policy, members, access)) {
    const crossAccount = principal.account !== policy.account;
    const meaning = meaningFor(principal, target, access);
    yield* grantOf({ principal: principal.id }, meaning, policy, target, { crossAccount, open: false }, access);
  }
  for (const party of addressedParties(policy, members, access)) {
    const meaning = outsideMeaning(party, party.lookup, policy, target, access);
    const stranger = party.public ? outsideMeaning(party, STRANGER, policy, target, access) : meaning;
    const open = party.public && (stranger.possible | stranger.unknown) !== 0;
    const external = open ? party.external : { ...party.external, strangers: false };
    yield* grantOf({ external }, meaning, policy, target, { crossAccount: true, open }, access);
  }
}

function targetsOf(policy: ResourcePolicy, access: AwsAccess): Target[] {
  const ids = policy.ordinals.length > 1 ? [policy.resourceId, facetId(policy.resourceId)] : [policy.resourceId];
  return ids.flatMap((id) => targetOf(id, access) ?? []);
}

function meaningFor(principal: AwsPrincipal, target: Target, access: AwsAccess): Meaning {
  const { standing, active } = situationAt(principal, target, access);
  const { gates } = standing;
  const paths = principal.account === target.account ? resourcePaths(gates) : [crossAccountPath(gates)];
  return meaningAlong(paths, active, target, access);
}

/** Whoever stands outside meets the resource's policy and the control policies of its account. */
function outsideMeaning(
  party: Party,
  lookup: KeyLookup,
  policy: ResourcePolicy,
  target: Target,
  access: AwsAccess,
): Meaning {
  const said = policy.statements
    .filter(
      ({ effect, principal }) =>
        principal === undefined || (effect === 'Deny' ? deniesParty(principal, party) : party.means(principal)),
    )
    .flatMap((statement) => bindStatement(statement, lookup, access.tools))
    .flatMap((bound) => activeStatement(bound, policy.policyId, LAYER.resource, target, access));
  const controls = activeOf(controlsFor(target.account, lookup, access.accounts, access.shelf), target, access);
  return meaningAlong([OUTSIDE_PATH], [...said, ...controls], target, access);
}

function deniesParty(element: PrincipalElement, party: Party): boolean {
  return element.not ? !party.means({ ...element, not: false }) : element.anyone || party.means(element);
}

/** What is allowed along some paths, in levels. */
function meaningAlong(paths: readonly Path[], active: readonly Active[], target: Target, access: AwsAccess): Meaning {
  const kinds = active.map(({ kind }) => kind);
  return meaningOf(judge(kinds, target.type, paths, access), kinds, target.type, access);
}

function* grantOf(
  from: ResourceGrant['from'],
  meaning: Meaning,
  { policyId }: ResourcePolicy,
  target: Target,
  { crossAccount, open }: { readonly crossAccount: boolean; readonly open: boolean },
  access: AwsAccess,
): Generator<ResourceGrant> {
  if ((meaning.possible | meaning.unknown) === 0) return;
  const type = access.estate.types[target.type] ?? '';
  const place = { resourceId: target.id, type, crossAccount, public: open, policyId };
  yield { from, ...place, via: 'resource-policy', ...listsOf(meaning) };
}
