import { createHash } from 'node:crypto';
import type { AssumeEdge, AssumeTerms, AwsPrincipal } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { NOTHING_KNOWN } from '../condition/keys.ts';
import { roleOfSession } from '../principal/element.ts';
import { targetOf } from '../profile/at.ts';
import type { PolicyStatement } from '../statement/statement.ts';
import { externalTrust, outside } from './external.ts';
import { ASSUME, includesAction, type TrustedRole, trustedRoles } from './roles.ts';
import { assumeVerdict, either, type Sureness } from './verdict.ts';

/** Above this many pairs in one account, root trusts become groups of members and targets. */
export const PAIRS_BEFORE_GROUPS = 1000;

/**
 * Who may become which role, by trust policies and the principals' own permissions. Principals of accounts that are not in
 * the estate appear as external parties named by their account.
 */
export function* assumeEdges(access: AwsAccess): Generator<AssumeEdge> {
  const members = membersByAccount(access);
  for (const [account, roles] of trustedRoles(access)) {
    const pairs: Pair[] = [];
    for (const role of roles) {
      for (const { party, terms } of externalTrust(role)) {
        yield { kind: 'external', from: party, to: role.id, ...terms };
      }
      yield* outsideAccounts(role, members, access);
      for (const pair of pairsOf(role, members, access)) {
        if (pair.terms.via === 'account-root') pairs.push(pair);
        else yield edgeOf(pair);
      }
    }
    if (pairs.length > PAIRS_BEFORE_GROUPS) yield* groupsOf(account, pairs);
    else yield* pairs.map(edgeOf);
  }
}

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly terms: AssumeTerms;
}

function edgeOf({ from, to, terms }: Pair): AssumeEdge {
  return { kind: 'principal', from, to, ...terms };
}

type Members = ReadonlyMap<string, readonly AwsPrincipal[]>;

function membersByAccount(access: AwsAccess): Members {
  const members = new Map<string, AwsPrincipal[]>();
  for (const principal of access.principals.values()) {
    if (principal.kind === 'group') continue;
    const inAccount = members.get(principal.account);
    if (inAccount === undefined) members.set(principal.account, [principal]);
    else inAccount.push(principal);
  }
  return members;
}

/** Accounts and principals that a trust names and the estate does not hold. */
function* outsideAccounts(role: TrustedRole, members: Members, access: AwsAccess): Generator<AssumeEdge> {
  for (const statement of role.allows) {
    if (!includesAction(statement.action, ASSUME) || statement.principal?.not !== false) continue;
    const accounts = statement.principal.accounts.filter(
      (account) => account !== role.account && !members.has(account),
    );
    const arns = statement.principal.arns.filter((arn) => !access.principals.has(roleOfSession(arn) ?? arn));
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

/** Principals of the estate that may assume the role, each once, by the surest way. */
function pairsOf(role: TrustedRole, members: Members, access: AwsAccess): Pair[] {
  const target = targetOf(role.id, access);
  if (target === undefined) return [];
  const surest = new Map<string, Sureness & { readonly via: AssumeTerms['via'] }>();
  const consider = (principal: AwsPrincipal, statement: PolicyStatement, named: boolean): void => {
    const same = principal.account === role.account;
    if (principal.id === role.id && !named) return;
    const trust = { policyId: role.policyId, allows: [statement], denies: role.denies };
    const verdict = assumeVerdict(principal, target, trust, same && named, access);
    if (verdict === undefined) return;
    const via = same ? (named ? 'same-account-trust' : 'account-root') : 'cross-account';
    const known = surest.get(principal.id);
    if (either(known, verdict) === verdict) surest.set(principal.id, { ...verdict, via });
  };
  for (const statement of role.allows) {
    if (!includesAction(statement.action, ASSUME)) continue;
    for (const { principal, named } of addressed(statement, members, access)) consider(principal, statement, named);
  }
  return [...surest].map(([from, { via, certainty, conditionKeys }]) => ({
    from,
    to: role.id,
    terms: { via, certainty, conditionKeys },
  }));
}

interface Addressed {
  readonly principal: AwsPrincipal;
  /** By its own ARN, and not as one of its account. */
  readonly named: boolean;
}

/** The principals of the estate that a statement of trust may mean. */
function* addressed(statement: PolicyStatement, members: Members, access: AwsAccess): Generator<Addressed> {
  const element = statement.principal;
  if (element === undefined || element.not) return;
  for (const arn of element.arns) {
    const principal = access.principals.get(roleOfSession(arn) ?? arn);
    if (principal !== undefined && principal.kind !== 'group') yield { principal, named: true };
  }
  for (const account of element.accounts) {
    for (const principal of members.get(account) ?? []) yield { principal, named: false };
  }
  if (element.anyone) yield* namedByCondition(statement, access);
}

const WHO = /^aws:principalarn$/;

/** `Principal: *` narrowed by `aws:PrincipalArn` is a list of names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn */
function* namedByCondition(statement: PolicyStatement, access: AwsAccess): Generator<Addressed> {
  const arns = statement.conditions.filter((test) => WHO.test(test.key.toLowerCase()));
  if (arns.length === 0) return;
  for (const principal of access.principals.values()) {
    if (principal.kind !== 'group') yield { principal, named: true };
  }
}

/** Members that reach the same targets on the same terms make one group. */
function* groupsOf(account: string, pairs: readonly Pair[]): Generator<AssumeEdge> {
  const targetsOf = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const own = targetsOf.get(pair.from);
    if (own === undefined) targetsOf.set(pair.from, [pair]);
    else own.push(pair);
  }
  const groups = new Map<string, { members: string[]; targets: (AssumeTerms & { to: string })[] }>();
  for (const [member, own] of targetsOf) {
    const targets = own.map(({ to, terms }) => ({ to, ...terms })).sort((a, b) => (a.to < b.to ? -1 : 1));
    const id = createHash('sha256')
      .update(`${account}\n${JSON.stringify(targets)}`)
      .digest('hex')
      .slice(0, 32);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { members: [member], targets });
    else group.members.push(member);
  }
  for (const [id, { members, targets }] of groups) yield { kind: 'group', id, account, members, targets };
}
