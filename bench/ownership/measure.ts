import type { Verdict } from '../../src/derive/ownership/verdict.ts';
import { type Seen, verdicts } from './judge.ts';
import type { LabelledAgent } from './organisation/index.ts';

/** What was judged of one agent, and whether it is right. */
export interface Outcome {
  readonly agent: LabelledAgent;
  readonly verdict: Verdict;
  readonly truth: string | undefined;
  /** The one judged surest is the true owner. */
  readonly right: boolean;
  /** Confidence of the one judged surest; nobody was named: `undefined`. */
  readonly confidence: number | undefined;
}

/** Every agent of an organisation with its verdict and the truth. */
export function outcomesOf(seen: Seen, judged: ReadonlyMap<string, Verdict> = verdicts(seen)): Outcome[] {
  return seen.organisation.agents.flatMap((agent) => {
    const verdict = judged.get(agent.id);
    if (verdict === undefined) return [];
    const best = verdict.owner ?? verdict.alternatives[0];
    const truth = seen.truth(agent);
    return [{ agent, verdict, truth, right: best !== undefined && best.owner === truth, confidence: best?.confidence }];
  });
}

export interface Scores {
  readonly agents: number;
  readonly owned: number;
  readonly asserted: { readonly precision: number; readonly recall: number };
  /** Likely or better. */
  readonly likely: { readonly precision: number; readonly recall: number };
  readonly ece: number;
  /** Unowned agents that were given an owner. */
  readonly unownedAsserted: number;
  readonly unownedLikely: number;
}

/** Precision: right ones of those said. Recall: right ones of the agents that have an owner. */
export function scoresOf(outcomes: readonly Outcome[]): Scores {
  const owned = outcomes.filter(({ truth }) => truth !== undefined);
  const asserted = outcomes.filter(({ verdict }) => verdict.verdict === 'asserted');
  const said = outcomes.filter(({ verdict }) => verdict.verdict !== 'unknown');
  const rates = (some: readonly Outcome[]) => ({
    precision: share(some.filter(({ right }) => right).length, some.length),
    recall: share(some.filter(({ right }) => right).length, owned.length),
  });
  return {
    agents: outcomes.length,
    owned: owned.length,
    asserted: rates(asserted),
    likely: rates(said),
    ece: calibrationError(outcomes),
    unownedAsserted: asserted.filter(({ truth }) => truth === undefined).length,
    unownedLikely: said.filter(({ truth }) => truth === undefined).length,
  };
}

const BINS = 10;

/**
 * Expected calibration error: agents in ten bins by the confidence of the one judged surest; the mean distance of the
 * confidence from the share that is right, weighed by the size of the bin. Agents whom nothing names are not in it.
 */
export function calibrationError(outcomes: readonly Outcome[]): number {
  const told = outcomes.flatMap(({ confidence, right }) => (confidence === undefined ? [] : [{ confidence, right }]));
  const bins = Map.groupBy(told, ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)));
  let error = 0;
  for (const bin of bins.values()) {
    const sure = bin.reduce((sum, one) => sum + one.confidence, 0);
    const right = bin.filter((one) => one.right).length;
    error += Math.abs(sure - right);
  }
  return share(error, told.length);
}

export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Pairwise: of the pairs of accounts that were joined, how many are one person's; of those that are, how many were joined. */
export function peopleScores({ organisation, people }: Seen): { precision: number; recall: number } {
  const { accountOf } = organisation;
  const clusters = people
    .map(({ cluster }) => cluster.accounts.map(({ id }) => accountOf.get(id)))
    .filter((cluster) => cluster.some((person) => person !== undefined));
  let joined = 0;
  let right = 0;
  for (const cluster of clusters) {
    joined += pairs(cluster.length);
    for (const [person, same] of Map.groupBy(cluster, (one) => one))
      if (person !== undefined) right += pairs(same.length);
  }
  const truePairs = [...Map.groupBy(accountOf.values(), (one) => one).values()].reduce(
    (sum, one) => sum + pairs(one.length),
    0,
  );
  return { precision: share(right, joined), recall: share(right, truePairs) };
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}
