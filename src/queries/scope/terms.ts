import type { Label } from '../../schema/index.ts';
import { KEYED, OPEN, type Seen, UNLESS_ENVIRONMENTS } from './sight.ts';

const ENVIRONMENTS = '__environments';
const SUBJECTS = '__seen_subjects';

const TERMS: ReadonlyMap<string, (v: string) => string> = new Map([
  ...KEYED.map((label) => [label, (v: string) => `${v}.id IN $${parameterOf(label)}`] as const),
  ...UNLESS_ENVIRONMENTS.map((label) => [label, () => `$${ENVIRONMENTS} IS NULL`] as const),
  ...OPEN.map((label) => [label, () => 'true'] as const),
  ['Resource', (v: string) => `($${ENVIRONMENTS} IS NULL OR ${v}.environment IN $${ENVIRONMENTS})`] as const,
  ['Change', (v: string) => `${v}.subject IN $${SUBJECTS}`] as const,
]);

/**
 * A Cypher condition: the node is seen. `labels`: those of which it has one, when that is known. Labels that are not told of here
 * are not seen.
 */
export function seenTerm(v: string, labels: readonly string[] | undefined): string {
  const [only] = labels ?? [];
  if (labels?.length === 1 && only !== undefined) return TERMS.get(only)?.(v) ?? 'false';
  const known = labels ?? [...TERMS.keys()];
  const cases = known.flatMap((label) => {
    const term = TERMS.get(label)?.(v);
    return term === undefined ? [] : [`WHEN ${v}:${label} THEN ${term}`];
  });
  // One case after another: the planner would multiply alternatives joined by OR out (conjunctive normal form).
  return cases.length === 0 ? 'false' : `CASE ${cases.join(' ')} ELSE false END`;
}

/** Values of the parameters that a text with such conditions names. */
export function seenParameters(text: string, seen: Seen): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  if (text.includes(`$${ENVIRONMENTS}`)) values[ENVIRONMENTS] = seen.environments ?? null;
  if (text.includes(`$${SUBJECTS}`)) values[SUBJECTS] = KEYED.flatMap((label) => seen.keys(label));
  for (const label of KEYED) if (text.includes(`$${parameterOf(label)}`)) values[parameterOf(label)] = seen.keys(label);
  return values;
}

function parameterOf(label: Label): string {
  return `__seen_${label}_keys`;
}
