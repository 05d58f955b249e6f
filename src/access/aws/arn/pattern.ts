import type { KeyLookup } from '../condition/keys.ts';
import { hasVariables, parseTemplate, substitute, type Template } from '../condition/variables.ts';
import { escapeGlob, globMatches, globResiduals, hasWildcard, isAllStar, literalPrefix } from './glob.ts';

/** A `Resource` or `NotResource` value: one template for each part of the ARN, or `'*'` for every resource. */
export interface ResourceTemplate {
  readonly text: string;
  /** Partition, service, region, account, resource. */
  readonly parts: readonly Template[] | '*';
  readonly variable: boolean;
}

/** A resource pattern with nothing left to fill in. Equal texts are the same object, so that results can be kept by `id`. */
export interface ArnPattern {
  readonly id: number;
  readonly every: boolean;
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/**
 * Cuts a value into the parts of an ARN. A `*` at the end of a part may run on beyond the colon, and a document that ends
 * early is completed by `*`. Variables are filled in after the fifth colon only. `undefined` when it is not an ARN pattern.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse
 */
export function parseResourceTemplate(text: string, variables: boolean): ResourceTemplate | undefined {
  if (isAllStar(text)) return { text, parts: '*', variable: false };
  const cut = completeParts(splitOutsideVariables(text));
  if (cut === undefined) return undefined;
  const parts = cut.map((part, index) => parseTemplate(part, variables && index === cut.length - 1, escapeGlob));
  return { text, parts, variable: parts.some(hasVariables) };
}

const COLON_OR_VARIABLE = /\$\{[^}]*\}|:/g;

/** The colons inside `${aws:username}` separate nothing. */
function splitOutsideVariables(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const found of text.matchAll(COLON_OR_VARIABLE)) {
    if (found[0] !== ':') continue;
    parts.push(text.slice(from, found.index));
    from = found.index + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

const ACCOUNT_PART = /^(?:[0-9*?]*|aws|cloudfront|\$\{.*\})$/;

function completeParts(parts: readonly string[]): string[] | undefined {
  const [scheme, ...rest] = parts;
  if (scheme !== 'arn') return undefined;
  if (rest.length < 5) return rest.at(-1)?.endsWith('*') ? [...rest, ...Array(5 - rest.length).fill('*')] : undefined;
  const [partition = '', service = '', region = '', account = '', ...resource] = rest;
  // `arn:aws:lambda:*:function:f`: the region's star ran on over the account.
  if (region.endsWith('*') && !ACCOUNT_PART.test(account)) {
    return [partition, service, region, '*', [account, ...resource].join(':')];
  }
  return [partition, service, region, account, resource.join(':')];
}

/** Every pattern once. */
export class ArnPatterns {
  readonly #byText = new Map<string, ArnPattern>();
  readonly #fixed = new WeakMap<ResourceTemplate, FilledPattern>();

  /** The pattern of a template without variables. */
  fixed(template: ResourceTemplate, make: () => FilledPattern): FilledPattern {
    const known = this.#fixed.get(template);
    if (known !== undefined) return known;
    const made = make();
    this.#fixed.set(template, made);
    return made;
  }

  /** @param parts partition, service, region, account, resource, or `'*'` */
  intern(parts: readonly string[] | '*'): ArnPattern {
    const key = parts === '*' ? '*' : parts.join(':');
    const known = this.#byText.get(key);
    if (known !== undefined) return known;
    const [partition = '*', service = '*', region = '*', account = '*', resource = '*'] = parts === '*' ? [] : parts;
    const id = this.#byText.size;
    const made = { id, every: parts === '*', partition, service, region, account, resource };
    this.#byText.set(key, made);
    return made;
  }
}

/** A template with the principal's values, or the key that is absent or not known. */
export type FilledPattern =
  | { readonly state: 'pattern'; readonly pattern: ArnPattern }
  | { readonly state: 'absent' | 'unknown'; readonly key: string };

export function fillPattern(template: ResourceTemplate, lookup: KeyLookup, patterns: ArnPatterns): FilledPattern {
  const fill = (): FilledPattern => fillParts(template, lookup, patterns);
  return template.variable ? fill() : patterns.fixed(template, fill);
}

function fillParts(template: ResourceTemplate, lookup: KeyLookup, patterns: ArnPatterns): FilledPattern {
  if (template.parts === '*') return { state: 'pattern', pattern: patterns.intern('*') };
  const parts: string[] = [];
  for (const part of template.parts) {
    const filled = substitute(part, lookup, escapeGlob);
    if (filled.state !== 'text') return { state: filled.state === 'absent' ? 'absent' : 'unknown', key: filled.key };
    parts.push(filled.text);
  }
  return { state: 'pattern', pattern: patterns.intern(parts) };
}

/** What a pattern is held against: an ARN's parts, and for a facet (the objects of a bucket) the container's name. */
export interface PatternTarget {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
  /** Set for a facet: the pattern is held against everything under `container/`. */
  readonly container: string | undefined;
}

/** Whether the four parts before the resource match. */
export function headMatches(pattern: ArnPattern, target: Omit<PatternTarget, 'resource' | 'container'>): boolean {
  return (
    pattern.every ||
    (partMatches(pattern.service, target.service) &&
      partMatches(pattern.region, target.region) &&
      partMatches(pattern.account, target.account) &&
      partMatches(pattern.partition, target.partition))
  );
}

function partMatches(pattern: string, text: string): boolean {
  return pattern === '*' || pattern === text || (hasWildcard(pattern) && globMatches(pattern, text));
}

/**
 * What a resource pattern covers of all that is in a container: patterns of member names, `['*']` for all of them. The
 * first `/` of the pattern, or its last `*`, ends the container's name. To the letter a star before it could stand for a
 * slash as well (`*-logs/*` matches `data/x-logs/y`), but nobody means every bucket by it; an object that is asked for by
 * its own ARN is answered to the letter.
 */
export function facetCoverage(pattern: string, container: string): readonly string[] {
  const slash = pattern.indexOf('/');
  if (slash < 0 && pattern.endsWith('*')) return globMatches(pattern, container) ? ['*'] : [];
  if (slash < 0) return literalPrefix(pattern) === '' ? [] : globResiduals(pattern, `${container}/`);
  if (!globMatches(pattern.slice(0, slash), container)) return [];
  const members = pattern.slice(slash + 1);
  return members === '' ? [] : [isAllStar(members) ? '*' : members];
}

/**
 * What a pattern covers of a target: `[]` nothing, `['*']` all of it; of a facet perhaps only the members that match one
 * of the patterns returned.
 */
export function coverage(pattern: ArnPattern, target: PatternTarget): readonly string[] {
  if (pattern.every) return ['*'];
  if (!headMatches(pattern, target)) return [];
  if (target.container !== undefined) return facetCoverage(pattern.resource, target.container);
  return globMatches(pattern.resource, target.resource) ? ['*'] : [];
}
