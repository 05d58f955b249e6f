import { foldSegments, type Language, type ProfileOfPrincipals, type Rule } from '../../access/index.ts';
import { edge, node, ref } from '../../schema/index.ts';

/** How a profile is told. */
export interface Telling {
  readonly system: string;
  /** Kinds of resources that are told; collectors tell the others themselves. */
  readonly kinds: readonly string[];
  /** Holders that are credentials; all others are principals. */
  readonly credentials?: ReadonlySet<string>;
}

/** A profile with those who have it and what it reaches. One that reaches nothing and knows of no gap is not told. */
export function* profileRecords<R extends Rule>(
  language: Language<R>,
  { profile, principalIds }: ProfileOfPrincipals,
  { system, kinds, credentials }: Telling,
) {
  const problems = [...new Set(profile.problems.map(({ message }) => message))].slice(0, 20);
  const segments = profile.segments.filter(({ type }) => kinds.includes(type));
  if (segments.length === 0 && problems.length === 0) return;
  const id = `profile:${profile.id}`;
  const self = ref('AccessProfile', id);
  yield node('AccessProfile', id, {
    name: nameOf(principalIds),
    system,
    tenant: profile.account,
    evaluator: `keyline-${language.evaluator}`,
    problems: problems.length === 0 ? undefined : problems,
  });
  for (const holder of principalIds) {
    yield credentials?.has(holder) === true
      ? edge('HAS_ACCESS', ref('Credential', holder), self, {})
      : edge('HAS_ACCESS', ref('Principal', holder), self, {});
  }
  for (const row of foldSegments(language.places.ordinals, segments)) {
    const props = {
      certain: row.certain,
      possible: row.possible,
      unknown: row.unknown.length === 0 ? undefined : row.unknown,
      conditionKeys: row.conditionKeys.length === 0 ? undefined : row.conditionKeys,
    };
    if (row.kind === 'resource') yield edge('CAN', self, ref('Resource', row.resourceId), props);
    else {
      const scope = `scope:${row.lo}..${row.hi}`;
      yield node('Scope', scope, { lo: row.lo, hi: row.hi, kind: row.type, count: row.count });
      yield edge('CAN', self, ref('Scope', scope), props);
    }
  }
}

function nameOf(holders: readonly string[]): string {
  const [first] = holders;
  const name = first?.slice(first.lastIndexOf(':') + 1) ?? 'nobody';
  return holders.length > 1 ? `access of ${name} and ${holders.length - 1} more` : `access of ${name}`;
}
