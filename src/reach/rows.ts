import { comparePlaces, environmentRank, type Place, sensitivityRank } from '../queries/reach/order.ts';
import type { ReachIndex } from './reach-index.ts';
import { BY_RESOURCE, ON_RESOURCE, ON_SCOPE } from './tables.ts';
import { textAt } from './text-pool.ts';
import type { Walked } from './walked.ts';
import { weakened } from './word.ts';

/** What a row tells of. */
export type Target = { readonly ordinal: number } | { readonly scope: number };

/** One row of a blast radius, in numbers of the index. */
export interface IndexedRow {
  readonly target: Target;
  readonly place: Place;
  /** Resources it stands for. */
  readonly count: number;
  /** All levels, over every way. */
  readonly word: number;
  /** The best grant, the best first; as many as are asked for condition keys. */
  readonly grants: readonly number[];
  /** Facets of a scope's resources with their counts. */
  readonly facets: readonly { readonly facet: number; readonly count: number }[];
}

export type Row = Omit<IndexedRow, 'grants'>;

/** What a walk leads to, folded: resources with a grant of their own, and scopes with what is granted on them. */
export interface Folded {
  readonly own: ReadonlySet<number>;
  readonly scopes: ReadonlyMap<number, number>;
}

export function foldedOf(index: ReachIndex, walked: Walked): Folded {
  const { starts, lo, words, kindOf, via } = index.tables.grants;
  const own = new Set<number>();
  const scopes = new Map<number, number>();
  for (const node of walked.nodes) {
    const [from, to] = [starts[node] ?? 0, starts[node + 1] ?? 0];
    if (from === to) continue;
    const rank = walked.rankOf(node);
    for (let i = from; i < to; i += 1) {
      const kind = kindOf[i];
      if (kind === ON_RESOURCE || kind === BY_RESOURCE) own.add(lo[i] ?? 0);
      else if (kind === ON_SCOPE) {
        const scope = via[i] ?? 0;
        scopes.set(scope, (scopes.get(scope) ?? 0) | weakened(words[i] ?? 0, rank));
      }
    }
  }
  return { own, scopes };
}

const ENVIRONMENTS = 8;

/** Sensitivity and environment of a place as one number, the most sensitive first. */
export function rankOfPlace({ sensitivity, environment }: Pick<Place, 'sensitivity' | 'environment'>): number {
  return sensitivity * ENVIRONMENTS + environment;
}

/** Of something that holds nothing. */
const NOWHERE = { sensitivity: 6, environment: 2 } as const;

/** Makes rows, and says where they stand. */
export class RowMaker {
  readonly #index: ReachIndex;
  readonly #rankOfFacet: readonly number[];
  /** Of each scope, once it was asked for. */
  readonly #rankOfScope: Int8Array;
  readonly #sums: Int32Array;

  constructor(index: ReachIndex) {
    this.#index = index;
    this.#rankOfFacet = index.tables.resources.facets.map((one) =>
      rankOfPlace({ sensitivity: sensitivityRank(one.sensitivity), environment: environmentRank(one.environment) }),
    );
    this.#rankOfScope = new Int8Array(index.tables.grants.scopes.lo.length).fill(-1);
    this.#sums = new Int32Array(index.tables.resources.facets.length);
  }

  rankOf(target: Target): number {
    return 'ordinal' in target ? this.rankOfOrdinal(target.ordinal) : this.rankOfScope(target.scope);
  }

  rankOfOrdinal(ordinal: number): number {
    return this.#rankOfFacet[this.#index.resources.facetOf(ordinal)] ?? 0;
  }

  /** A scope stands where the most sensitive resource in it would. */
  rankOfScope(scope: number): number {
    const known = this.#rankOfScope[scope] ?? -1;
    if (known >= 0) return known;
    const { lo, hi } = this.#index.tables.grants.scopes;
    const sums = this.#sums.fill(0);
    this.#index.resources.addFacets(lo[scope] ?? 0, hi[scope] ?? 0, sums);
    let rank = rankOfPlace(NOWHERE);
    for (let facet = 0; facet < sums.length; facet += 1)
      if ((sums[facet] ?? 0) > 0) rank = Math.min(rank, this.#rankOfFacet[facet] ?? rank);
    this.#rankOfScope[scope] = rank;
    return rank;
  }

  idOf(target: Target): string {
    return 'ordinal' in target
      ? this.#index.resources.idOf(target.ordinal)
      : textAt(this.#index.tables.grants.scopes.ids, target.scope);
  }

  /** Where a resource's key stands among all keys of resources. */
  placeOf(ordinal: number): number {
    return this.#index.resources.tables.order.places[ordinal] ?? 0;
  }

  ordinalAt(place: number): number {
    return this.#index.resources.tables.order.numbers[place] ?? 0;
  }

  row(target: Target, word: number): Row {
    return 'ordinal' in target ? this.#ownRow(target, word) : this.#scopeRow(target, word);
  }

  #ownRow(target: { readonly ordinal: number }, word: number): Row {
    const { resources, tables } = this.#index;
    const facet = tables.resources.facets[resources.facetOf(target.ordinal)];
    const place = {
      sensitivity: sensitivityRank(facet?.sensitivity),
      environment: environmentRank(facet?.environment),
      id: resources.idOf(target.ordinal),
    };
    return { target, place, count: 1 + contentsOf(this.#index, target.ordinal), word, facets: [] };
  }

  #scopeRow(target: { readonly scope: number }, word: number): Row {
    const { facets: names } = this.#index.tables.resources;
    const { lo, hi } = this.#index.tables.grants.scopes;
    const facets = this.#facetsOf(target.scope);
    const id = this.idOf(target);
    const places = facets.map(({ facet }) => ({
      sensitivity: sensitivityRank(names[facet]?.sensitivity),
      environment: environmentRank(names[facet]?.environment),
      id,
    }));
    const [place = { ...NOWHERE, id }] = places.sort(comparePlaces);
    return { target, place, count: (hi[target.scope] ?? 0) - (lo[target.scope] ?? 0), word, facets };
  }

  #facetsOf(scope: number): { readonly facet: number; readonly count: number }[] {
    const { resources, tables } = this.#index;
    const { lo, hi } = tables.grants.scopes;
    const sums = new Int32Array(tables.resources.facets.length);
    resources.addFacets(lo[scope] ?? 0, hi[scope] ?? 0, sums);
    return [...sums].flatMap((count, facet) => (count > 0 ? [{ facet, count }] : []));
  }
}

function contentsOf({ tables }: ReachIndex, ordinal: number): number {
  const { containers, contents } = tables.grants;
  let low = 0;
  let high = containers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((containers[middle] ?? 0) < ordinal) low = middle + 1;
    else high = middle;
  }
  return containers[low] === ordinal ? (contents[low] ?? 0) : 0;
}
