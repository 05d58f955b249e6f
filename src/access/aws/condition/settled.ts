import { escapeGlob } from '../arn/glob.ts';
import { type ConditionOutcome, type ConditionTest, decideConditions, isPattern } from './condition.ts';
import type { KeyLookup, KeyValue } from './keys.ts';
import type { Template } from './variables.ts';

/**
 * A test that waits for the resource, with all that the principal decides already filled in: equal for all principals for
 * whom it reads the same. `actual` is the key's value where the principal has it and only a value of the policy waits
 * (`"aws:PrincipalTag/team": "${aws:ResourceTag/team}"`).
 */
export interface SettledTest {
  readonly test: ConditionTest;
  readonly actual: KeyValue;
}

/** Fills in what a principal knows. Values whose variable the principal lacks match nothing, and are left out. */
export function settle(test: ConditionTest, lookup: KeyLookup): SettledTest {
  const guard = isPattern(test.compare) ? escapeGlob : (text: string): string => text;
  const values = test.values.flatMap((value) => settleTemplate(value, lookup, guard) ?? []);
  return { test: { ...test, values: values.map((each) => each.template) }, actual: lookup(test.key.toLowerCase()) };
}

function settleTemplate(
  template: Template,
  lookup: KeyLookup,
  guard: (text: string) => string,
): { readonly template: Template } | undefined {
  const pieces: Template[number][] = [];
  for (const piece of template) {
    const value = typeof piece === 'string' ? undefined : lookup(piece.key.toLowerCase());
    if (typeof piece === 'string' || value === 'unknown' || value === 'resource' || value === undefined) {
      pieces.push(piece);
      continue;
    }
    const only = value === 'absent' || value.length !== 1 ? piece.fallback : value[0];
    if (only === undefined) return undefined;
    pieces.push(guard(only));
  }
  return { template: pieces };
}

/** Decides settled tests for one resource. */
export function decideSettled(tests: readonly SettledTest[], resource: KeyLookup): ConditionOutcome {
  const keys = new Set<string>();
  for (const { test, actual } of tests) {
    const lookup: KeyLookup = (key) =>
      key === test.key.toLowerCase() && actual !== 'resource' ? actual : resource(key);
    const outcome = decideConditions([test], lookup);
    if (outcome.state === 'failed') return outcome;
    if (outcome.state === 'undecided') for (const key of outcome.keys) keys.add(key);
  }
  return keys.size === 0 ? { state: 'met' } : { state: 'undecided', keys: [...keys].sort() };
}

/** The same text for tests that read the same, in every run. */
export function settledKey(tests: readonly SettledTest[]): string {
  return JSON.stringify(tests.map(({ test, actual }) => [test.operator, test.key.toLowerCase(), test.values, actual]));
}
