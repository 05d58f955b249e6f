/**
 * The wildcards of the policy language: `*` is any run of characters (`/` and `:` included), `?` exactly one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards
 */

/** Stand-ins (private use area) for a `*` and a `?` that came out of a variable and mean themselves. */
const LITERAL_STAR = '\ue000';
const LITERAL_QUESTION = '\ue001';

/** A value that is put into a pattern: its own `*` and `?` are ordinary characters. */
export function escapeGlob(value: string): string {
  return value.replaceAll('*', LITERAL_STAR).replaceAll('?', LITERAL_QUESTION);
}

function unescapeGlob(pattern: string): string {
  return pattern.replaceAll(LITERAL_STAR, '*').replaceAll(LITERAL_QUESTION, '?');
}

const WILDCARD = /[*?]/;

export function hasWildcard(pattern: string): boolean {
  return WILDCARD.test(pattern);
}

/** The part before the first wildcard, as plain text. */
export function literalPrefix(pattern: string): string {
  const at = pattern.search(WILDCARD);
  return unescapeGlob(at < 0 ? pattern : pattern.slice(0, at));
}

export function isAllStar(pattern: string): boolean {
  return pattern.length > 0 && /^\*+$/.test(pattern);
}

const STAR = 0x2a;
const QUESTION = 0x3f;

/**
 * Whether `text` matches `pattern`. Steps back to the last `*` only, so that no pattern costs more than pattern × text
 * (a regular expression made from a hostile pattern would).
 */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const unit = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (unit === STAR) {
      star = p;
      resume = t;
      p += 1;
    } else if (unit === QUESTION || (unit >= 0 && sameUnit(unit, text.charCodeAt(t)))) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      resume += 1;
      p = star + 1;
      t = resume;
    } else return false;
  }
  while (p < pattern.length && pattern.charCodeAt(p) === STAR) p += 1;
  return p === pattern.length;
}

const LITERAL_STAR_UNIT = LITERAL_STAR.charCodeAt(0);
const LITERAL_QUESTION_UNIT = LITERAL_QUESTION.charCodeAt(0);

function sameUnit(unit: number, other: number): boolean {
  return (
    unit === other ||
    (unit === LITERAL_STAR_UNIT && other === STAR) ||
    (unit === LITERAL_QUESTION_UNIT && other === QUESTION)
  );
}

/** A pattern over sorted names: where to look, and what to ask of each. */
export interface NamePattern {
  /** Plain text before the first wildcard; the whole name when there is none. */
  readonly prefix: string;
  readonly exact: boolean;
  /** Every name with the prefix matches. */
  readonly prefixOnly: boolean;
  matches(name: string): boolean;
}

export function namePattern(pattern: string): NamePattern {
  return {
    prefix: literalPrefix(pattern),
    exact: !hasWildcard(pattern),
    prefixOnly: /^[^*?]*\*+$/.test(pattern),
    matches: globMatcher(pattern),
  };
}

const CONTAINED = /^\*+([^*?]+)\*+$/;
const SUFFIX = /^\*+([^*?]+)$/;

/** The same for many texts: a pattern with one piece of plain text needs no walk. */
function globMatcher(pattern: string): (text: string) => boolean {
  const contained = CONTAINED.exec(pattern)?.[1];
  if (contained !== undefined) {
    const piece = unescapeGlob(contained);
    return (text) => text.includes(piece);
  }
  const suffix = SUFFIX.exec(pattern)?.[1];
  if (suffix !== undefined) {
    const piece = unescapeGlob(suffix);
    return (text) => text.endsWith(piece);
  }
  return (text) => globMatches(pattern, text);
}

/** Whether every text that matches `inner` also matches `outer`. Never wrongly yes. */
export function globContains(outer: string, inner: string): boolean {
  return isAllStar(outer) || outer === inner || walk(outer, inner, false);
}

/** Whether some text matches both. */
export function globsOverlap(left: string, right: string): boolean {
  return walk(left, right, true);
}

/**
 * Walks both patterns at once over their reachable pairs of places. For containment a wildcard of `inner` is a character
 * that only an equal or wider wildcard of `outer` can match.
 */
function walk(left: string, right: string, overlap: boolean): boolean {
  const width = right.length + 1;
  const seen = new Uint8Array((left.length + 1) * width);
  const open: number[] = [0];
  while (open.length > 0) {
    const place = open.pop() ?? 0;
    if (seen[place] === 1) continue;
    seen[place] = 1;
    const l = Math.floor(place / width);
    const r = place % width;
    if (l === left.length && r === right.length) return true;
    for (const [stepLeft, stepRight] of steps(left[l], right[r], overlap)) {
      open.push((l + stepLeft) * width + r + stepRight);
    }
  }
  return false;
}

type Step = readonly [0 | 1, 0 | 1];

function steps(left: string | undefined, right: string | undefined, overlap: boolean): Step[] {
  const next: Step[] = [];
  if (left === '*') next.push([1, 0]);
  if (left === '*' && right !== undefined) next.push([0, 1]);
  if (overlap && right === '*') next.push([0, 1]);
  if (overlap && right === '*' && left !== undefined) next.push([1, 0]);
  if (left !== undefined && left !== '*' && right !== undefined && right !== '*' && oneForOne(left, right, overlap)) {
    next.push([1, 1]);
  }
  return next;
}

function oneForOne(left: string, right: string, overlap: boolean): boolean {
  return left === '?' || left === right || (overlap && right === '?');
}

/**
 * What is left of `pattern` once it has consumed `text`: the patterns that the rest of a longer text has to match.
 * `['*']` means anything may follow; `[]` means that nothing starting with `text` matches.
 */
export function globResiduals(pattern: string, text: string): readonly string[] {
  let places = closure(pattern, new Set([0]));
  for (const unit of text) {
    const next = new Set<number>();
    for (const place of places) {
      const here = pattern[place];
      if (here === '*') next.add(place);
      else if (here !== undefined && (here === '?' || sameUnit(here.charCodeAt(0), unit.charCodeAt(0))))
        next.add(place + 1);
    }
    places = closure(pattern, next);
    if (places.size === 0) return [];
  }
  return widest([...places].filter((place) => place < pattern.length).map((place) => pattern.slice(place)));
}

function closure(pattern: string, places: Set<number>): Set<number> {
  for (const place of places) if (pattern[place] === '*') places.add(place + 1);
  return places;
}

/** Without those that another contains; of two that contain each other the first stays. */
function widest(patterns: readonly string[]): readonly string[] {
  if (patterns.some(isAllStar)) return ['*'];
  return patterns.filter(
    (each, index) =>
      !patterns.some(
        (other, at) => at !== index && globContains(other, each) && (at < index || !globContains(each, other)),
      ),
  );
}
