import type { Interned } from '../../ranges/intern.ts';
import { append, type Ranges } from '../../ranges/ranges.ts';
import type { ConditionOutcome } from '../condition/condition.ts';
import { decideSettled, type SettledTest } from '../condition/settled.ts';
import type { Estate, Partition, Shelf } from '../estate.ts';
import { NO_FACTS, resourceKeys } from './facts.ts';

/** Where in a partition tests are met, and where they wait for something that is not known of the resource. */
export interface Split {
  readonly met: Ranges;
  readonly undecided: readonly { readonly keys: readonly string[]; readonly ranges: Ranges }[];
}

/** Decides what waits for the resource, for whole partitions; each list of tests is worked out once for each. */
export class ResourceSplitter {
  readonly #estate: Estate;
  readonly #settled: Interned<readonly SettledTest[]>;
  readonly #memo = new Map<string, Split>();

  constructor(estate: Estate, settled: Interned<readonly SettledTest[]>) {
    this.#estate = estate;
    this.#settled = settled;
  }

  clear(): void {
    this.#memo.clear();
  }

  /** @param waits id of a list of settled tests */
  split(waits: number, partition: Partition): Split {
    const key = `${waits}.${partition.lo}`;
    const known = this.#memo.get(key);
    if (known !== undefined) return known;
    const met: number[] = [];
    const undecided = new Map<string, { readonly keys: readonly string[]; readonly ranges: number[] }>();
    const type = this.#estate.types[partition.type] ?? '';
    for (const shelf of partition.shelves) {
      const decide = this.#decider(this.#settled.valueOf(waits) ?? [], type, shelf);
      for (const [lo, hi, fact] of this.#runs(shelf)) {
        const outcome = decide(fact);
        if (outcome.state === 'met') append(met, lo, hi);
        if (outcome.state !== 'undecided') continue;
        const keys = outcome.keys.join('\n');
        const entry = undecided.get(keys) ?? { keys: outcome.keys, ranges: [] };
        undecided.set(keys, entry);
        append(entry.ranges, lo, hi);
      }
    }
    const made = { met, undecided: [...undecided.values()] };
    this.#memo.set(key, made);
    return made;
  }

  #decider(tests: readonly SettledTest[], type: string, shelf: Shelf): (fact: number) => ConditionOutcome {
    const outcomes = new Map<number, ConditionOutcome>();
    return (fact) => {
      const known = outcomes.get(fact);
      if (known !== undefined) return known;
      const facts = this.#estate.facts[fact] ?? NO_FACTS;
      const outcome = decideSettled(tests, resourceKeys(type, shelf.region, facts));
      outcomes.set(fact, outcome);
      return outcome;
    };
  }

  /** Runs of equal facts within a shelf. */
  *#runs({ lo, hi }: Shelf): Generator<readonly [lo: number, hi: number, fact: number]> {
    const ids = this.#estate.factIds;
    if (ids === undefined) {
      yield [lo, hi, 0];
      return;
    }
    let from = lo;
    for (let at = lo + 1; at <= hi; at += 1) {
      if (at < hi && ids[at] === ids[from]) continue;
      yield [from, at, ids[from] ?? 0];
      from = at;
    }
  }
}
