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
import { globMatches, globResiduals, hasWildcard, literalPrefix, unescapeGlob } from '../arn/glob.ts';
import { type ArnPattern, headMatches } from '../arn/pattern.ts';
import type { Estate, Partition, Shelf } from '../estate.ts';
import { type FacetShare, WHOLE } from './share.ts';

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
  readonly #memo = new Map<number, readonly Covered[]>();

  constructor(estate: Estate, shares: Interned<FacetShare>) {
    this.#estate = estate;
    this.#names = estate.ordinals.names;
    this.#shares = shares;
  }

  enter(account: string): void {
    if (account === this.#account) return;
    this.#account = account;
    this.#partitions = this.#estate.accounts.get(account) ?? [];
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
    const covered = this.#partitions.flatMap((partition) => this.#partition(pattern, partition));
    this.#memo.set(pattern.id, covered);
    return covered;
  }

  #partition(pattern: ArnPattern, partition: Partition): Covered[] {
    const { type, lo, hi } = partition;
    if (pattern.every) return [{ type, ranges: [lo, hi], share: this.#shares.idOf(WHOLE) }];
    const found = new Map<number, number[]>();
    const whole = this.#shares.idOf(WHOLE);
    const take = (share: number, from: number, to: number): void => {
      const ranges = found.get(share) ?? [];
      found.set(share, ranges);
      append(ranges, from, to);
    };
    for (const shelf of partition.shelves) {
      if (!headMatches(pattern, shelf)) continue;
      if (partition.facet) this.#facets(pattern.resource, shelf, whole, take);
      else this.#resources(pattern.resource, shelf, (from, to) => take(whole, from, to));
    }
    return [...found].filter(([, ranges]) => ranges.length > 0).map(([share, ranges]) => ({ type, ranges, share }));
  }

  #resources(pattern: string, shelf: Shelf, take: (from: number, to: number) => void): void {
    if (!hasWildcard(pattern)) {
      const name = unescapeGlob(pattern);
      const at = lowerBound(this.#names, shelf.lo, shelf.hi, name);
      if (at < shelf.hi && this.#names[at] === name) take(at, at + 1);
      return;
    }
    const prefix = literalPrefix(pattern);
    const [from, to] = prefixRange(this.#names, shelf.lo, shelf.hi, prefix);
    if (endsInItsOnlyStar(pattern)) {
      take(from, to);
      return;
    }
    for (let at = from; at < to; at += 1) {
      if (globMatches(pattern, this.#names[at] ?? '', 0)) take(at, at + 1);
    }
  }

  #facets(pattern: string, shelf: Shelf, whole: number, take: (share: number, from: number, to: number) => void): void {
    const prefix = literalPrefix(pattern);
    const slash = prefix.indexOf('/');
    const name = slash < 0 ? prefix : prefix.slice(0, slash);
    const [from, end] = prefixRange(this.#names, shelf.lo, shelf.hi, name);
    if (slash < 0 && endsInItsOnlyStar(pattern)) {
      take(whole, from, end);
      return;
    }
    // The container's name is complete before the slash: only the first in order can have exactly that name.
    const to = slash < 0 ? end : Math.min(end, from + 1);
    for (let at = from; at < to; at += 1) {
      const patterns = globResiduals(pattern, `${this.#names[at] ?? ''}/`);
      if (patterns.length > 0) take(this.#shares.idOf({ not: false, patterns }), at, at + 1);
    }
  }

  /** NotResource: everything in the account but this; a facet that is named in part keeps the rest. */
  #outside(covered: readonly Covered[]): readonly Covered[] {
    const whole = this.#shares.idOf(WHOLE);
    return this.#partitions.flatMap(({ type, lo, hi }) => {
      const named = covered.filter((each) => each.type === type);
      const full = named
        .filter((each) => each.share === whole)
        .reduce<Ranges>((all, { ranges }) => unionRanges(all, ranges), NO_RANGES);
      const left = complementRanges(full, lo, hi);
      const parts = named.filter((each) => each.share !== whole);
      if (parts.length === 0) return left.length === 0 ? [] : [{ type, ranges: left, share: whole }];
      return this.#outsideParts(type, left, parts, whole);
    });
  }

  #outsideParts(type: number, left: Ranges, parts: readonly Covered[], whole: number): Covered[] {
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
    return untouched.length === 0 ? rest : [{ type, ranges: untouched, share: whole }, ...rest];
  }
}

function* ordinalsOf(ranges: Ranges): Generator<number> {
  for (let index = 0; index + 1 < ranges.length; index += 2) {
    for (let at = ranges[index] ?? 0; at < (ranges[index + 1] ?? 0); at += 1) yield at;
  }
}

function endsInItsOnlyStar(pattern: string): boolean {
  return /^[^*?]*\*+$/.test(pattern);
}
