import type { AwsAccess } from '../aws/access.ts';
import { allowsAny, identityOf } from '../aws/actions-of.ts';
import type { AwsPrincipal } from '../types.ts';
import { definitions } from './definitions.ts';
import { ASSUME, PASS, type Plan, planOf } from './plans.ts';

/** Every definition as it is evaluated. */
export const PLANS: readonly Plan[] = definitions.flatMap((one) => planOf(one) ?? []);

/** Every action that a plan takes. */
export function actionsOf(plan: Plan): readonly string[] {
  if (plan.how === 'self') return [plan.action.name];
  if (plan.how === 'join') return [plan.action];
  if (plan.how === 'principal') return plan.actions.map(({ name }) => name);
  return plan.how === 'pass' ? [PASS, ...plan.actions] : plan.actions;
}

const ACTIONS = [...new Set(PLANS.flatMap(actionsOf))];

/** A first look at who could become anything: most principals may do none of it, and shared documents are read once. */
export class Candidates {
  readonly #access: AwsAccess;
  readonly #mentioned = new Map<string, ReadonlySet<string>>();

  constructor(access: AwsAccess) {
    this.#access = access;
  }

  /** Plans of which the principal's own statements allow every action on something; a trust may do without `sts:AssumeRole`. */
  plansFor(principal: AwsPrincipal): readonly Plan[] {
    const own = identityOf(principal).map((id) => this.#mentionedBy(id));
    const mayDo = (action: string): boolean => action === ASSUME || own.some((one) => one.has(action));
    return PLANS.filter((plan) => actionsOf(plan).every(mayDo));
  }

  #mentionedBy(policyId: string): ReadonlySet<string> {
    const known = this.#mentioned.get(policyId);
    if (known !== undefined) return known;
    const made = new Set(ACTIONS.filter((action) => allowsAny(this.#access, policyId, 'identity', [action])));
    this.#mentioned.set(policyId, made);
    return made;
  }
}
