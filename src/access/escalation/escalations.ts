import type { AwsAccess } from '../aws/access.ts';
import { askAction } from '../aws/actions-of.ts';
import { both, type Sureness } from '../aws/trust/verdict.ts';
import type { AwsPrincipal } from '../types.ts';
import { Asked, partitionOf, rootOf } from './asked.ts';
import { actionsOf, type Candidates, PLANS } from './candidates.ts';
import type { EscalationFacts } from './facts.ts';
import { Gains } from './gains.ts';
import type { Plan } from './plans.ts';
import { readTargets } from './targets.ts';

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

/** Evaluates every definition against principals whose policies are known. */
export class Escalations {
  readonly #access: AwsAccess;
  readonly #candidates: Candidates;
  readonly #gains: Gains;

  private constructor(access: AwsAccess, candidates: Candidates, gains: Gains) {
    this.#access = access;
    this.#candidates = candidates;
    this.#gains = gains;
  }

  static async open(access: AwsAccess, candidates: Candidates, facts: EscalationFacts): Promise<Escalations> {
    return new Escalations(access, candidates, new Gains(access, facts, await readTargets(PLANS.flatMap(actionsOf))));
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
    for (const { from, to, sureness } of this.#gains.of(plan, principals, asked)) {
      const limited = 'unseen' in plan && plan.unseen ? both(sureness, UNSEEN) : sureness;
      const own = from ?? (principals.length === 1 ? principals[0]?.id : undefined);
      if (own !== to) yield { from, to, technique: plan.id, method: plan.name, ...limited };
    }
  }
}

const UNSEEN: Sureness = { certainty: 'unknown', conditionKeys: [] };
