import type { ReachCounts } from '../queries/reach/index.ts';
import { comparePlaces, environmentRank, type Place, sensitivityRank } from '../queries/reach/order.ts';
import { bestGrants } from './best-grants.ts';
import type { Walked } from './closure.ts';
import type { ReachIndex } from './reach-index.ts';
import { type Segments, wordAt } from './segments.ts';
import { BY_RESOURCE, ON_RESOURCE, ON_SCOPE } from './tables.ts';
import { textAt } from './text-pool.ts';
import { hasLevel, weakened } from './word.ts';

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

export interface IndexedBlastRadius {
  readonly walked: Walked;
  readonly counts: ReachCounts;
  readonly rows: readonly IndexedRow[];
  readonly more: boolean;
  /** All rows. */
  readonly rowCount: number;
}

export interface Wanted {
  readonly first: number;
  readonly after?: Place | undefined;
  /** A mask; 0 for all. */
  readonly levels?: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The folded blast radius of an actor: `first` rows behind `after`, the most sensitive first. `levels`: a mask, 0 for all. */
export function blastRadius(index: ReachIndex, actor: number, wanted: Wanted): IndexedBlastRadius {
  const { first, after, levels = 0, now } = wanted;
  const walked = index.walk(actor, now);
  const reach = index.reachOf(walked);
  const candidates = new Candidates(index, walked, reach, levels);
  const page = candidates.page(first + 1, after);
  const rows = page.slice(0, first);
  const best = bestGrants(
    index,
    walked,
    rows.map(({ target }) => target),
  );
  return {
    walked,
    counts: index.count(reach, levels),
    rows: rows.map((row, i) => ({ ...row, grants: best[i] ?? [] })),
    more: page.length > first,
    rowCount: candidates.size,
  };
}

type Row = Omit<IndexedRow, 'grants'>;

/** Resources with a grant of their own and scopes, by how sensitive they are. */
class Candidates {
  readonly #index: ReachIndex;
  readonly #reach: Segments;
  readonly #own = new Set<number>();
  readonly #scopes = new Map<number, number>();

  constructor(index: ReachIndex, walked: Walked, reach: Segments, levels: number) {
    this.#index = index;
    this.#reach = reach;
    const { starts, lo, words, kindOf, via } = index.tables.grants;
    for (const node of walked.nodes) {
      const rank = walked.rankOf(node);
      for (let i = starts[node] ?? 0; i < (starts[node + 1] ?? 0); i += 1) {
        const kind = kindOf[i];
        if (kind === ON_RESOURCE || kind === BY_RESOURCE) this.#own.add(lo[i] ?? 0);
        else if (kind === ON_SCOPE) {
          const scope = via[i] ?? 0;
          this.#scopes.set(scope, (this.#scopes.get(scope) ?? 0) | weakened(words[i] ?? 0, rank));
        }
      }
    }
    if (levels !== 0) this.#keepOnly(levels);
  }

  #keepOnly(levels: number): void {
    for (const ordinal of this.#own) if (!hasLevel(wordAt(this.#reach, ordinal), levels)) this.#own.delete(ordinal);
    for (const [scope, word] of this.#scopes) if (!hasLevel(word, levels)) this.#scopes.delete(scope);
  }

  get size(): number {
    return this.#own.size + this.#scopes.size;
  }

  /** The first `wanted` rows behind a place. Only rows as sensitive as those are put in order by key. */
  page(wanted: number, after: Place | undefined): Row[] {
    const { facets } = this.#index.tables.resources;
    const groups = new Map<number, Row[]>();
    const later = new Map<number, number[]>();
    const rankOfFacet = facets.map((one) => sensitivityRank(one.sensitivity) * 8 + environmentRank(one.environment));
    for (const ordinal of this.#own) push(later, rankOfFacet[this.#index.resources.facetOf(ordinal)] ?? 0, ordinal);
    for (const [scope, word] of this.#scopes) {
      const row = this.#scopeRow(scope, word);
      push(groups, row.place.sensitivity * 8 + row.place.environment, row);
    }
    const rows: Row[] = [];
    const ranks = [...new Set([...groups.keys(), ...later.keys()])].sort((a, b) => a - b);
    const from = after === undefined ? -1 : after.sensitivity * 8 + after.environment;
    for (const rank of ranks.filter((one) => one >= from)) {
      const own = (later.get(rank) ?? []).map((ordinal) => this.#ownRow(ordinal));
      const all = [...own, ...(groups.get(rank) ?? [])]
        .filter((row) => after === undefined || comparePlaces(row.place, after) > 0)
        .sort((a, b) => comparePlaces(a.place, b.place));
      rows.push(...all.slice(0, wanted - rows.length));
      if (rows.length >= wanted) break;
    }
    return rows;
  }

  #ownRow(ordinal: number): Row {
    const { resources, tables } = this.#index;
    const facet = tables.resources.facets[resources.facetOf(ordinal)];
    const place = {
      sensitivity: sensitivityRank(facet?.sensitivity),
      environment: environmentRank(facet?.environment),
      id: resources.idOf(ordinal),
    };
    const count = 1 + contentsOf(this.#index, ordinal);
    return { target: { ordinal }, place, count, word: wordAt(this.#reach, ordinal), facets: [] };
  }

  #scopeRow(scope: number, word: number): Row {
    const { resources, tables } = this.#index;
    const { ids, lo, hi } = tables.grants.scopes;
    const sums = new Int32Array(tables.resources.facets.length);
    resources.addFacets(lo[scope] ?? 0, hi[scope] ?? 0, sums);
    const facets = [...sums].flatMap((count, facet) => (count > 0 ? [{ facet, count }] : []));
    const id = textAt(ids, scope);
    const places = facets.map(({ facet }) => {
      const names = tables.resources.facets[facet];
      return {
        sensitivity: sensitivityRank(names?.sensitivity),
        environment: environmentRank(names?.environment),
        id,
      };
    });
    const [place = { sensitivity: 6, environment: 2, id }] = places.sort(comparePlaces);
    const count = (hi[scope] ?? 0) - (lo[scope] ?? 0);
    return { target: { scope }, place, count, word, facets };
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

function push<T>(groups: Map<number, T[]>, key: number, one: T): void {
  const list = groups.get(key);
  if (list === undefined) groups.set(key, [one]);
  else list.push(one);
}
