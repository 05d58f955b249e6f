import type { Label } from '../../schema/index.ts';
import { KEYED, OPEN, type Seen, UNLESS_ENVIRONMENTS } from './sight.ts';

const ENVIRONMENTS = '__environments';
const SUBJECTS = '__seen_subjects';

const ANY = '__seen';

const RESOURCE = (v: string): string => `($${ENVIRONMENTS} IS NULL OR ${v}.environment IN $${ENVIRONMENTS})`;
const CHANGE = (v: string): string => `${v}.subject IN $${SUBJECTS}`;

const TERMS: ReadonlyMap<string, (v: string) => string> = new Map([
  ...KEYED.map((label) => [label, (v: string) => `${v}.id IN $${parameterOf(label)}`] as const),
  ...UNLESS_ENVIRONMENTS.map((label) => [label, () => `$${ENVIRONMENTS} IS NULL`] as const),
  ...OPEN.map((label) => [label, () => 'true'] as const),
  ['Resource', RESOURCE] as const,
  ['Change', CHANGE] as const,
]);

/**
 * A Cypher condition: the node is seen. `labels`: those of which it has one, when that is known. Labels that are not told of here
 * are not seen.
 */
export function seenTerm(v: string, labels: readonly string[] | undefined): string {
  const [only] = labels ?? [];
  if (labels?.length === 1 && only !== undefined) return TERMS.get(only)?.(v) ?? 'false';
  // One case after another: the planner would multiply alternatives joined by OR out (conjunctive normal form).
  const cases = [
    `WHEN ${v}:Resource THEN ${RESOURCE(v)}`,
    `WHEN ${v}:${OPEN.join('|')} THEN true`,
    `WHEN ${v}:${UNLESS_ENVIRONMENTS.join('|')} THEN $${ENVIRONMENTS} IS NULL`,
    `WHEN ${v}:Change THEN ${CHANGE(v)}`,
  ];
  return `CASE ${cases.join(' ')} ELSE labels(${v})[0] + ' ' + ${v}.id IN $${ANY} END`;
}

/** Values of the parameters that a text with such conditions names. */
export function seenParameters(text: string, seen: Seen): Readonly<Record<string, unknown>> {
  const names = new Set(text.match(/\$__\w+/g)?.map((one) => one.slice(1)));
  const values: Record<string, unknown> = {};
  if (names.has(ENVIRONMENTS)) values[ENVIRONMENTS] = seen.environments ?? null;
  if (names.has(SUBJECTS)) values[SUBJECTS] = KEYED.flatMap((label) => seen.keys(label));
  if (names.has(ANY)) values[ANY] = KEYED.flatMap((label) => seen.keys(label).map((key) => `${label} ${key}`));
  for (const label of KEYED) if (names.has(parameterOf(label))) values[parameterOf(label)] = seen.keys(label);
  return values;
}

function parameterOf(label: Label): string {
  return `__seen_${label}_keys`;
}
