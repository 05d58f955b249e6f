import { grantsByOrdinal } from '../../src/reach/grants.ts';
import { hashOf, keyIndex } from '../../src/reach/key-index.ts';
import { keyOrder } from '../../src/reach/key-order.ts';
import { facetsBefore } from '../../src/reach/resources.ts';
import { stepsBack } from '../../src/reach/reverse.ts';
import { ON_RESOURCE, ON_SCOPE, type ReachTables } from '../../src/reach/tables.ts';
import { TextPoolWriter } from '../../src/reach/text-pool.ts';
import { wordOf } from '../../src/reach/word.ts';

/** A small estate: actors and resources by number, kinds in the order of their resources. */
export interface PlainEstate {
  readonly actors: number;
  /** How many of them are agents; the others are trust groups. */
  readonly agents: number;
  /** Sizes of kinds `k0`, `k1` …. */
  readonly kinds: readonly number[];
  /** Number of the facet of each resource: `FACETS`. */
  readonly facets: readonly number[];
  readonly steps: readonly { readonly from: number; readonly to: number; readonly rank: number }[];
  readonly grants: readonly PlainGrant[];
  /** Ordinals of buckets, ascending, with what they hold. */
  readonly buckets?: readonly { readonly bucket: number; readonly objects: number }[];
  /** Actors that lead nowhere. */
  readonly dead: readonly number[];
}

export interface PlainGrant {
  readonly holder: number;
  readonly lo: number;
  readonly hi: number;
  readonly certain: number;
  readonly possible: number;
  readonly unknown: number;
}

export const FACETS = [
  { environment: undefined, sensitivity: undefined },
  { environment: 'production', sensitivity: 'pii' },
  { environment: 'staging', sensitivity: 'internal' },
] as const;

function pool(texts: readonly string[]) {
  const writer = new TextPoolWriter();
  for (const text of texts) writer.add(text);
  return writer.done();
}

function startsOf(owners: readonly number[], count: number): Uint32Array {
  return Uint32Array.from({ length: count + 1 }, (_, i) => owners.filter((owner) => owner < i).length);
}

/** The tables that a graph with this estate would give. */
export function tablesOf(estate: PlainEstate): ReachTables {
  const steps = [...estate.steps].sort((a, b) => a.from - b.from);
  const grants = [...estate.grants].sort((a, b) => a.holder - b.holder);
  const resources = estate.facets.map((_, i) => `r:${i}`);
  const actors = Array.from({ length: estate.actors }, (_, i) => `a:${String(i).padStart(2, '0')}`);
  const facetOf = Uint8Array.from(estate.facets);
  const stepTables = {
    starts: startsOf(
      steps.map(({ from }) => from),
      estate.actors,
    ),
    to: Uint32Array.from(steps, ({ to }) => to),
    ranks: Uint8Array.from(steps, ({ rank }) => rank),
    typeOf: new Uint8Array(steps.length),
    types: ['USES'],
    conditionsOf: new Uint16Array(steps.length),
  };
  const grantTables = {
    starts: startsOf(
      grants.map(({ holder }) => holder),
      estate.actors,
    ),
    lo: Uint32Array.from(grants, ({ lo }) => lo),
    hi: Uint32Array.from(grants, ({ hi }) => hi),
    words: Uint16Array.from(grants, wordOf),
    kindOf: Uint8Array.from(grants, ({ lo, hi }) => (hi - lo === 1 ? ON_RESOURCE : ON_SCOPE)),
    via: Uint32Array.from(grants, (_, i) => i),
    conditionsOf: new Uint16Array(grants.length),
    scopes: {
      ids: pool(grants.map((_, i) => `s:${i}`)),
      lo: Uint32Array.from(grants, ({ lo }) => lo),
      hi: Uint32Array.from(grants, ({ hi }) => hi),
    },
    containers: new Uint32Array(0),
    contents: new Uint32Array(0),
  };
  return {
    graphVersion: 1,
    resources: {
      keys: keyIndex(Uint32Array.from(resources, hashOf)),
      ids: pool(resources),
      order: keyOrder(pool(resources)),
      buckets: Uint32Array.from(estate.buckets ?? [], ({ bucket }) => bucket),
      objects: Uint32Array.from(estate.buckets ?? [], ({ objects }) => objects),
      kinds: estate.kinds.map((_, i) => `k${i}`),
      kindStarts: Uint32Array.from([0, ...estate.kinds.map((_, i) => sum(estate.kinds.slice(0, i + 1)))]),
      facets: FACETS,
      facetOf,
      facetsBefore: facetsBefore(facetOf, FACETS.length),
    },
    actors: {
      keys: keyIndex(
        Uint32Array.from(actors, (id, i) => hashOf(`${i < estate.agents ? 'Agent' : 'TrustGroup'} ${id}`)),
      ),
      labels: ['Agent', 'TrustGroup'],
      labelStarts: Uint32Array.from([0, estate.agents, estate.actors]),
      ids: pool(actors),
      kinds: [''],
      kindOf: new Uint16Array(estate.actors),
      environments: [''],
      environmentOf: new Uint16Array(estate.actors),
      liveUntil: Float64Array.from(actors, (_, i) =>
        estate.dead.includes(i) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
      ),
    },
    steps: stepTables,
    stepsBack: stepsBack(stepTables),
    grants: grantTables,
    grantsByOrdinal: grantsByOrdinal(grantTables),
    conditions: [[]],
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
