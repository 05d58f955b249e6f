import type { AwsAccess } from '../aws/access.ts';
import { surest } from '../aws/actions-of.ts';
import { parseArn } from '../aws/arn/arn.ts';
import { both, type Sureness } from '../aws/trust/verdict.ts';
import type { AwsPrincipal } from '../types.ts';
import { type Asked, allOf, rootOf } from './asked.ts';
import type { EscalationFacts } from './facts.ts';
import { type IamAction, PASS, type Plan } from './plans.ts';
import { type ActionTargets, fits, onAnything } from './targets.ts';

/** Who gains whose power; no `from`: each of those who share the standing. */
export interface Gain {
  readonly from: string | undefined;
  readonly to: string;
  readonly sureness: Sureness;
}

type PlanOf<H extends Plan['how']> = Extract<Plan, { readonly how: H }>;

/** What each kind of plan gives, in one estate. */
export class Gains {
  readonly #access: AwsAccess;
  readonly #facts: EscalationFacts;
  readonly #targets: ReadonlyMap<string, ActionTargets>;
  readonly #members = new Map<string, AwsPrincipal[]>();

  constructor(access: AwsAccess, facts: EscalationFacts, targets: ReadonlyMap<string, ActionTargets>) {
    this.#access = access;
    this.#facts = facts;
    this.#targets = targets;
    for (const principal of access.principals.values()) {
      const inAccount = this.#members.get(principal.account);
      if (inAccount === undefined) this.#members.set(principal.account, [principal]);
      else inAccount.push(principal);
    }
  }

  /** Each who gains, whom, and how surely. `principals` share what is asked of `asked`. */
  of(plan: Plan, principals: readonly AwsPrincipal[], asked: Asked): Iterable<Gain> {
    if (plan.how === 'pass') return this.#pass(plan, asked);
    if (plan.how === 'workload') return this.#workload(plan, asked);
    if (plan.how === 'self') return principals.flatMap((one) => this.#self(plan, one, asked));
    if (plan.how === 'join') return principals.flatMap((one) => this.#join(plan, one, asked));
    return this.#principal(plan, principals, asked);
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html: a role of the same account, to the service. */
  *#pass({ service, actions }: PlanOf<'pass'>, asked: Asked): Generator<Gain> {
    const { principal } = asked;
    const makes = allOf(actions.map((action) => onAnything(asked.answer(action), this.#targetsOf(action), principal)));
    if (makes === undefined) return;
    const pass = asked.answer(PASS, { 'iam:passedtoservice': service });
    for (const [to, trust] of this.#facts.trusting(service)) {
      if (parseArn(to)?.account !== principal.account) continue;
      const sureness = allOf([pass.on(to), trust, makes]);
      if (sureness !== undefined) yield { from: undefined, to, sureness };
    }
  }

  *#workload({ actions }: PlanOf<'workload'>, asked: Asked): Generator<Gain> {
    const parts = actions.map((action) => ({ answer: asked.answer(action), targets: this.#targetsOf(action) }));
    const anywhere = parts.map(({ answer, targets }) => onAnything(answer, targets, asked.principal));
    for (const { id, role } of this.#facts.workloads(asked.principal.account)) {
      const fitting = parts.map(({ targets }) => fits(id, targets));
      if (!fitting.includes(true)) continue;
      const sureness = allOf(parts.map(({ answer }, at) => (fitting[at] === true ? answer.on(id) : anywhere[at])));
      if (sureness !== undefined) yield { from: undefined, to: role, sureness };
    }
  }

  /** One's own permissions, as far as a boundary lets them count. */
  #self({ action }: PlanOf<'self'>, principal: AwsPrincipal, asked: Asked): Gain[] {
    const answer = asked.answer(action.name);
    const sureness = surest(this.#own(action, principal).map((arn) => answer.on(arn)));
    if (sureness === undefined) return [];
    return [{ from: principal.id, to: rootOf(principal), sureness: withinBoundary(sureness, principal) }];
  }

  #own({ on }: IamAction, { id, kind }: AwsPrincipal): readonly string[] {
    if (on === 'policy') return this.#facts.policies(id);
    if (on === 'group') return kind === 'user' ? this.#facts.groups(id) : [];
    return on === kind ? [id] : [];
  }

  #join({ action }: PlanOf<'join'>, { id, kind, account }: AwsPrincipal, asked: Asked): Gain[] {
    if (kind !== 'user') return [];
    const own = this.#facts.groups(id);
    const answer = asked.answer(action);
    return this.#ofKind(account, 'group')
      .filter((group) => !own.includes(group.id))
      .flatMap((group) => {
        const sureness = answer.on(group.id);
        return sureness === undefined ? [] : [{ from: id, to: group.id, sureness }];
      });
  }

  *#principal(plan: PlanOf<'principal'>, principals: readonly AwsPrincipal[], asked: Asked): Generator<Gain> {
    const { account } = asked.principal;
    const ownRoles = plan.actions.some(({ on }) => on === 'assume');
    for (const from of ownRoles ? principals : [undefined]) {
      const gains = this.#ofKind(account, plan.on).flatMap((target) => {
        const sureness = this.#meets(plan, target) ? this.#takeOver(plan, target, from, asked) : undefined;
        return sureness === undefined ? [] : [{ from: from?.id, to: target.id, sureness }];
      });
      if (!plan.widens) yield* gains;
      else {
        const sureness = surest(gains.map((one) => withinBoundary(one.sureness, this.#access.principals.get(one.to))));
        if (sureness !== undefined) yield { from: from?.id, to: rootOf(asked.principal), sureness };
      }
    }
  }

  #meets({ keys, password }: PlanOf<'principal'>, { id }: AwsPrincipal): boolean {
    if (keys !== undefined && (keys === 'few') !== this.#facts.keys(id) < MOST_KEYS) return false;
    return password === undefined || password === this.#facts.hasPassword(id);
  }

  #takeOver(
    { actions }: PlanOf<'principal'>,
    target: AwsPrincipal,
    from: AwsPrincipal | undefined,
    asked: Asked,
  ): Sureness | undefined {
    return allOf(
      actions.map(({ name, on }) => {
        if (on === 'assume') return from && this.#facts.assumable(from.id).get(target.id);
        const answer = asked.answer(name);
        return on === 'policy'
          ? surest(this.#facts.policies(target.id).map((arn) => answer.on(arn)))
          : answer.on(target.id);
      }),
    );
  }

  #ofKind(account: string, kind: AwsPrincipal['kind']): readonly AwsPrincipal[] {
    return (this.#members.get(account) ?? []).filter((one) => one.kind === kind);
  }

  #targetsOf(action: string): ActionTargets {
    return this.#targets.get(action) ?? { formats: [], all: false };
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_KEYS = 2;
const LIMITED: Sureness = { certainty: 'conditional', conditionKeys: [] };

/** What a boundary does not allow is not gained. */
function withinBoundary(sureness: Sureness, gains: AwsPrincipal | undefined): Sureness {
  return gains?.boundaryId === undefined ? sureness : both(sureness, LIMITED);
}
