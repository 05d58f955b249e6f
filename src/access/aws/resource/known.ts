import { Interned } from '../../ranges/intern.ts';
import type { Ordinals } from '../../ranges/ordinals.ts';
import type { AwsResource } from '../../types.ts';
import { factsKey, factsOf, NO_FACTS, type ResourceFacts } from './facts.ts';

/** Facts by ordinal. */
export interface PlacedFacts {
  /** Facts of each ordinal, as an index; `undefined` where the whole estate has none. */
  readonly factIds: Uint32Array | undefined;
  /** Number 0 is `NO_FACTS`. */
  readonly facts: readonly ResourceFacts[];
}

/** The facts of resources, each kind of facts once. */
export class KnownFacts {
  readonly #facts = new Interned<ResourceFacts>(factsKey);
  readonly #byId = new Map<string, number>();

  constructor() {
    this.#facts.idOf(NO_FACTS);
  }

  /** @param facet id of what stands inside the resource: in the same region, with tags of its own */
  add(resource: AwsResource, facet: string | undefined): void {
    const facts = factsOf(resource);
    if (facts === undefined) return;
    this.#byId.set(resource.id, this.#facts.idOf(facts));
    const { region } = facts;
    if (facet !== undefined && region !== undefined) this.#byId.set(facet, this.#facts.idOf({ ...NO_FACTS, region }));
  }

  placed(ordinals: Ordinals): PlacedFacts {
    const facts = Array.from({ length: this.#facts.size }, (_, id) => this.#facts.valueOf(id) ?? NO_FACTS);
    if (this.#byId.size === 0) return { factIds: undefined, facts };
    return { factIds: Uint32Array.from(ordinals.ids, (id) => this.#byId.get(id) ?? 0), facts };
  }
}
