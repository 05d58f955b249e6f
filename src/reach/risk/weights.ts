import type { RiskWeights } from '../../lib/config-risk.ts';
import { LEVELS } from '../../queries/reach/levels.ts';
import type { FacetNames, ResourceTables } from '../tables.ts';
import { rankOfLevel } from '../word.ts';

const CERTAINTIES = ['certain', 'possible', 'unknown'] as const;

/** What weighs most in a word. */
export interface Strongest {
  readonly level: string;
  readonly certainty: (typeof CERTAINTIES)[number];
  readonly weight: number;
}

/** What reaching resources weighs: the strongest level, as sure as it is, by sensitivity and environment. */
export class ReachWeights {
  readonly #weights: RiskWeights;
  readonly #byWord = new Map<number, Strongest>();
  readonly #ofFacet: readonly number[];
  /** By ordinal, what all resources before it weigh. */
  readonly #before: Float64Array;

  constructor(weights: RiskWeights, { facets, facetOf }: ResourceTables) {
    this.#weights = weights;
    this.#ofFacet = facets.map((facet) => this.ofFacet(facet));
    this.#before = new Float64Array(facetOf.length + 1);
    let sum = 0;
    for (let at = 0; at < facetOf.length; at += 1) {
      sum += this.#ofFacet[facetOf[at] ?? 0] ?? 0;
      this.#before[at + 1] = sum;
    }
  }

  /** What the resources of a range weigh, whatever the level. */
  ofRange(lo: number, hi: number): number {
    return (this.#before[hi] ?? 0) - (this.#before[lo] ?? 0);
  }

  ofFacet({ environment, sensitivity }: FacetNames): number {
    const { environment: byEnvironment, sensitivity: bySensitivity } = this.#weights;
    const of = (weights: Readonly<Record<string, number>>, name: string | undefined): number =>
      (Object.hasOwn(weights, name ?? '') ? weights[name ?? ''] : weights['unknown']) ?? 1;
    return of(byEnvironment, environment) * of(bySensitivity, sensitivity);
  }

  ofWord(word: number): number {
    return word === 0 ? 0 : this.strongest(word).weight;
  }

  strongest(word: number): Strongest {
    const known = this.#byWord.get(word);
    if (known !== undefined) return known;
    const { levels, certainty } = this.#weights;
    let found: Strongest = { level: 'untold', certainty: 'unknown', weight: levels.untold };
    let isTold = false;
    for (const [bit, level] of LEVELS.entries()) {
      const sure = CERTAINTIES[rankOfLevel(word, bit)];
      if (sure === undefined) continue;
      const weight = levels[level] * certainty[sure];
      if (!isTold || weight > found.weight) found = { level, certainty: sure, weight };
      isTold = true;
    }
    this.#byWord.set(word, found);
    return found;
  }
}
