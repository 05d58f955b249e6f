import { globMatches } from '../arn/glob.ts';
import { addressIn } from './address.ts';

/**
 * The comparisons of condition operators, on one value of the request and one value of the policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * `pattern` says that the policy's value may hold wildcards.
 */
export interface Operator {
  readonly compare: (actual: string, wanted: string) => boolean;
  /** Holds when *no* value matches, and when the key is absent. */
  readonly negated: boolean;
  readonly pattern: boolean;
}

const same = (actual: string, wanted: string): boolean => actual === wanted;
const sameLetters = (actual: string, wanted: string): boolean => actual.toLowerCase() === wanted.toLowerCase();
const like = (actual: string, wanted: string): boolean => globMatches(wanted, actual);

/** Each of the six colon-delimited parts is compared on its own, with wildcards, for ArnEquals as for ArnLike. */
function arnLike(actual: string, wanted: string): boolean {
  const parts = splitArn(actual);
  const patterns = splitArn(wanted);
  return (
    patterns.length === parts.length && patterns.every((pattern, index) => globMatches(pattern, parts[index] ?? ''))
  );
}

function splitArn(text: string): string[] {
  const parts = text.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function numeric(test: (a: number, b: number) => boolean): Operator['compare'] {
  return (actual, wanted) => test(Number(actual), Number(wanted));
}

function dated(test: (a: number, b: number) => boolean): Operator['compare'] {
  return (actual, wanted) => test(instant(actual), instant(wanted));
}

/** ISO 8601 or epoch seconds. */
function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

const of = (compare: Operator['compare'], negated = false, pattern = false): Operator => ({
  compare,
  negated,
  pattern,
});

const OPERATORS: Readonly<Record<string, Operator>> = {
  stringequals: of(same),
  stringnotequals: of(same, true),
  stringequalsignorecase: of(sameLetters),
  stringnotequalsignorecase: of(sameLetters, true),
  stringlike: of(like, false, true),
  stringnotlike: of(like, true, true),
  numericequals: of(numeric((a, b) => a === b)),
  numericnotequals: of(
    numeric((a, b) => a === b),
    true,
  ),
  numericlessthan: of(numeric((a, b) => a < b)),
  numericlessthanequals: of(numeric((a, b) => a <= b)),
  numericgreaterthan: of(numeric((a, b) => a > b)),
  numericgreaterthanequals: of(numeric((a, b) => a >= b)),
  dateequals: of(dated((a, b) => a === b)),
  datenotequals: of(
    dated((a, b) => a === b),
    true,
  ),
  datelessthan: of(dated((a, b) => a < b)),
  datelessthanequals: of(dated((a, b) => a <= b)),
  dategreaterthan: of(dated((a, b) => a > b)),
  dategreaterthanequals: of(dated((a, b) => a >= b)),
  bool: of(sameLetters),
  binaryequals: of(same),
  ipaddress: of(addressIn),
  notipaddress: of(addressIn, true),
  arnequals: of(arnLike, false, true),
  arnlike: of(arnLike, false, true),
  arnnotequals: of(arnLike, true, true),
  arnnotlike: of(arnLike, true, true),
};

/** An operator by its name without quantifier and `IfExists`; `undefined` for a name AWS does not have. */
export function operatorNamed(name: string): Operator | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(OPERATORS, key) ? OPERATORS[key] : undefined;
}
