import type { AwsAccess } from '../aws/access.ts';
import { type ActionAnswer, askAction, type KnownKeys } from '../aws/actions-of.ts';
import { parseArn } from '../aws/arn/arn.ts';
import { both, type Sureness } from '../aws/trust/verdict.ts';
import type { AwsPrincipal } from '../types.ts';

/** What one principal's policies say, each action asked once. */
export class Asked {
  readonly principal: AwsPrincipal;
  readonly #access: AwsAccess;
  readonly #answers = new Map<string, ActionAnswer>();

  constructor(access: AwsAccess, principal: AwsPrincipal) {
    this.#access = access;
    this.principal = principal;
  }

  answer(action: string, known: KnownKeys = {}): ActionAnswer {
    const key = [action, ...Object.values(known)].join(' ');
    const kept = this.#answers.get(key) ?? askAction(this.#access, this.principal, action, known);
    this.#answers.set(key, kept);
    return kept;
  }
}

/** All of them have to hold. */
export function allOf(answers: readonly (Sureness | undefined)[]): Sureness | undefined {
  const [first, ...others] = answers;
  return others.reduce((sum, one) => sum && one && both(sum, one), first);
}

/** Where a principal could give itself anything. */
export function rootOf(principal: AwsPrincipal): string {
  return `arn:${partitionOf(principal)}:iam::${principal.account}:root`;
}

export function partitionOf({ id }: AwsPrincipal): string {
  return parseArn(id)?.partition ?? 'aws';
}
