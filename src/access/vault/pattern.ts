/**
 * A path of a policy. `+` as a whole segment stands for any one segment, `*` at the very end for any rest; everywhere else
 * both are themselves. https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax
 */
export interface PathPattern {
  /** With the namespace in front. */
  readonly text: string;
  readonly prefix: boolean;
  readonly segmented: boolean;
  /** Neither `+` nor `*`: it wins over every other pattern. */
  readonly exact: boolean;
  /** All that matches begins with this. */
  readonly literal: string;
  matches(path: string): boolean;
}

export function pathPattern(text: string): PathPattern {
  const segmented = text === '+' || text.includes('/+') || text.startsWith('+/');
  const prefix = text.endsWith('*');
  const body = prefix ? text.slice(0, -1) : text;
  return {
    text,
    prefix,
    segmented,
    exact: !segmented && !prefix,
    literal: segmented ? beforePlus(body) : body,
    matches: segmented
      ? segmentMatcher(body.split('/'), prefix)
      : prefix
        ? (path) => path.startsWith(body)
        : (path) => path === body,
  };
}

/** Up to the first segment that is `+`. */
function beforePlus(body: string): string {
  const segments = body.split('/');
  const at = segments.indexOf('+');
  return at < 0
    ? body
    : segments
        .slice(0, at)
        .map((segment) => `${segment}/`)
        .join('');
}

function segmentMatcher(wanted: readonly string[], prefix: boolean): (path: string) => boolean {
  return (path) => {
    const given = path.split('/');
    if (prefix ? given.length < wanted.length : given.length !== wanted.length) return false;
    return wanted.every((segment, index) => {
      const part = given[index] ?? '';
      if (segment === '+' || segment === part) return true;
      return prefix && index === wanted.length - 1 && part.startsWith(segment);
    });
  };
}

/**
 * Below zero when `a` has the lower priority, of two patterns that both match and are not exact: an earlier wildcard, a `*`
 * at the end, more `+`, shorter, smaller. https://developer.hashicorp.com/vault/docs/concepts/policies#priority-matching
 */
export function comparePriority(a: PathPattern, b: PathPattern): number {
  return (
    firstWildcard(a) - firstWildcard(b) ||
    Number(b.prefix) - Number(a.prefix) ||
    plusSegments(b) - plusSegments(a) ||
    bodyOf(a).length - bodyOf(b).length ||
    (bodyOf(a) < bodyOf(b) ? -1 : Number(bodyOf(a) > bodyOf(b)))
  );
}

function firstWildcard(pattern: PathPattern): number {
  return pattern.segmented ? pattern.text.indexOf('+') : bodyOf(pattern).length;
}

function bodyOf({ text, prefix }: PathPattern): string {
  return prefix ? text.slice(0, -1) : text;
}

function plusSegments({ text, segmented }: PathPattern): number {
  return segmented ? text.split('/').filter((segment) => segment === '+').length : 0;
}
