import { FOLLOWED } from '../queries/reach/pattern.ts';
import { eachGrantAt } from './grants.ts';
import { Leads } from './leads.ts';
import type { ReachIndex } from './reach-index.ts';
import { actorOfStep, RANKS } from './walked.ts';
import { rankOfWord, weakened } from './word.ts';

/** Steps and grants that lead to a resource, walked backwards. `now`: milliseconds since the epoch. */
export class Approach {
  readonly #index: ReachIndex;
  readonly #now: number;
  readonly #resources: readonly [number, number];

  constructor(index: ReachIndex, now: number) {
    this.#index = index;
    this.#now = now;
    this.#resources = index.actors.ofLabel('Resource');
  }

  /** Numbers of the grants on a resource whose holders lead on: its own first, then scopes', then those of what holds it. */
  grantsOn(ordinal: number): number[] {
    const { grants, grantsByOrdinal } = this.#index.tables;
    const found: number[] = [];
    eachGrantAt(grantsByOrdinal, grants, ordinal, (grant) => {
      if (this.#isOpen(actorOfStep(grants, grant))) found.push(grant);
    });
    return found.sort((a, b) => (grants.kindOf[a] ?? 0) - (grants.kindOf[b] ?? 0) || a - b);
  }

  /** What every actor has by these grants: the union over all ways, each grant no surer than its way. By actor; 0 for none. */
  wordsFrom(grants: readonly number[]): Uint16Array {
    const { tables } = this.#index;
    const words = new Uint16Array(this.#index.actors.count);
    const work: number[] = [];
    const raise = (actor: number, word: number): void => {
      const known = words[actor] ?? 0;
      if ((known | word) === known) return;
      words[actor] = known | word;
      work.push(actor);
    };
    for (const grant of grants) raise(actorOfStep(tables.grants, grant), tables.grants.words[grant] ?? 0);
    for (let actor = work.pop(); actor !== undefined; actor = work.pop()) {
      const word = words[actor] ?? 0;
      this.#eachStepTo(actor, (step, from) => raise(from, weakened(word, tables.steps.ranks[step] ?? 0)));
    }
    return words;
  }

  /** Leads from every actor to one of the grants. `levels`: a mask, 0 for any. */
  leadsTo(grants: readonly number[], levels: number): Leads {
    const { tables } = this.#index;
    const leads = new Leads(this.#index.actors.count);
    for (let rank = 0; rank < RANKS; rank += 1) {
      for (const grant of grants) {
        const holder = actorOfStep(tables.grants, grant);
        if (leads.has(holder) || rankOfWord(tables.grants.words[grant] ?? 0, levels) > rank) continue;
        leads.begin(holder, rank, grant);
      }
      this.#extend(leads, rank);
    }
    return leads;
  }

  /** From everything known so far, the nearest first: a way may get worse at any step of it. */
  #extend(leads: Leads, rank: number): void {
    const { ranks } = this.#index.tables.steps;
    const atDistance: number[][] = [];
    const put = (actor: number, steps: number): void => {
      const list = atDistance[steps];
      if (list === undefined) atDistance[steps] = [actor];
      else list.push(actor);
    };
    for (const actor of leads.actors) put(actor, leads.stepsOf(actor));
    for (let steps = 1; steps < atDistance.length; steps += 1) {
      for (const actor of atDistance[steps] ?? []) {
        if (leads.stepsOf(actor) !== steps) continue;
        this.#eachStepTo(actor, (step, from) => {
          if ((ranks[step] ?? 0) > rank) return;
          if (leads.has(from) && (leads.rankOf(from) < rank || leads.stepsOf(from) <= steps + 1)) return;
          leads.lead(from, rank, steps + 1, step);
          put(from, steps + 1);
        });
      }
    }
  }

  /** Steps of direct reach: a resource's own credentials are not its reader's, nor the ways in from what people ask about. */
  #eachStepTo(actor: number, visit: (step: number, from: number) => void): void {
    const { steps, stepsBack } = this.#index.tables;
    const [first, last] = this.#resources;
    for (let i = stepsBack.starts[actor] ?? 0; i < (stepsBack.starts[actor + 1] ?? 0); i += 1) {
      const step = stepsBack.steps[i] ?? 0;
      const from = stepsBack.from[step] ?? 0;
      if ((steps.typeOf[step] ?? 0) >= FOLLOWED.length || (from >= first && from < last) || !this.#isOpen(from))
        continue;
      visit(step, from);
    }
  }

  #isOpen(actor: number): boolean {
    return (this.#index.tables.actors.liveUntil[actor] ?? 0) > this.#now;
  }
}
