import { grantsByOrdinal } from '../../src/reach/grants.ts';
import { hashOf, keyIndex } from '../../src/reach/key-index.ts';
import { keyOrder } from '../../src/reach/key-order.ts';
import { facetsBefore } from '../../src/reach/resources.ts';
import { stepsBack } from '../../src/reach/reverse.ts';
import { ON_RESOURCE, ON_SCOPE, type ReachTables } from '../../src/reach/tables.ts';
import { type TextPool, TextPoolWriter, textAt } from '../../src/reach/text-pool.ts';
import { wordOf } from '../../src/reach/word.ts';
import { Random } from './random.ts';

export interface EstateSize {
  readonly accounts: number;
  /** Roles and users. */
  readonly principals: number;
  readonly resources: number;
  readonly documents: number;
}

const KINDS = 11;
const ENVIRONMENTS = [undefined, 'production', 'staging', 'development'] as const;
const SENSITIVITIES = [undefined, 'pii', 'internal', 'public'] as const;
const FACETS = ENVIRONMENTS.flatMap((environment) =>
  SENSITIVITIES.map((sensitivity) => ({ environment, sensitivity })),
);
/** Share of principals that are agents' own, with a credential each. */
const AGENTS = 0.25;

/** Rows of one owner in a flat list. */
interface Row {
  readonly owner: number;
  readonly a: number;
  readonly b: number;
}

/**
 * A generated estate as the tables of the reach index, without a database: agents with credentials, principals that share
 * access profiles, trust groups within accounts and a few across them. Resources of one kind and account lie together.
 */
export function reachEstate({ accounts, principals, resources, documents }: EstateSize, seed: number): ReachTables {
  const random = new Random(seed);
  const places = new Places(random, accounts, resources);
  const agents = Math.floor(principals * AGENTS);
  const profiles = Math.max(accounts, Math.floor(documents * 2.5));
  // Actors in the order of their labels: profiles, agents, credentials, principals, trust groups.
  const first = {
    agent: profiles,
    credential: profiles + agents,
    principal: profiles + agents * 2,
    group: profiles + agents * 2 + principals,
  };
  const actors = first.group + accounts;
  const accountOf = (principal: number): number => principal % accounts;
  const steps: Row[] = [];
  for (let i = 0; i < agents; i += 1) {
    steps.push({ owner: first.agent + i, a: first.credential + i, b: 0 });
    steps.push({ owner: first.credential + i, a: first.principal + random.below(principals), b: 0 });
  }
  for (let i = 0; i < principals; i += 1) {
    const account = accountOf(i);
    const profile = account + accounts * random.below(Math.max(1, Math.floor(profiles / accounts)));
    steps.push({ owner: first.principal + i, a: profile, b: 0 });
    if (random.next() < 0.15)
      steps.push({ owner: first.principal + i, a: first.group + account, b: random.next() < 0.2 ? 1 : 0 });
    if (random.next() < 0.1)
      steps.push({ owner: first.group + account, a: first.principal + i, b: random.next() < 0.2 ? 1 : 0 });
    if (random.next() < 0.01)
      steps.push({ owner: first.principal + i, a: first.principal + random.below(principals), b: 0 });
  }
  const grants: (Row & { readonly word: number })[] = [];
  for (let profile = 0; profile < profiles; profile += 1) {
    for (const { lo, hi } of places.ranges(profile % accounts))
      grants.push({ owner: profile, a: lo, b: hi, word: levelsOf(random) });
  }
  return tables(actors, first, places, steps, grants);
}

function levelsOf(random: Random): number {
  const level = 1 << random.below(5);
  const kind = random.next();
  return wordOf({
    certain: kind < 0.8 ? level | 1 : 0,
    possible: kind >= 0.8 && kind < 0.95 ? level : 0,
    unknown: kind >= 0.95 ? level : 0,
  });
}

/** Where the resources of each account lie. */
class Places {
  readonly count: number;
  readonly facetOf: Uint8Array;
  readonly kindStarts: Uint32Array;
  readonly #random: Random;
  readonly #accounts: number;
  /** First ordinal by kind and account. */
  readonly #starts: Uint32Array;

  constructor(random: Random, accounts: number, resources: number) {
    this.#random = random;
    this.#accounts = accounts;
    const perKind = Math.floor(resources / KINDS);
    this.#starts = new Uint32Array(KINDS * accounts + 1);
    for (let i = 0; i < KINDS * accounts; i += 1)
      this.#starts[i + 1] =
        Math.floor(((i % accounts) + 1) * (perKind / accounts)) + Math.floor(i / accounts) * perKind;
    this.count = perKind * KINDS;
    this.kindStarts = Uint32Array.from({ length: KINDS + 1 }, (_, kind) => kind * perKind);
    this.facetOf = Uint8Array.from({ length: this.count }, () => random.below(FACETS.length));
  }

  /** What a document grants in its account: some things by name, ranges by prefix, all of a kind; seldom everything. */
  ranges(account: number): readonly { readonly lo: number; readonly hi: number }[] {
    if (this.#random.next() < 0.01) return Array.from({ length: KINDS }, (_, kind) => this.#all(kind, account));
    return Array.from({ length: 1 + this.#random.below(6) }, () => {
      const { lo, hi } = this.#all(this.#random.below(KINDS), account);
      const size = hi - lo;
      const shape = this.#random.next();
      if (shape < 0.18 || size < 2) return { lo, hi };
      const from = lo + this.#random.below(size);
      return {
        lo: from,
        hi: shape < 0.6 ? from + 1 : Math.min(hi, from + 1 + this.#random.below(Math.max(1, size >> 3))),
      };
    });
  }

  #all(kind: number, account: number): { readonly lo: number; readonly hi: number } {
    const at = kind * this.#accounts + account;
    return { lo: this.#starts[at] ?? 0, hi: this.#starts[at + 1] ?? 0 };
  }
}

function tables(
  actors: number,
  first: { readonly agent: number; readonly credential: number; readonly principal: number; readonly group: number },
  places: Places,
  steps: Row[],
  grants: (Row & { readonly word: number })[],
): ReachTables {
  steps.sort((x, y) => x.owner - y.owner);
  grants.sort((x, y) => x.owner - y.owner);
  const ids = pool(actors, 'a');
  const resourceIds = pool(places.count, 'r');
  const labels = ['AccessProfile', 'Agent', 'Credential', 'Principal', 'TrustGroup'];
  const labelStarts = Uint32Array.of(0, first.agent, first.credential, first.principal, first.group, actors);
  const labelOf = (actor: number): string => labels[labelStarts.findIndex((start) => start > actor) - 1] ?? '';
  const stepTables = {
    starts: startsOf(steps, actors),
    to: Uint32Array.from(steps, ({ a }) => a),
    ranks: Uint8Array.from(steps, ({ b }) => b),
    typeOf: new Uint8Array(steps.length),
    types: ['STEP'],
    conditionsOf: new Uint16Array(steps.length),
  };
  const grantTables = {
    starts: startsOf(grants, actors),
    lo: Uint32Array.from(grants, ({ a }) => a),
    hi: Uint32Array.from(grants, ({ b }) => b),
    words: Uint16Array.from(grants, ({ word }) => word),
    kindOf: Uint8Array.from(grants, ({ a, b }) => (b - a === 1 ? ON_RESOURCE : ON_SCOPE)),
    via: Uint32Array.from(grants, (_, i) => i),
    conditionsOf: new Uint16Array(grants.length),
    scopes: {
      ids: pool(grants.length, 's'),
      lo: Uint32Array.from(grants, ({ a }) => a),
      hi: Uint32Array.from(grants, ({ b }) => b),
    },
    containers: new Uint32Array(0),
    contents: new Uint32Array(0),
  };
  return {
    graphVersion: 1,
    resources: {
      keys: keyIndex(Uint32Array.from({ length: places.count }, (_, i) => hashOf(textAt(resourceIds, i)))),
      ids: resourceIds,
      order: keyOrder(resourceIds),
      buckets: new Uint32Array(0),
      objects: new Uint32Array(0),
      kinds: Array.from({ length: KINDS }, (_, i) => `kind-${i}`),
      kindStarts: places.kindStarts,
      facets: FACETS,
      facetOf: places.facetOf,
      facetsBefore: facetsBefore(places.facetOf, FACETS.length),
    },
    actors: {
      keys: keyIndex(Uint32Array.from({ length: actors }, (_, i) => hashOf(`${labelOf(i)} ${textAt(ids, i)}`))),
      labels,
      labelStarts,
      ids,
      kinds: [''],
      kindOf: new Uint16Array(actors),
      environments: [''],
      environmentOf: new Uint16Array(actors),
      liveUntil: new Float64Array(actors).fill(Number.POSITIVE_INFINITY),
    },
    steps: stepTables,
    stepsBack: stepsBack(stepTables),
    grants: grantTables,
    grantsByOrdinal: grantsByOrdinal(grantTables),
    conditions: [[]],
  };
}

function startsOf(rows: readonly Row[], owners: number): Uint32Array {
  const starts = new Uint32Array(owners + 1);
  for (const { owner } of rows) starts[owner + 1] = (starts[owner + 1] ?? 0) + 1;
  for (let owner = 0; owner < owners; owner += 1) starts[owner + 1] = (starts[owner + 1] ?? 0) + (starts[owner] ?? 0);
  return starts;
}

function pool(count: number, prefix: string): TextPool {
  const writer = new TextPoolWriter();
  for (let i = 0; i < count; i += 1) writer.add(`${prefix}:${String(i).padStart(8, '0')}`);
  return writer.done();
}
