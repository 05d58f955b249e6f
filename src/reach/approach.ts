import { FOLLOWED } from '../queries/reach/pattern.ts';
import { eachGrantAt } from './grants.ts';
import type { ReachIndex } from './reach-index.ts';
import { actorOfStep, RANKS } from './walked.ts';
import { rankOfWord, weakened } from './word.ts';

/** The first step of the surest way from an actor to a grant, the shortest of those. A holder has the grant instead. */
export interface Lead {
  /** 0 certain, 1 conditional, 2 unknown or not told. */
  readonly rank: number;
  /** Steps to the target, that of the grant included. */
  readonly steps: number;
  readonly step: number | undefined;
  readonly grant: number | undefined;
}

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

  /** What every actor has by these grants: the union over all ways, each grant no surer than its way. */
  wordsFrom(grants: readonly number[]): Map<number, number> {
    const { tables } = this.#index;
    const words = new Map<number, number>();
    const work: number[] = [];
    const raise = (actor: number, word: number): void => {
      const known = words.get(actor) ?? 0;
      if ((known | word) === known) return;
      words.set(actor, known | word);
      work.push(actor);
    };
    for (const grant of grants) raise(actorOfStep(tables.grants, grant), tables.grants.words[grant] ?? 0);
    for (let actor = work.pop(); actor !== undefined; actor = work.pop()) {
      const word = words.get(actor) ?? 0;
      this.#eachStepTo(actor, (step, from) => raise(from, weakened(word, tables.steps.ranks[step] ?? 0)));
    }
    return words;
  }

  /** Leads from every actor to one of the grants. `levels`: a mask, 0 for any. */
  leadsTo(grants: readonly number[], levels: number): Map<number, Lead> {
    const { tables } = this.#index;
    const leads = new Map<number, Lead>();
    for (let rank = 0; rank < RANKS; rank += 1) {
      for (const grant of grants) {
        const holder = actorOfStep(tables.grants, grant);
        if (leads.has(holder) || rankOfWord(tables.grants.words[grant] ?? 0, levels) > rank) continue;
        leads.set(holder, { rank, steps: 1, step: undefined, grant });
      }
      this.#extend(leads, rank);
    }
    return leads;
  }

  /** From everything known so far, the nearest first: a way may get worse at any step of it. */
  #extend(leads: Map<number, Lead>, rank: number): void {
    const { ranks } = this.#index.tables.steps;
    const atDistance: number[][] = [];
    const put = (actor: number, steps: number): void => {
      const list = atDistance[steps];
      if (list === undefined) atDistance[steps] = [actor];
      else list.push(actor);
    };
    for (const [actor, { steps }] of leads) put(actor, steps);
    for (let steps = 1; steps < atDistance.length; steps += 1) {
      for (const actor of atDistance[steps] ?? []) {
        if (leads.get(actor)?.steps !== steps) continue;
        this.#eachStepTo(actor, (step, from) => {
          if ((ranks[step] ?? 0) > rank) return;
          const known = leads.get(from);
          if (known !== undefined && (known.rank < rank || known.steps <= steps + 1)) return;
          leads.set(from, { rank, steps: steps + 1, step, grant: undefined });
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
