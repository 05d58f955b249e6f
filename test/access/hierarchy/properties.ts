import { expect } from 'vitest';
import { explainAccess } from '../../../src/access/hierarchy/explain.ts';
import { type Language, profilesOf } from '../../../src/access/hierarchy/profile.ts';
import type { Rule } from '../../../src/access/hierarchy/rule.ts';
import type { Verdict } from '../../../src/access/types.ts';

/** One thing that can be asked. */
export interface Question {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

/** Everything that can be asked of an input. */
export function questionsOf<R extends Rule>(language: Language<R>): Question[] {
  return language.principals.flatMap((principal) =>
    language.places.ordinals.ids.flatMap((resource, ordinal) => {
      const type = language.places.typeAt(ordinal) ?? '';
      return language.actions.of(type).actions.map(({ name }) => ({ principal, action: name, resource }));
    }),
  );
}

const RANK = { none: 0, unknown: 1, conditional: 2, certain: 3 } as const satisfies Record<Verdict, number>;

function ranks<R extends Rule>(language: Language<R>): Map<string, number> {
  return new Map(
    questionsOf(language).map(({ principal, action, resource }) => [
      `${principal} ${action} ${resource}`,
      RANK[explainAccess(language, principal, action, resource).verdict],
    ]),
  );
}

/** No verdict of `narrow` is better than the same one of `wide`. */
export function expectNoWider<R extends Rule>(narrow: Language<R>, wide: Language<R>): void {
  const before = ranks(wide);
  for (const [question, rank] of ranks(narrow)) {
    if (rank > (before.get(question) ?? 0)) expect.fail(`${question} became wider: ${before.get(question)} → ${rank}`);
  }
}

/** Per principal: profile id and the levels of each resource, as the sweep finds them. */
export function swept<R extends Rule>(language: Language<R>): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {};
  for (const { profile, principalIds } of profilesOf(language)) {
    const levels: string[] = language.places.ordinals.ids.map(() => '0.0.0');
    for (const { lo, hi, certain, possible, unknown, conditionKeys } of profile.segments) {
      levels.fill(`${certain}.${possible}.${unknown} ${conditionKeys.join(' ')}`, lo, hi);
    }
    for (const principal of principalIds) found[principal] = [profile.id, ...levels];
  }
  return found;
}

/** Sweeping ranges gives every resource the levels that single verdicts add up to. */
export function expectSweptAsAsked<R extends Rule>(language: Language<R>): void {
  for (const { profile, principalIds } of profilesOf(language)) {
    const [principal = ''] = principalIds;
    language.places.ordinals.ids.forEach((resource, ordinal) => {
      const table = language.actions.of(language.places.typeAt(ordinal) ?? '');
      const masks = { certain: 0, possible: 0, unknown: 0 };
      for (const { name, level } of table.actions) {
        const { verdict } = explainAccess(language, principal, name, resource);
        if (verdict === 'certain') masks.certain |= level;
        if (verdict === 'certain' || verdict === 'conditional') masks.possible |= level;
        if (verdict === 'unknown') masks.unknown |= level;
      }
      const segment = profile.segments.find(({ lo, hi }) => lo <= ordinal && ordinal < hi);
      const { certain = 0, possible = 0, unknown = 0 } = segment ?? {};
      expect([resource, { certain, possible, unknown }]).toEqual([resource, masks]);
    });
  }
}
