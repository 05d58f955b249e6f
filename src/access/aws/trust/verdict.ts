import { CAPABILITY_BIT } from '../../levels.ts';
import type { AwsPrincipal, Certainty } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { hasBit } from '../action/sets.ts';
import { type Active, situationAt, spoken, type Target } from '../profile/at.ts';
import { verdictOf } from '../profile/decide.ts';
import { judge } from '../profile/judge.ts';
import { crossAccountPath, type Path, resourcePaths } from '../profile/layers.ts';
import { STRENGTH } from '../statement/bind.ts';
import type { PolicyStatement } from '../statement/statement.ts';

/** How surely, and on which keys it depends. */
export interface Sureness {
  readonly certainty: Certainty;
  readonly conditionKeys: readonly string[];
}

const WEIGHT = { certain: 0, conditional: 1, unknown: 2 } as const satisfies Record<Certainty, number>;

/** Both have to hold: the less sure one decides. */
export function both(left: Sureness, right: Sureness): Sureness {
  const certainty = WEIGHT[left.certainty] >= WEIGHT[right.certainty] ? left.certainty : right.certainty;
  return { certainty, conditionKeys: [...new Set([...left.conditionKeys, ...right.conditionKeys])].sort() };
}

/** One of them is enough: the surer one decides. */
export function either(left: Sureness | undefined, right: Sureness): Sureness {
  return left !== undefined && WEIGHT[left.certainty] <= WEIGHT[right.certainty] ? left : right;
}

/**
 * Whether a principal may assume a role by statements of its trust policy.
 * Same account: naming the principal is enough, and a boundary then limits roles and not users
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-eval-logic);
 * otherwise its own policies have to allow it as well
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html).
 */
export function assumeVerdict(
  principal: AwsPrincipal,
  target: Target,
  trust: {
    readonly policyId: string;
    readonly allows: readonly PolicyStatement[];
    readonly denies: readonly PolicyStatement[];
  },
  trustSuffices: boolean,
  access: AwsAccess,
): Sureness | undefined {
  const bit = access.actions.types[target.type]?.levels.findIndex((level) => (level & CAPABILITY_BIT.AssumeRole) !== 0);
  if (bit === undefined || bit < 0) return undefined;
  const about = ({ set }: { readonly set: number }): boolean => concerns(set, target.type, bit, access);
  const { standing, active } = situationAt(principal, target, access, about);
  const policy = {
    policyId: trust.policyId,
    account: target.account,
    closedToOthers: false,
    statements: [...trust.allows, ...trust.denies],
  };
  const said = spoken(policy, principal, access.lookupOf(principal, target.account), target, access);
  const all = [...active, ...said.filter(({ statement }) => about(statement))];
  const paths = trustSuffices ? resourcePaths(standing.gates) : [crossAccountPath(standing.gates)];
  return sureness(all, target.type, bit, paths, access);
}

function concerns(set: number, type: number, bit: number, access: AwsAccess): boolean {
  const bits = access.sets.bits(set, type);
  return bits !== undefined && hasBit(bits, bit);
}

function sureness(
  about: readonly Active[],
  type: number,
  bit: number,
  paths: readonly Path[],
  access: AwsAccess,
): Sureness | undefined {
  const kinds = about.map(({ kind }) => kind);
  const verdict = verdictOf(judge(kinds, type, paths, access), bit);
  if (verdict === 'none') return undefined;
  if (verdict === 'certain') return { certainty: verdict, conditionKeys: [] };
  const layers = new Set(paths.flatMap((path) => path.flatMap((each) => (each === 'unknown' ? [] : each))));
  const conditional = about.filter(
    ({ kind, layer }) => kind.strength === STRENGTH.conditional && (kind.deny || layers.has(layer)),
  );
  const keys = conditional.flatMap(({ statement }) => access.keyLists.valueOf(statement.keys) ?? []);
  return { certainty: verdict, conditionKeys: [...new Set(keys)].sort() };
}
