import type { Interned } from '../../ranges/intern.ts';
import { lowerBound, prefixRange } from '../../ranges/ordinals.ts';
import {
  append,
  complementRanges,
  intersectRanges,
  NO_RANGES,
  normaliseRanges,
  type Ranges,
  unionRanges,
} from '../../ranges/ranges.ts';
import { hasWildcard, isAllStar, literalPrefix, type NamePattern, namePattern } from '../arn/glob.ts';
import { type ArnPattern, facetCoverage, headMatches } from '../arn/pattern.ts';
import type { Estate, Partition, Shelf } from '../estate.ts';
import { type FacetShare, WHOLE_ID } from './share.ts';

/** Where a pattern or a statement applies among one account's resources. */
export interface Covered {
  /** Index of the resource type. */
  readonly type: number;
  readonly ranges: Ranges;
  /** Id of a `FacetShare`. */
  readonly share: number;
}

/** The bound `Resource` or `NotResource` of a statement. */
export interface BoundResource {
  readonly patterns: readonly ArnPattern[];
  readonly not: boolean;
}

/** Turns patterns into ranges, for one account at a time; each pattern is worked out once an account. */
export class Resolver {
  readonly #names: readonly string[];
  readonly #estate: Estate;
  readonly #shares: Interned<FacetShare>;
  #account = '';
  #partitions: readonly Partition[] = [];
  #byService: ReadonlyMap<string, readonly Partition[]> = new Map();
  readonly #memo = new Map<number, readonly Covered[]>();
  readonly #patterns = new Map<string, NamePattern>();

  constructor(estate: Estate, shares: Interned<FacetShare>) {
    this.#estate = estate;
    this.#names = estate.ordinals.names;
    this.#shares = shares;
  }

  enter(account: string): void {
    if (account === this.#account) return;
    this.#account = account;
    this.#partitions = this.#estate.accounts.get(account) ?? [];
    this.#byService = Map.groupBy(this.#partitions, ({ shelves }) => shelves[0]?.service ?? '');
    this.#memo.clear();
  }

  statement(resource: BoundResource): readonly Covered[] {
    const first = resource.patterns[0];
    if (!resource.not && resource.patterns.length === 1 && first !== undefined) return this.#pattern(first);
    const covered = resource.patterns.flatMap((pattern) => this.#pattern(pattern));
    return resource.not ? this.#outside(covered) : covered;
  }

  #pattern(pattern: ArnPattern): readonly Covered[] {
    const known = this.#memo.get(pattern.id);
    if (known !== undefined) return known;
    const covered: Covered[] = [];
    for (const partition of this.#partitionsOf(pattern)) this.#partition(pattern, partition, covered);
    this.#memo.set(pattern.id, covered);
    return covered;
  }

  /** Those that the service of a pattern does not rule out. */
  #partitionsOf({ every, service }: ArnPattern): readonly Partition[] {
    return every || hasWildcard(service) ? this.#partitions : (this.#byService.get(service) ?? []);
  }

  #partition(pattern: ArnPattern, partition: Partition, into: Covered[]): void {
    const { type, lo, hi, shelves, facet } = partition;
    if (pattern.every) {
      into.push({ type, ranges: [lo, hi], share: WHOLE_ID });
      return;
    }
    const whole: number[] = [];
    const parts = new Map<number, number[]>();
    for (const shelf of shelves) {
      if (!headMatches(pattern, shelf)) continue;
      if (facet) this.#facets(pattern.resource, shelf, whole, parts);
      else this.#resources(pattern.resource, shelf, whole);
    }
    if (whole.length > 0) into.push({ type, ranges: whole, share: WHOLE_ID });
    for (const [share, ranges] of parts) if (ranges.length > 0) into.push({ type, ranges, share });
  }

  #resources(pattern: string, shelf: Shelf, into: number[]): void {
    const { prefix, exact, prefixOnly, matches } = this.#compiled(pattern);
    if (exact) {
      const at = lowerBound(this.#names, shelf.lo, shelf.hi, prefix);
      if (at < shelf.hi && this.#names[at] === prefix) append(into, at, at + 1);
      return;
    }
    const [from, to] = prefixRange(this.#names, shelf.lo, shelf.hi, prefix);
    if (prefixOnly) append(into, from, to);
    else for (let at = from; at < to; at += 1) if (matches(this.#names[at] ?? '')) append(into, at, at + 1);
  }

  #compiled(pattern: string): NamePattern {
    const known = this.#patterns.get(pattern);
    if (known !== undefined) return known;
    const made = namePattern(pattern);
    this.#patterns.set(pattern, made);
    return made;
  }

  /** The container's part of the pattern is held against the names as if it stood alone. */
  #facets(pattern: string, shelf: Shelf, whole: number[], parts: Map<number, number[]>): void {
    const slash = pattern.indexOf('/');
    const members = slash < 0 ? '' : pattern.slice(slash + 1);
    if (slash >= 0 && members !== '') {
      const share = isAllStar(members) ? WHOLE_ID : this.#shares.idOf({ not: false, patterns: [members] });
      this.#resources(pattern.slice(0, slash), shelf, share === WHOLE_ID ? whole : rangesOf(parts, share));
    }
    if (slash < 0 && pattern.endsWith('*')) this.#resources(pattern, shelf, whole);
    else if (slash < 0 && hasWildcard(pattern)) this.#acrossSlash(pattern, shelf, whole, parts);
  }

  #acrossSlash(pattern: string, shelf: Shelf, whole: number[], parts: Map<number, number[]>): void {
    const [from, to] = prefixRange(this.#names, shelf.lo, shelf.hi, literalPrefix(pattern));
    for (let at = from; at < to; at += 1) {
      const patterns = facetCoverage(pattern, this.#names[at] ?? '');
      if (patterns.length === 0) continue;
      const share = this.#shares.idOf({ not: false, patterns });
      append(share === WHOLE_ID ? whole : rangesOf(parts, share), at, at + 1);
    }
  }

  /** NotResource: everything in the account but this; a facet that is named in part keeps the rest. */
  #outside(covered: readonly Covered[]): readonly Covered[] {
    return this.#partitions.flatMap(({ type, lo, hi }) => {
      const named = covered.filter((each) => each.type === type);
      const full = named
        .filter((each) => each.share === WHOLE_ID)
        .reduce<Ranges>((all, { ranges }) => unionRanges(all, ranges), NO_RANGES);
      const left = complementRanges(full, lo, hi);
      const parts = named.filter((each) => each.share !== WHOLE_ID);
      if (parts.length === 0) return left.length === 0 ? [] : [{ type, ranges: left, share: WHOLE_ID }];
      return this.#outsideParts(type, left, parts);
    });
  }

  #outsideParts(type: number, left: Ranges, parts: readonly Covered[]): Covered[] {
    const patternsAt = new Map<number, string[]>();
    for (const { ranges, share } of parts) {
      for (const ordinal of ordinalsOf(intersectRanges(ranges, left))) {
        const named = patternsAt.get(ordinal) ?? [];
        patternsAt.set(ordinal, named);
        named.push(...(this.#shares.valueOf(share)?.patterns ?? []));
      }
    }
    const partial = normaliseRanges([...patternsAt.keys()].flatMap((ordinal) => [ordinal, ordinal + 1]));
    const untouched = intersectRanges(left, complementRanges(partial, left[0] ?? 0, left.at(-1) ?? 0));
    const rest = [...patternsAt].map(([ordinal, patterns]) => ({
      type,
      ranges: [ordinal, ordinal + 1],
      share: this.#shares.idOf({ not: true, patterns: [...new Set(patterns)].sort() }),
    }));
    return untouched.length === 0 ? rest : [{ type, ranges: untouched, share: WHOLE_ID }, ...rest];
  }
}

function* ordinalsOf(ranges: Ranges): Generator<number> {
  for (let index = 0; index + 1 < ranges.length; index += 2) {
    for (let at = ranges[index] ?? 0; at < (ranges[index + 1] ?? 0); at += 1) yield at;
  }
}

function rangesOf(parts: Map<number, number[]>, share: number): number[] {
  const ranges = parts.get(share) ?? [];
  parts.set(share, ranges);
  return ranges;
}
