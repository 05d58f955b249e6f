import { bestGrants, type Ranked } from './best-grants.ts';
import type { ReachIndex } from './reach-index.ts';
import type { Target } from './rows.ts';
import type { KeptWalk } from './walked.ts';

/** Targets whose best grants are kept. */
const KEPT_TARGETS = 4_096;

/** The best grants of a walk that is kept, on each target that was asked about. */
export class BestKept {
  readonly #index: ReachIndex;
  readonly #walked: KeptWalk;
  readonly #known = new Map<string, readonly Ranked[]>();

  constructor(index: ReachIndex, walked: KeptWalk) {
    this.#index = index;
    this.#walked = walked;
  }

  of(targets: readonly Target[]): (readonly Ranked[])[] {
    const missing = targets.filter((one) => !this.#known.has(keyOf(one)));
    if (this.#known.size + missing.length > KEPT_TARGETS) this.#known.clear();
    const asked = this.#known.size === 0 ? targets : missing;
    for (const [i, found] of (asked.length === 0 ? [] : bestGrants(this.#index, this.#walked, asked)).entries()) {
      const target = asked[i];
      if (target !== undefined) this.#known.set(keyOf(target), found);
    }
    return targets.map((one) => this.#known.get(keyOf(one)) ?? []);
  }
}

function keyOf(target: Target): string {
  return 'ordinal' in target ? `r${target.ordinal}` : `s${target.scope}`;
}
