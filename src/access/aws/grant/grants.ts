import { listsOf } from '../../ranges/fold.ts';
import type { AwsPrincipal, ResourceGrant } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { facetId } from '../estate.ts';
import { namedAs, type PrincipalElement } from '../principal/element.ts';
import { membersByAccount } from '../principal/members.ts';
import { type Active, activeAt, activeStatement, type Target, targetOf } from '../profile/at.ts';
import { type Judgement, judge, meaningOf } from '../profile/judge.ts';
import { type Gates, LAYER } from '../profile/layers.ts';
import { onlySomeSessions, type ResourcePolicy } from '../resource/policies.ts';
import { bindStatement } from '../statement/bind.ts';
import { addressedParties, addressedPrincipals, allowsOf, type Party } from './addressed.ts';

/**
 * What the policies of resources give: to principals they name, to accounts they trust, to services and to anyone. Naming
 * the resource's own account gives nothing by itself: it leaves the decision to identity policies, which profiles hold.
 */
export function* resourceGrants(access: AwsAccess): Generator<ResourceGrant> {
  const members = membersByAccount(access.principals.values());
  for (const policy of access.resourcePolicies.all) {
    for (const target of targetsOf(policy, access)) {
      for (const principal of addressedPrincipals(policy, members, access)) {
        yield* grantsTo(principal, policy, target, access);
      }
      for (const party of addressedParties(policy, members, access))
        yield* grantsOutside(party, policy, target, access);
    }
  }
}

function targetsOf(policy: ResourcePolicy, access: AwsAccess): Target[] {
  const ids = policy.ordinals.length > 1 ? [policy.resourceId, facetId(policy.resourceId)] : [policy.resourceId];
  return ids.flatMap((id) => targetOf(id, access) ?? []);
}

/**
 * Within an account the resource's policy is enough, and a boundary then limits roles and not users; from another account
 * the principal's own policies have to allow it as well.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
function* grantsTo(
  principal: AwsPrincipal,
  policy: ResourcePolicy,
  target: Target,
  access: AwsAccess,
): Generator<ResourceGrant> {
  const crossAccount = principal.account !== policy.account;
  const { standing, active } = activeAt(principal, target, access);
  const lookup = access.lookupOf(principal, target.account);
  const said = allowsOf(policy).flatMap((statement) => {
    const named = statement.principal && namedAs(statement.principal, principal.id, principal.account);
    if (statement.principal?.not === true || named === undefined || named === 'not-named') return [];
    if (named === 'account' && !crossAccount) return [];
    return bindStatement(statement, lookup, access.tools)
      .map((bound) => (named === 'session' ? onlySomeSessions(bound, access.tools) : bound))
      .flatMap((bound) => activeStatement(bound, policy.policyId, LAYER.resource, target, access));
  });
  if (said.length === 0) return;
  const boundary = standing.gates.boundary && principal.kind === 'role';
  const own: Gates = { identity: false, boundary, levels: standing.gates.levels };
  const all = [...active, ...said];
  const judgement = crossAccount
    ? both(judged(all, target, standing.gates, access), judged(all, target, ALONE, access))
    : judged(all, target, own, access);
  yield* grantOf({ principal: principal.id }, judgement, all, policy, target, crossAccount, false, access);
}

/** Only the resource's own policy is asked. */
const ALONE: Gates = { identity: false, boundary: false, levels: [] };

function* grantsOutside(
  party: Party,
  policy: ResourcePolicy,
  target: Target,
  access: AwsAccess,
): Generator<ResourceGrant> {
  const said = policy.statements
    .filter(
      ({ effect, principal }) =>
        principal === undefined || (effect === 'Deny' ? deniesParty(principal, party) : party.means(principal)),
    )
    .flatMap((statement) => bindStatement(statement, party.lookup, access.tools))
    .flatMap((bound) => activeStatement(bound, policy.policyId, LAYER.resource, target, access));
  const judgement = judged(said, target, ALONE, access);
  yield* grantOf({ external: party.external }, judgement, said, policy, target, true, party.public, access);
}

function deniesParty(element: PrincipalElement, party: Party): boolean {
  return element.not ? !party.means({ ...element, not: false }) : element.anyone || party.means(element);
}

function judged(active: readonly Active[], target: Target, gates: Gates, access: AwsAccess): Judgement {
  return judge(
    active.map(({ kind }) => kind),
    target.type,
    gates,
    access,
  );
}

/** What both sides allow; unknown where one is not known and the other not against it. */
function both(left: Judgement, right: Judgement): Judgement {
  const at = (bits: Uint32Array, word: number): number => bits[word] ?? 0;
  const possible = left.possible.map((bits, word) => bits & at(right.possible, word));
  return {
    certain: left.certain.map((bits, word) => bits & at(right.certain, word)),
    possible,
    unknown: left.unknown.map(
      (bits, word) =>
        (bits | at(left.possible, word)) & (at(right.unknown, word) | at(right.possible, word)) & ~at(possible, word),
    ),
  };
}

function* grantOf(
  from: ResourceGrant['from'],
  judgement: Judgement,
  active: readonly Active[],
  policy: ResourcePolicy,
  target: Target,
  crossAccount: boolean,
  open: boolean,
  access: AwsAccess,
): Generator<ResourceGrant> {
  const kinds = active.map(({ kind }) => kind);
  const meaning = meaningOf(judgement, kinds, target.type, access);
  if ((meaning.possible | meaning.unknown) === 0) return;
  const type = access.estate.types[target.type] ?? '';
  const { policyId } = policy;
  yield { from, resourceId: target.id, type, crossAccount, public: open, policyId, ...listsOf(meaning) };
}
