import { hash } from 'node:crypto';
import { CAPABILITY_BIT } from '../../levels.ts';
import type { AccessSegment, AssumeEdge, AssumeTerms, AwsPrincipal } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { setBit } from '../action/sets.ts';
import { decideConditions, dependsOnPrincipal } from '../condition/condition.ts';
import { NOTHING_KNOWN } from '../condition/keys.ts';
import { ProfileEvaluator } from '../profile/evaluate.ts';
import type { Focus } from '../profile/place.ts';
import type { PolicyStatement } from '../statement/statement.ts';
import { ASSUME, includesAction, type TrustedRole } from './roles.ts';
import { both, either, type Sureness } from './verdict.ts';

/** Above this many pairs in one account, root trusts become groups of members and targets. */
const PAIRS_BEFORE_GROUPS = 1000;

/** Whether a role has a trust of which `isRootTrust` holds. */
export function trustsWholeAccount(role: TrustedRole): boolean {
  return role.allows.some((statement) => isRootTrust(statement, role));
}

/** A trust in the role's own account that is the same for all its principals: what they may is then a range of roles. */
export function isRootTrust(statement: PolicyStatement, role: TrustedRole): boolean {
  return (
    role.denies.length === 0 &&
    includesAction(statement.action, ASSUME) &&
    statement.principal?.not === false &&
    statement.principal.accounts.includes(role.account) &&
    !statement.conditions.some(({ key }) => /^aws:(?:principal|username|userid)/i.test(key)) &&
    !dependsOnPrincipal(statement.conditions, NOTHING_KNOWN)
  );
}

interface RootTrust {
  readonly ordinal: number;
  readonly roleId: string;
  readonly trusted: Sureness;
}

/** Members of the account with the roles they reach, as `[first, last, sureness]` over the account's root trusts. */
interface Reach {
  readonly members: string[];
  readonly runs: readonly (readonly [from: number, to: number, own: Sureness])[];
}

/**
 * The account as trusted principal only delegates: each principal also needs `sts:AssumeRole` of its own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */
export function* rootEdges(
  account: string,
  roles: readonly TrustedRole[],
  members: readonly AwsPrincipal[],
  access: AwsAccess,
): Generator<AssumeEdge> {
  const trusts = rootTrusts(roles, access);
  const focus = assumeFocus(access);
  if (trusts.length === 0 || focus === undefined) return;
  const reaches = new Map<string, Reach>();
  let pairs = 0;
  for (const { profile, principalIds } of new ProfileEvaluator(access, focus).account(account, members)) {
    const runs = profile.segments.flatMap((segment) => runOf(segment, trusts));
    if (runs.length === 0) continue;
    for (const [from, to] of runs) pairs += (to - from) * principalIds.length;
    const key = JSON.stringify(runs);
    const reach = reaches.get(key);
    if (reach === undefined) reaches.set(key, { members: [...principalIds], runs });
    else for (const id of principalIds) reach.members.push(id);
  }
  for (const reach of reaches.values()) {
    if (pairs > PAIRS_BEFORE_GROUPS) yield groupOf(account, reach, trusts);
    else yield* edgesOf(reach, trusts);
  }
}

function rootTrusts(roles: readonly TrustedRole[], access: AwsAccess): RootTrust[] {
  const trusts: RootTrust[] = [];
  for (const role of roles) {
    const ordinal = access.estate.ordinals.ordinalOf(role.id);
    const trusted = trustOf(role);
    if (ordinal !== undefined && trusted !== undefined) trusts.push({ ordinal, roleId: role.id, trusted });
  }
  return trusts.sort((a, b) => a.ordinal - b.ordinal);
}

function trustOf(role: TrustedRole): Sureness | undefined {
  let surest: Sureness | undefined;
  for (const statement of role.allows) {
    if (!isRootTrust(statement, role)) continue;
    const outcome = decideConditions(statement.conditions, NOTHING_KNOWN);
    if (outcome.state === 'failed') continue;
    const conditionKeys = outcome.state === 'undecided' ? outcome.keys : [];
    const unreadable = outcome.state === 'unreadable' || statement.unreadable;
    const certainty = unreadable ? 'unknown' : conditionKeys.length > 0 ? 'conditional' : 'certain';
    surest = either(surest, { certainty, conditionKeys });
  }
  return surest;
}

function assumeFocus(access: AwsAccess): Focus | undefined {
  const type = access.actions.typeIndex.get('iam:role');
  const actions = type === undefined ? undefined : access.actions.types[type];
  if (type === undefined || actions === undefined) return undefined;
  const bits = new Uint32Array(actions.words);
  actions.levels.forEach((level, index) => {
    if ((level & CAPABILITY_BIT.AssumeRole) !== 0) setBit(bits, index);
  });
  return { type, bits };
}

function runOf(segment: AccessSegment, trusts: readonly RootTrust[]): [number, number, Sureness][] {
  const from = firstFrom(trusts, segment.lo);
  const to = firstFrom(trusts, segment.hi);
  return to > from ? [[from, to, surenessOf(segment)]] : [];
}

function firstFrom(trusts: readonly RootTrust[], ordinal: number): number {
  let lo = 0;
  let hi = trusts.length;
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    if ((trusts[middle]?.ordinal ?? 0) < ordinal) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}

function surenessOf({ certain, possible, conditionKeys }: AccessSegment): Sureness {
  if (certain !== 0) return { certainty: 'certain', conditionKeys: [] };
  return { certainty: possible !== 0 ? 'conditional' : 'unknown', conditionKeys };
}

function targetsOf(reach: Reach, trusts: readonly RootTrust[]): (AssumeTerms & { readonly to: string })[] {
  return reach.runs.flatMap(([from, to, own]) =>
    trusts.slice(from, to).map(({ roleId, trusted }) => ({ to: roleId, via: 'account-root', ...both(own, trusted) })),
  );
}

function* edgesOf(reach: Reach, trusts: readonly RootTrust[]): Generator<AssumeEdge> {
  const targets = targetsOf(reach, trusts);
  for (const from of reach.members) {
    for (const target of targets) if (target.to !== from) yield { kind: 'principal', from, ...target };
  }
}

function groupOf(account: string, reach: Reach, trusts: readonly RootTrust[]): AssumeEdge {
  const targets = targetsOf(reach, trusts);
  const id = hash('sha256', `${account}\n${JSON.stringify(targets)}`, 'hex').slice(0, 32);
  return { kind: 'group', id, account, members: reach.members, targets };
}
