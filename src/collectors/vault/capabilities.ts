import type { Capability, PathRule } from './policy.ts';

/**
 * What the rules (of all policies a token has) allow on one path. Only the rules with the pattern of highest priority
 * count; the same pattern in several policies adds up, and `deny` among them leaves nothing.
 * https://developer.hashicorp.com/vault/docs/concepts/policies#priority-matching
 */
export function capabilitiesOn(rules: readonly PathRule[], path: string): ReadonlySet<Capability> {
  const matching = rules.filter((rule) => patternMatches(rule.path, path));
  // A list of `a/b/` is also granted by a rule for `a/b`.
  if (matching.length === 0 && path.endsWith('/')) return capabilitiesOn(rules, path.slice(0, -1));
  const [first, ...rest] = matching.map((rule) => rule.path);
  if (first === undefined) return new Set();
  const best = rest.reduce((one, other) => (comparePriority(one, other) < 0 ? other : one), first);
  const granted = new Set(matching.filter((rule) => rule.path === best).flatMap((rule) => rule.capabilities));
  return granted.has('deny') ? new Set() : granted;
}

/** `+` stands for one segment; `*` at the very end for any rest. */
export function patternMatches(pattern: string, path: string): boolean {
  const glob = pattern.endsWith('*');
  const wanted = (glob ? pattern.slice(0, -1) : pattern).split('/');
  const given = path.split('/');
  if (glob ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, index) => {
    const part = given[index] ?? '';
    if (segment === '+') return part !== '';
    return glob && index === wanted.length - 1 ? part.startsWith(segment) : part === segment;
  });
}

/** Below zero when `a` has the lower priority. The five rules of the page, in their order. */
export function comparePriority(a: string, b: string): number {
  return (
    firstWildcard(a) - firstWildcard(b) ||
    Number(b.endsWith('*')) - Number(a.endsWith('*')) ||
    plusSegments(b) - plusSegments(a) ||
    a.length - b.length ||
    (a < b ? -1 : Number(a > b))
  );
}

function firstWildcard(pattern: string): number {
  const at = pattern.search(/(?<=^|\/)\+(?=\/|$)|\*$/);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

function plusSegments(pattern: string): number {
  return pattern.split('/').filter((segment) => segment === '+').length;
}
