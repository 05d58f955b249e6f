import { CAPABILITY_BIT } from '../../levels.ts';
import type { AwsPrincipal, Certainty } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { hasBit } from '../action/sets.ts';
import { namedAs, type PrincipalElement } from '../principal/element.ts';
import { type Active, activeAt, activeStatement, type Target } from '../profile/at.ts';
import { verdictOf } from '../profile/explain.ts';
import { judge } from '../profile/judge.ts';
import { type Gates, LAYER } from '../profile/layers.ts';
import { denyAddresses, onlySomeSessions } from '../resource/policies.ts';
import { bindStatement, STRENGTH } from '../statement/bind.ts';
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
  const { standing, active } = activeAt(principal, target, access, ({ set }) =>
    concerns(set, target.type, bit, access),
  );
  const said = trustStatements(principal, target, trust, access);
  const about = [...active, ...said].filter(({ statement }) => concerns(statement.set, target.type, bit, access));
  const boundary = standing.gates.boundary && principal.kind === 'role';
  const trusting: Gates = {
    identity: false,
    boundary: trustSuffices && boundary,
    levels: trustSuffices ? standing.gates.levels : [],
  };
  const trusted = sureness(about, target.type, bit, trusting, access);
  if (trusted === undefined || trustSuffices) return trusted;
  const own = sureness(about, target.type, bit, standing.gates, access);
  return own && both(own, trusted);
}

function concerns(set: number, type: number, bit: number, access: AwsAccess): boolean {
  const bits = access.sets.bits(set, type);
  return bits !== undefined && hasBit(bits, bit);
}

function sureness(
  about: readonly Active[],
  type: number,
  bit: number,
  gates: Gates,
  access: AwsAccess,
): Sureness | undefined {
  const verdict = verdictOf(
    judge(
      about.map(({ kind }) => kind),
      type,
      gates,
      access,
    ),
    bit,
  );
  if (verdict === 'none') return undefined;
  if (verdict === 'certain') return { certainty: verdict, conditionKeys: [] };
  const layers = new Set([gates.identity ? LAYER.identity : LAYER.resource]);
  const conditional = about.filter(
    ({ kind, layer }) =>
      kind.strength === STRENGTH.conditional &&
      (kind.deny || layers.has(layer as 0) || layer === LAYER.boundary || layer >= LAYER.firstLevel),
  );
  const keys = conditional.flatMap(({ statement }) => access.keyLists.valueOf(statement.keys) ?? []);
  return { certainty: verdict, conditionKeys: [...new Set(keys)].sort() };
}

function trustStatements(
  principal: AwsPrincipal,
  target: Target,
  trust: {
    readonly policyId: string;
    readonly allows: readonly PolicyStatement[];
    readonly denies: readonly PolicyStatement[];
  },
  access: AwsAccess,
): Active[] {
  const lookup = access.lookupOf(principal, target.account);
  const active = (statement: PolicyStatement, sessionOnly: boolean): Active[] =>
    bindStatement(statement, lookup, access.tools)
      .map((bound) => (sessionOnly ? onlySomeSessions(bound, access.tools) : bound))
      .flatMap((bound) => activeStatement(bound, trust.policyId, LAYER.resource, target, access));
  const denies = trust.denies.flatMap((statement) => {
    const addressed = denyAddresses(statement.principal, principal);
    return addressed === 'no' ? [] : active(statement, addressed === 'session-only');
  });
  return [...trust.allows.flatMap((each) => active(each, sessionOnly(each.principal, principal))), ...denies];
}

function sessionOnly(element: PrincipalElement | undefined, principal: AwsPrincipal): boolean {
  return element !== undefined && namedAs(element, principal.id, principal.account) === 'session';
}
