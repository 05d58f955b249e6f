import type { AwsAccess } from '../aws/access.ts';
import { type ActionAnswer, askAction, type KnownKeys, surest } from '../aws/actions-of.ts';
import { parseArn } from '../aws/arn/arn.ts';
import { both, type Sureness } from '../aws/trust/verdict.ts';
import type { AwsPrincipal } from '../types.ts';
import { actionsOf, type Candidates, PLANS } from './candidates.ts';
import type { EscalationFacts } from './facts.ts';
import { type IamAction, PASS, type Plan } from './plans.ts';
import { type ActionTargets, fits, onAnything, readTargets } from './targets.ts';

/** By a change that it may make, a principal could gain the power of another. */
export interface Escalation extends Sureness {
  /** The principal that could; `undefined` for each of those who share the standing asked about. */
  readonly from: string | undefined;
  /** A role, user or group; the root of the account where it could give itself anything there. */
  readonly to: string;
  /** Id of the definition. */
  readonly technique: string;
  /** Its name: what is done. */
  readonly method: string;
}

type PlanOf<H extends Plan['how']> = Extract<Plan, { readonly how: H }>;

/** Evaluates every definition against principals whose policies are known. */
export class Escalations {
  readonly #access: AwsAccess;
  readonly #facts: EscalationFacts;
  readonly #candidates: Candidates;
  readonly #targets: ReadonlyMap<string, ActionTargets>;
  readonly #members = new Map<string, AwsPrincipal[]>();

  private constructor(
    access: AwsAccess,
    candidates: Candidates,
    facts: EscalationFacts,
    targets: ReadonlyMap<string, ActionTargets>,
  ) {
    this.#access = access;
    this.#candidates = candidates;
    this.#facts = facts;
    this.#targets = targets;
    for (const principal of access.principals.values()) {
      const inAccount = this.#members.get(principal.account);
      if (inAccount === undefined) this.#members.set(principal.account, [principal]);
      else inAccount.push(principal);
    }
  }

  static async open(access: AwsAccess, candidates: Candidates, facts: EscalationFacts): Promise<Escalations> {
    return new Escalations(access, candidates, facts, await readTargets(PLANS.flatMap(actionsOf)));
  }

  /**
   * What principals of one standing (the same policies, boundary, organisation and values of what these ask for) could
   * become. Nothing for administrators, who have it all. Who could give itself anything is told that alone.
   */
  of(principals: readonly AwsPrincipal[]): Escalation[] {
    const [first] = principals;
    const plans = first === undefined ? [] : this.#candidates.plansFor(first);
    if (first === undefined || plans.length === 0 || this.#isAdministrator(first)) return [];
    const asked = new Asked(this.#access, first);
    const found = plans.flatMap((plan) => [...this.#evaluate(plan, principals, asked)]);
    const root = rootOf(first);
    const isSure = (from: string | undefined): boolean =>
      found.some((one) => one.to === root && one.from === from && one.certainty === 'certain');
    const all = isSure(undefined) || principals.every(({ id }) => isSure(id));
    return found.filter((one) => one.to === root || !(all || (one.from !== undefined && isSure(one.from))));
  }

  /** Certain of an action that nobody has heard of, and of handing out permissions and roles. */
  #isAdministrator(principal: AwsPrincipal): boolean {
    const role = `arn:${partitionOf(principal)}:iam::${principal.account}:role/keyline`;
    return [
      ['keyline:anything', '*'],
      ['iam:AttachRolePolicy', role],
      ['iam:PassRole', role],
    ].every(([action = '', arn = '']) => askAction(this.#access, principal, action).on(arn)?.certainty === 'certain');
  }

  *#evaluate(plan: Plan, principals: readonly AwsPrincipal[], asked: Asked): Generator<Escalation> {
    for (const { from, to, sureness } of this.#gains(plan, principals, asked)) {
      const limited = 'unseen' in plan && plan.unseen ? both(sureness, UNSEEN) : sureness;
      const own = from ?? (principals.length === 1 ? principals[0]?.id : undefined);
      if (own !== to) yield { from, to, technique: plan.id, method: plan.name, ...limited };
    }
  }

  #gains(plan: Plan, principals: readonly AwsPrincipal[], asked: Asked): Iterable<Gain> {
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
    for (const { id, role } of this.#facts.workloads(asked.principal.account)) {
      if (!actions.some((action) => fits(id, this.#targetsOf(action)))) continue;
      const sureness = allOf(
        actions.map((action) => {
          const targets = this.#targetsOf(action);
          const answer = asked.answer(action);
          return fits(id, targets) ? answer.on(id) : onAnything(answer, targets, asked.principal);
        }),
      );
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

interface Gain {
  readonly from: string | undefined;
  readonly to: string;
  readonly sureness: Sureness;
}

/** What one principal's policies say, each action asked once. */
class Asked {
  readonly principal: AwsPrincipal;
  readonly #access: AwsAccess;
  readonly #answers = new Map<string, ActionAnswer>();

  constructor(access: AwsAccess, principal: AwsPrincipal) {
    this.#access = access;
    this.principal = principal;
  }

  answer(action: string, known: KnownKeys = {}): ActionAnswer {
    const key = `${action} ${JSON.stringify(known)}`;
    const kept = this.#answers.get(key) ?? askAction(this.#access, this.principal, action, known);
    this.#answers.set(key, kept);
    return kept;
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_KEYS = 2;
const UNSEEN: Sureness = { certainty: 'unknown', conditionKeys: [] };
const LIMITED: Sureness = { certainty: 'conditional', conditionKeys: [] };

function allOf(answers: readonly (Sureness | undefined)[]): Sureness | undefined {
  const [first, ...others] = answers;
  return others.reduce((sum, one) => sum && one && both(sum, one), first);
}

/** What a boundary does not allow is not gained. */
function withinBoundary(sureness: Sureness, gains: AwsPrincipal | undefined): Sureness {
  return gains?.boundaryId === undefined ? sureness : both(sureness, LIMITED);
}

function rootOf(principal: AwsPrincipal): string {
  return `arn:${partitionOf(principal)}:iam::${principal.account}:root`;
}

function partitionOf({ id }: AwsPrincipal): string {
  return parseArn(id)?.partition ?? 'aws';
}
