import { EVIDENCE_KINDS } from '../../src/derive/ownership/kinds/index.ts';
import type { Cell, Report } from '../lib/report.ts';
import { type Seen, see, verdicts } from './judge.ts';
import { type Outcome, outcomesOf, peopleScores, type Scores, scoresOf, share } from './measure.ts';
import { organisation, PATHS, RATES } from './organisation/index.ts';
import { FIRST_JUDGED_SEED, TRAINING_SEEDS, VALIDATION_SEEDS } from './seeds.ts';

/** What `bench -- ownership` answers beside the report that every bench gives; the names are promised to others. */
export interface OwnershipReport extends Report {
  readonly asserted: Scores['asserted'];
  readonly likely: Scores['likely'];
  readonly ece: number;
  readonly people: { readonly precision: number; readonly recall: number };
}

/**
 * How often owners are right, over labelled organisations whose seeds neither weights nor thresholds were learnt on.
 * `noise` multiplies the rates at which evidence goes wrong, to see what the figures hang on. Errors: RangeError for a seed that was learnt on.
 */
export function judgeOwnership(first: number = FIRST_JUDGED_SEED, count = 10, noise = 1): OwnershipReport {
  const seeds = Array.from({ length: count }, (_, at) => first + at);
  const learnt = seeds.find((seed) => TRAINING_SEEDS.includes(seed) || VALIDATION_SEEDS.includes(seed));
  if (learnt !== undefined) throw new RangeError(`seed ${learnt} was learnt on: it cannot be judged`);
  const all = seeds.map((seed) => see(organisation(seed, noise)));
  const outcomes = all.flatMap((seen) => outcomesOf(seen));
  const scores = scoresOf(outcomes);
  const people = meanPeople(all);
  const alone = recallByKind(all);
  return {
    bench: 'ownership',
    asserted: scores.asserted,
    likely: scores.likely,
    ece: scores.ece,
    people,
    data: { ...dataOf(all, outcomes, seeds), noise },
    results: {
      ...rates('', scores),
      ...Object.fromEntries(Object.entries(people).map(([name, value]) => [`people ${name}`, value])),
      ...byPath(outcomes),
      ...Object.fromEntries(alone.map(([kind, recall]) => [`${kind} alone: recall`, recall])),
      ...byNoise(outcomes),
    },
    targets: [
      { what: 'precision of asserted', value: scores.asserted.precision, must: '>=', bound: 0.98 },
      { what: 'recall of asserted', value: scores.asserted.recall, must: '>=', bound: 0.9 },
      { what: 'recall of likely or better', value: scores.likely.recall, must: '>=', bound: 0.97 },
      { what: 'expected calibration error', value: scores.ece, must: '<=', bound: 0.05 },
      { what: 'unowned agents asserted', value: scores.unownedAsserted, must: '=', bound: 0 },
      { what: 'people, pairwise precision', value: people.precision, must: '>=', bound: 0.999 },
      { what: 'people, pairwise recall', value: people.recall, must: '>=', bound: 0.98 },
      { what: 'best recall of one kind of evidence alone', value: alone[0]?.[1] ?? 0, must: '<=', bound: 0.6 },
      { what: 'smallest share of a way to appear', value: Math.min(...pathShares(outcomes)), must: '>=', bound: 0.1 },
    ],
  };
}

/** `npm run bench -- ownership --seed S --seeds N --noise X` */
export async function benchOwnership(options: {
  readonly seed: number;
  readonly seeds: number;
  readonly noise: number;
}): Promise<Report> {
  return judgeOwnership(options.seed, options.seeds, options.noise);
}

function dataOf(all: readonly Seen[], outcomes: readonly Outcome[], seeds: readonly number[]): Record<string, Cell> {
  const sum = (of: (seen: Seen) => number): number => all.reduce((total, seen) => total + of(seen), 0);
  return {
    seeds: `${seeds[0] ?? ''} to ${seeds.at(-1) ?? ''}`,
    learntOn: `${TRAINING_SEEDS[0] ?? ''} to ${TRAINING_SEEDS.at(-1) ?? ''} (weights), ${VALIDATION_SEEDS[0] ?? ''} to ${VALIDATION_SEEDS.at(-1) ?? ''} (calibration, thresholds)`,
    people: sum(({ organisation: { people } }) => people.length),
    accounts: sum(({ organisation: { accounts } }) => accounts.length),
    agents: outcomes.length,
    unowned: outcomes.filter(({ truth }) => truth === undefined).length,
    ...Object.fromEntries(Object.entries(RATES).map(([name, rate]) => [`rate ${name}`, rate])),
  };
}

function rates(
  prefix: string,
  { asserted, likely, ece, unownedAsserted, unownedLikely }: Scores,
): Record<string, Cell> {
  return {
    [`${prefix}asserted precision`]: asserted.precision,
    [`${prefix}asserted recall`]: asserted.recall,
    [`${prefix}likely precision`]: likely.precision,
    [`${prefix}likely recall`]: likely.recall,
    [`${prefix}calibration error`]: ece,
    [`${prefix}unowned asserted`]: unownedAsserted,
    [`${prefix}unowned likely`]: unownedLikely,
  };
}

function byPath(outcomes: readonly Outcome[]): Record<string, Cell> {
  return line(outcomes, Object.keys(PATHS), ({ agent }, path) => agent.path === path);
}

function byNoise(outcomes: readonly Outcome[]): Record<string, Cell> {
  const noises = [...new Set(outcomes.flatMap(({ agent }) => agent.noises))].filter((one) => one !== 'unowned').sort();
  const none = line(outcomes, ['nothing wrong'], ({ agent }) => agent.noises.length === 0);
  return { ...none, ...line(outcomes, noises, ({ agent }, noise) => agent.noises.some((one) => one === noise)) };
}

function line(
  outcomes: readonly Outcome[],
  names: readonly string[],
  isOf: (outcome: Outcome, name: string) => boolean,
): Record<string, Cell> {
  return Object.fromEntries(
    names.map((name) => {
      const { agents, asserted, likely } = scoresOf(outcomes.filter((one) => isOf(one, name)));
      const told = [asserted.precision, asserted.recall, likely.recall].map((one) => one.toFixed(3));
      return [
        `${name}`,
        `${agents} agents: asserted precision ${told[0]}, recall ${told[1]}; likely recall ${told[2]}`,
      ];
    }),
  );
}

function pathShares(outcomes: readonly Outcome[]): number[] {
  return Object.keys(PATHS).map((path) =>
    share(outcomes.filter(({ agent }) => agent.path === path).length, outcomes.length),
  );
}

/** Recall (likely or better) of each kind of evidence when there is no other, the best first. */
function recallByKind(all: readonly Seen[]): (readonly [string, number])[] {
  return EVIDENCE_KINDS.map(({ id }) => {
    const outcomes = all.flatMap((seen) => outcomesOf(seen, verdicts(seen, { only: id })));
    const owned = outcomes.filter(({ truth }) => truth !== undefined);
    return [id, share(owned.filter(({ right }) => right).length, owned.length)] as const;
  }).sort((a, b) => b[1] - a[1]);
}

function meanPeople(all: readonly Seen[]): OwnershipReport['people'] {
  const scores = all.map(peopleScores);
  const mean = (of: (one: (typeof scores)[number]) => number): number =>
    share(
      scores.reduce((sum, one) => sum + of(one), 0),
      scores.length,
    );
  return { precision: mean((one) => one.precision), recall: mean((one) => one.recall) };
}
