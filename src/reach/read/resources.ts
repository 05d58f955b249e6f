import type { Fields, Graph } from '../../graph/index.ts';
import { compareText } from '../../queries/reach/order.ts';
import { hashOf, keyIndex } from '../key-index.ts';
import { keyOrder } from '../key-order.ts';
import { facetsBefore } from '../resources.ts';
import type { FacetNames, ResourceTables } from '../tables.ts';
import { type TextPool, TextPoolWriter, textAt } from '../text-pool.ts';
import type { ScopePlacer } from './scopes.ts';
import { Names, NumberMap, Numbers } from './stream.ts';

const FACTS = 'id(n), n.id, n.kind, n.environment, n.sensitivity, n.path';
/** The index on paths gives them in order. */
const WITH_PATH = `MATCH (n:Resource) WHERE n.path IS NOT NULL AND n.retiredAt IS NULL RETURN ${FACTS} ORDER BY n.path`;
const WITHOUT_PATH = `MATCH (n:Resource) WHERE n.path IS NULL AND n.retiredAt IS NULL RETURN ${FACTS} ORDER BY n.id`;

/** Most facets that a byte can number. */
const MAX_FACETS = 255;

interface Facts {
  readonly databaseId: number;
  readonly id: string;
  readonly kind: string;
  readonly environment: string | null;
  readonly sensitivity: string | null;
}

function factsOf(row: Fields): Facts {
  return {
    databaseId: row.get(0) as number,
    id: row.get(1) as string,
    kind: (row.get(2) as string | null) ?? '',
    environment: row.get(3) as string | null,
    sensitivity: row.get(4) as string | null,
  };
}

/** Resources as they come: in the order of their paths, kinds among each other. */
class Reading {
  readonly ids = new TextPoolWriter();
  readonly databaseIds = new Numbers();
  readonly kinds = new Names();
  readonly kindOf = new Numbers();
  readonly facetOf = new Numbers();
  /** Number 0 is for what is not known, and for what is left over. */
  readonly facets: FacetNames[] = [{ environment: undefined, sensitivity: undefined }];
  readonly perKind: number[] = [];
  readonly #facetNumbers = new Map([['\n', 0]]);

  add({ databaseId, id, kind, environment, sensitivity }: Facts): number {
    const kindNumber = this.kinds.numberOf(kind);
    const at = this.perKind[kindNumber] ?? 0;
    this.perKind[kindNumber] = at + 1;
    this.databaseIds.add(databaseId);
    this.ids.add(id);
    this.kindOf.add(kindNumber);
    this.facetOf.add(this.#facet(environment, sensitivity));
    return at;
  }

  /** Past 255 different ones the rest counts as unknown. */
  #facet(environment: string | null, sensitivity: string | null): number {
    const key = `${environment ?? ''}\n${sensitivity ?? ''}`;
    const known = this.#facetNumbers.get(key);
    if (known !== undefined) return known;
    if (this.facets.length === MAX_FACETS) return 0;
    this.#facetNumbers.set(key, this.facets.length);
    this.facets.push({ environment: environment ?? undefined, sensitivity: sensitivity ?? undefined });
    return this.facets.length - 1;
  }
}

export interface ReadResources {
  readonly tables: ResourceTables;
  /** Ordinals by the id of the database. */
  readonly ordinals: NumberMap;
  readonly startOf: (kind: string) => number;
  /** Resources of a kind that have a path. */
  readonly pathsOf: (kind: string) => number;
}

/** Reads all resources and numbers them by kind, path and key; tells `scopes` of each on the way. */
export async function readResources(graph: Graph, scopes: ScopePlacer): Promise<ReadResources> {
  const reading = new Reading();
  await graph.each(WITH_PATH, {}, (row) => {
    const facts = factsOf(row);
    scopes.pass(facts.kind, row.get(5) as string, reading.add(facts));
  });
  const withPath = [...reading.perKind];
  await graph.each(WITHOUT_PATH, {}, (row) => {
    reading.add(factsOf(row));
  });
  return numbered(reading, withPath, await readHoldings(graph));
}

/** What buckets hold where that is granted apart. */
const HOLDINGS = `MATCH (r:Resource {kind: 's3:bucket'})-[:CONTAINS]->(o:Resource {kind: 's3:object'})
  WHERE r.retiredAt IS NULL AND o.retiredAt IS NULL RETURN id(r), id(o)`;

/** Ids of the database: of a bucket, and of what it holds. */
type Holding = readonly [number, number];

async function readHoldings(graph: Graph): Promise<Holding[]> {
  const found: Holding[] = [];
  await graph.each(HOLDINGS, {}, (row) => {
    found.push([row.get(0) as number, row.get(1) as number]);
  });
  return found;
}

function numbered(reading: Reading, withPath: readonly number[], holdings: readonly Holding[]): ReadResources {
  const kinds = reading.kinds.all;
  const order = [...kinds.keys()].sort((a, b) => compareText(kinds[a] ?? '', kinds[b] ?? ''));
  const count = reading.ids.size;
  const startOfNumber = new Uint32Array(kinds.length);
  const kindStarts = new Uint32Array(kinds.length + 1);
  let start = 0;
  for (const [i, kind] of order.entries()) {
    kindStarts[i] = start;
    startOfNumber[kind] = start;
    start += reading.perKind[kind] ?? 0;
  }
  kindStarts[kinds.length] = start;
  const ordinals = new NumberMap();
  const facetOf = new Uint8Array(count);
  const readAt = new Uint32Array(count);
  const next = startOfNumber.slice();
  for (let i = 0; i < count; i += 1) {
    const kind = reading.kindOf.at(i);
    const ordinal = next[kind] ?? 0;
    next[kind] = ordinal + 1;
    ordinals.set(reading.databaseIds.at(i), ordinal);
    facetOf[ordinal] = reading.facetOf.at(i);
    readAt[ordinal] = i;
  }
  const numberOfKind = new Map(kinds.map((kind, i) => [kind, i]));
  const ids = reordered(reading.ids.done(), readAt);
  const hashes = Uint32Array.from({ length: count }, (_, ordinal) => hashOf(textAt(ids, ordinal)));
  const held = holdings
    .map(([bucket, object]) => [ordinals.get(bucket), ordinals.get(object)] as const)
    .sort(([a], [b]) => a - b);
  return {
    tables: {
      keys: keyIndex(hashes),
      ids,
      order: keyOrder(ids),
      buckets: Uint32Array.from(held, ([bucket]) => bucket),
      objects: Uint32Array.from(held, ([, object]) => object),
      kinds: order.map((kind) => kinds[kind] ?? ''),
      kindStarts,
      facets: reading.facets,
      facetOf,
      facetsBefore: facetsBefore(facetOf, reading.facets.length),
    },
    ordinals,
    startOf: (kind) => startOfNumber[numberOfKind.get(kind) ?? -1] ?? count,
    pathsOf: (kind) => withPath[numberOfKind.get(kind) ?? -1] ?? 0,
  };
}

/** The texts in another order: `from[i]` is where the text of number `i` stood. */
function reordered({ bytes, starts }: TextPool, from: Uint32Array): TextPool {
  const moved = new Uint8Array(bytes.length);
  const places = new Uint32Array(from.length + 1);
  let end = 0;
  for (let i = 0; i < from.length; i += 1) {
    const at = from[i] ?? 0;
    const text = bytes.subarray(starts[at] ?? 0, starts[at + 1] ?? 0);
    moved.set(text, end);
    end += text.length;
    places[i + 1] = end;
  }
  return { bytes: moved, starts: places };
}
