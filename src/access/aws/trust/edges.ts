import type { AssumeEdge, AssumeTerms, AwsPrincipal } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { NOTHING_KNOWN } from '../condition/keys.ts';
import { type Members, membersByAccount } from '../principal/members.ts';
import { targetOf } from '../profile/at.ts';
import type { PolicyStatement } from '../statement/statement.ts';
import { Assumers } from './assumers.ts';
import { externalTrust, outside } from './external.ts';
import { ASSUME, includesAction, type TrustedRole, trustedRoles } from './roles.ts';
import { isRootTrust, rootEdges, trustsWholeAccount } from './root.ts';
import { assumeVerdict, either, type Sureness } from './verdict.ts';

/**
 * Who may become which role, by trust policies and the principals' own permissions. Principals of accounts that are not in
 * the estate appear as external parties named by their account.
 */
export function* assumeEdges(access: AwsAccess): Generator<AssumeEdge> {
  const members = membersByAccount(identitiesOf(access));
  const assumers = new Assumers(access);
  const able = new Map([...members].map(([account, all]) => [account, all.filter((each) => assumers.may(each))]));
  for (const [account, roles] of trustedRoles(access)) {
    yield* rootEdges(account, roles.filter(trustsWholeAccount), able.get(account) ?? [], access);
    for (const role of roles) {
      for (const { party, terms } of externalTrust(role)) {
        yield { kind: 'external', from: party, to: role.id, ...terms };
      }
      yield* outsideAccounts(role, members, access);
      yield* pairsOf(role, able, assumers, access);
    }
  }
}

/** Sessions become roles as the role they are of does, and have no edges of their own. */
function* identitiesOf({ principals }: AwsAccess): Generator<AwsPrincipal> {
  for (const principal of principals.values()) if (principal.kind !== 'session') yield principal;
}

/** Accounts and principals that a trust names and the estate does not hold. */
function* outsideAccounts(role: TrustedRole, members: Members, access: AwsAccess): Generator<AssumeEdge> {
  for (const statement of role.allows) {
    if (!includesAction(statement.action, ASSUME) || statement.principal?.not !== false) continue;
    const accounts = statement.principal.accounts.filter(
      (account) => account !== role.account && !members.has(account),
    );
    const arns = statement.principal.arns.filter((arn) => access.named(arn).length === 0);
    for (const name of new Set([...accounts, ...arns])) {
      const via = name.includes(`::${role.account}:`) ? 'same-account-trust' : 'cross-account';
      for (const { party, terms } of outside(
        { name, strangers: false },
        via,
        statement,
        role,
        NOTHING_KNOWN,
        new Set(),
      )) {
        yield { kind: 'external', from: party, to: role.id, ...terms };
      }
    }
  }
}

/** Principals of the estate that may assume the role, each once, by the surest way; root trusts are `rootEdges`. */
function* pairsOf(role: TrustedRole, able: Members, assumers: Assumers, access: AwsAccess): Generator<AssumeEdge> {
  const target = targetOf(role.id, access);
  if (target === undefined) return;
  const surest = new Map<string, AssumeTerms>();
  for (const statement of role.allows) {
    if (!includesAction(statement.action, ASSUME)) continue;
    const trust = { policyId: role.policyId, allows: [statement], denies: role.denies };
    const verdicts = new Map<string, Sureness | undefined>();
    const alike = assumers.alike([statement, ...role.denies], role.account);
    for (const { principal, named } of addressed(statement, role, able, access)) {
      const same = principal.account === role.account;
      if (!(same && named) && !assumers.may(principal)) continue;
      const decide = (): Sureness | undefined => assumeVerdict(principal, target, trust, same && named, access);
      const verdict = alike && !named ? once(verdicts, assumers.signature(principal), decide) : decide();
      if (verdict === undefined || either(surest.get(principal.id), verdict) !== verdict) continue;
      surest.set(principal.id, { ...verdict, via: viaOf(same, named) });
    }
  }
  for (const [from, terms] of surest) yield { kind: 'principal', from, to: role.id, ...terms };
}

/** Decided once for all with the same signature. */
function once(
  verdicts: Map<string, Sureness | undefined>,
  signature: string | undefined,
  decide: () => Sureness | undefined,
): Sureness | undefined {
  if (signature === undefined) return decide();
  if (!verdicts.has(signature)) verdicts.set(signature, decide());
  return verdicts.get(signature);
}

function viaOf(same: boolean, named: boolean): AssumeTerms['via'] {
  if (!same) return 'cross-account';
  return named ? 'same-account-trust' : 'account-root';
}

interface Addressed {
  readonly principal: AwsPrincipal;
  /** By its own ARN, and not as one of its account. */
  readonly named: boolean;
}

/** The principals of the estate that a statement of trust may mean; those of a whole account as far as they are able. */
function* addressed(
  statement: PolicyStatement,
  role: TrustedRole,
  able: Members,
  access: AwsAccess,
): Generator<Addressed> {
  const element = statement.principal;
  if (element === undefined || element.not) return;
  for (const arn of element.arns) {
    for (const principal of access.named(arn)) if (principal.kind !== 'session') yield { principal, named: true };
  }
  for (const account of element.accounts) {
    if (account === role.account && isRootTrust(statement, role)) continue;
    for (const principal of able.get(account) ?? []) yield { principal, named: false };
  }
  if (element.anyone) yield* namedByCondition(statement, access);
}

const WHO = /^aws:principalarn$/;

/** `Principal: *` narrowed by `aws:PrincipalArn` is a list of names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn */
function* namedByCondition(statement: PolicyStatement, access: AwsAccess): Generator<Addressed> {
  const arns = statement.conditions.filter((test) => WHO.test(test.key.toLowerCase()));
  if (arns.length === 0) return;
  for (const principal of access.principals.values()) {
    if (principal.kind !== 'group' && principal.kind !== 'session') yield { principal, named: true };
  }
}
