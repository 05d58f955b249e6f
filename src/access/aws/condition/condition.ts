import { escapeGlob } from '../arn/glob.ts';
import { asTexts, isRecord } from '../policy/json.ts';
import type { KeyLookup } from './keys.ts';
import { type Operator, operatorNamed } from './operators.ts';
import { hasVariables, parseTemplate, substitute, type Template } from './variables.ts';

/** One key under one operator: `"StringLike": { "aws:PrincipalArn": ["…"] }`. */
export interface ConditionTest {
  /** As the policy writes it, `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  /** `'null'` asks whether the key is there; `undefined` is an operator that AWS does not have. */
  readonly compare: Operator | 'null' | undefined;
  readonly quantifier: 'none' | 'all' | 'any';
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly Template[];
}

/**
 * Three values: a condition that only a request can decide is `undecided`, and says which keys it waits for. Tests that wait
 * for the resource (`resource`) are kept apart: they are decided where the statement meets one.
 */
export type ConditionOutcome =
  | { readonly state: 'met' | 'failed' | 'unreadable' }
  | { readonly state: 'undecided'; readonly keys: readonly string[] };

type TestOutcome = ConditionOutcome | { readonly state: 'resource' };

/** Whether any test can come out differently for different principals. */
export function dependsOnPrincipal(tests: readonly ConditionTest[], lookup: KeyLookup): boolean {
  return tests.some((test) => lookup(test.key.toLowerCase()) !== 'unknown' || test.values.some(hasVariables));
}

const MET: ConditionOutcome = { state: 'met' };
const FAILED: ConditionOutcome = { state: 'failed' };
const UNREADABLE: ConditionOutcome = { state: 'unreadable' };

/** Reads a `Condition` element. `undefined` when it is not an object of objects of texts. */
export function parseConditions(element: unknown, variables: boolean): ConditionTest[] | undefined {
  if (element === undefined) return [];
  if (!isRecord(element)) return undefined;
  const tests: ConditionTest[] = [];
  for (const [operator, keys] of Object.entries(element)) {
    if (!isRecord(keys)) return undefined;
    for (const [key, wanted] of Object.entries(keys)) {
      const values = asTexts(wanted);
      if (values === undefined) return undefined;
      tests.push(testOf(operator, key, values, variables));
    }
  }
  return tests;
}

const OPERATOR_NAME = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/i;

function testOf(operator: string, key: string, values: readonly string[], variables: boolean): ConditionTest {
  const [, quantifier, base = '', ifExists] = OPERATOR_NAME.exec(operator) ?? [];
  const compare = base.toLowerCase() === 'null' ? 'null' : operatorNamed(base);
  const guard = isPattern(compare) ? escapeGlob : unchanged;
  return {
    operator,
    compare,
    quantifier: quantifier === undefined ? 'none' : quantifier.toLowerCase() === 'forallvalues' ? 'all' : 'any',
    ifExists: ifExists !== undefined,
    key,
    values: values.map((value) => parseTemplate(value, variables, guard)),
  };
}

export function isPattern(compare: ConditionTest['compare']): boolean {
  return compare !== undefined && compare !== 'null' && compare.pattern;
}

function unchanged(value: string): string {
  return value;
}

/** All tests must be met; one that fails decides, whatever the others wait for. */
export function decideConditions(
  tests: readonly ConditionTest[],
  lookup: KeyLookup,
  onResource: (test: ConditionTest) => void = () => {},
): ConditionOutcome {
  if (tests.length === 0) return MET;
  const keys = new Set<string>();
  let unreadable = false;
  for (const test of tests) {
    const outcome = decideTest(test, lookup);
    if (outcome.state === 'failed') return FAILED;
    if (outcome.state === 'unreadable') unreadable = true;
    if (outcome.state === 'resource') onResource(test);
    if (outcome.state === 'undecided') for (const key of outcome.keys) keys.add(key);
  }
  if (unreadable) return UNREADABLE;
  return keys.size === 0 ? MET : { state: 'undecided', keys: [...keys].sort() };
}

const ON_RESOURCE: TestOutcome = { state: 'resource' };

/** One test for one principal. */
function decideTest(test: ConditionTest, lookup: KeyLookup): TestOutcome {
  if (test.compare === undefined) return UNREADABLE;
  const actual = lookup(test.key.toLowerCase());
  if (actual === 'resource') return ON_RESOURCE;
  if (actual === 'unknown') return { state: 'undecided', keys: [test.key] };
  if (test.compare === 'null') return decideNull(test, actual === 'absent');
  if (actual === 'absent') return absentMeets(test, test.compare) ? MET : FAILED;
  return decideValues(test, test.compare, actual, lookup);
}

/** `"Null": {"key": "true"}` is met when the key is absent, `"false"` when it is there; any other value by neither. */
function decideNull(test: ConditionTest, absent: boolean): ConditionOutcome {
  return test.values.some((value) => String(value[0]).toLowerCase() === String(absent)) ? MET : FAILED;
}

/**
 * A missing key meets `…IfExists` and `ForAllValues:`, fails `ForAnyValue:`, and otherwise meets negated operators only.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
 */
function absentMeets(test: ConditionTest, operator: Operator): boolean {
  if (test.ifExists) return true;
  return test.quantifier === 'none' ? operator.negated : test.quantifier === 'all';
}

function decideValues(
  test: ConditionTest,
  operator: Operator,
  actual: readonly string[],
  lookup: KeyLookup,
): TestOutcome {
  const wanted: string[] = [];
  let waitsFor: string | undefined;
  let onResource = false;
  for (const template of test.values) {
    const value = substitute(template, lookup, operator.pattern ? escapeGlob : unchanged);
    if (value.state === 'text') wanted.push(value.text);
    if (value.state === 'resource') onResource = true;
    if (value.state === 'unknown') waitsFor = value.key;
  }
  if (onResource) return ON_RESOURCE;
  const matches = (each: string): boolean => wanted.some((value) => operator.compare(each, value));
  const met = quantified(test.quantifier, operator.negated, actual, matches);
  if (waitsFor === undefined) return met ? MET : FAILED;
  // A value that is not known yet can only add a match: what already matches stays matched.
  const settled = operator.negated ? !met : met;
  return settled ? (met ? MET : FAILED) : { state: 'undecided', keys: [waitsFor] };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
function quantified(
  quantifier: ConditionTest['quantifier'],
  negated: boolean,
  actual: readonly string[],
  matches: (each: string) => boolean,
): boolean {
  const holds = (each: string): boolean => matches(each) !== negated;
  if (quantifier === 'all') return actual.every(holds);
  if (quantifier === 'any') return actual.some(holds);
  return negated ? actual.every(holds) : actual.some(holds);
}
