import type { Candidate } from '../../src/derive/ownership/features.ts';
import { candidatesOf } from '../../src/derive/ownership/features.ts';
import { EVIDENCE_KINDS, type KindId } from '../../src/derive/ownership/kinds/index.ts';
import { MODIFIERS, type ModifierId, type OwnershipModel } from '../../src/derive/ownership/model.ts';
import { judge } from '../../src/derive/ownership/verdict.ts';
import { isPersonal, type Seen } from './judge.ts';

/** One agent to learn from: its candidates as rows of numbers, and which of them is the owner (-1: nobody). */
interface Example {
  readonly candidates: readonly Candidate[];
  readonly rows: readonly Float64Array[];
  readonly truth: number;
  /** Nobody answers for it in truth. */
  readonly unowned: boolean;
}

const KINDS = EVIDENCE_KINDS.map(({ id }) => id);
const MODIFIER_IDS = Object.keys(MODIFIERS) as ModifierId[];
const WIDTH = KINDS.length + MODIFIER_IDS.length + 1;

/** Evidence never speaks against the one it names; a person unknown to the directories and a crowd's servant is never surer for it. */
const SIGNS: Readonly<Record<ModifierId, 1 | -1 | 0>> = {
  last: 1,
  later: -1,
  acts: 1,
  share: 1,
  team: 0,
  hands: 1,
  personal: 1,
  teamCode: 0,
  unknown: -1,
  crowd: -1,
};

const STEPS = 1500;
const RATE = 0.05;
/** Strength of the pull towards 0, per example: what was seldom seen is worth little. */
const RIDGE = 0.00002;

export function examplesOf(seen: Seen): Example[] {
  return seen.organisation.agents.map((agent) => {
    const candidates = candidatesOf(seen.clues.get(agent.id) ?? [], seen.book, isPersonal(agent));
    const truth = seen.truth(agent);
    return {
      candidates,
      rows: candidates.map(rowOf),
      unowned: truth === undefined,
      truth: truth === undefined ? -1 : candidates.findIndex(({ owner }) => owner === truth),
    };
  });
}

function rowOf({ kinds, modifiers }: Candidate): Float64Array {
  const row = new Float64Array(WIDTH);
  KINDS.forEach((kind, at) => {
    row[at] = kinds.get(kind)?.value ?? 0;
  });
  MODIFIER_IDS.forEach((name, at) => {
    row[KINDS.length + at] = modifiers[name];
  });
  row[WIDTH - 1] = 1;
  return row;
}

/**
 * Log-odds by logistic regression over who of the candidates, or nobody, is the owner (conditional logit), by Adam with
 * the signs kept. Deterministic. Gives the weights rounded to two digits, as they are committed.
 */
export function learnWeights(examples: readonly Example[]): Pick<OwnershipModel, 'kinds' | 'modifiers' | 'prior'> {
  const weights = new Float64Array(WIDTH);
  const mean = new Float64Array(WIDTH);
  const square = new Float64Array(WIDTH);
  for (let step = 1; step <= STEPS; step += 1) {
    const slope = gradient(examples, weights);
    for (let at = 0; at < WIDTH; at += 1) {
      const pull = (slope[at] ?? 0) + RIDGE * (weights[at] ?? 0);
      mean[at] = 0.9 * (mean[at] ?? 0) + 0.1 * pull;
      square[at] = 0.999 * (square[at] ?? 0) + 0.001 * pull * pull;
      const move = (mean[at] ?? 0) / (1 - 0.9 ** step) / (Math.sqrt((square[at] ?? 0) / (1 - 0.999 ** step)) + 1e-8);
      weights[at] = signed(at, (weights[at] ?? 0) - RATE * move);
    }
  }
  const rounded = (at: number): number => Math.round((weights[at] ?? 0) * 100) / 100;
  return {
    kinds: Object.fromEntries(KINDS.map((kind, at) => [kind, rounded(at)])) as Record<KindId, number>,
    modifiers: Object.fromEntries(MODIFIER_IDS.map((name, at) => [name, rounded(KINDS.length + at)])) as Record<
      ModifierId,
      number
    >,
    prior: rounded(WIDTH - 1),
  };
}

/** Of the mean negative log-likelihood. */
function gradient(examples: readonly Example[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(WIDTH);
  for (const { rows, truth } of examples) {
    const odds = rows.map((row) => Math.exp(dot(row, weights)));
    const all = odds.reduce((total, one) => total + one, 1);
    rows.forEach((row, index) => {
      const off = (odds[index] ?? 0) / all - Number(index === truth);
      for (let at = 0; at < WIDTH; at += 1) sum[at] = (sum[at] ?? 0) + off * (row[at] ?? 0);
    });
  }
  return sum.map((one) => one / examples.length);
}

function dot(row: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < WIDTH; at += 1) sum += (row[at] ?? 0) * (weights[at] ?? 0);
  return sum;
}

function signed(at: number, weight: number): number {
  const modifier = MODIFIER_IDS[at - KINDS.length];
  const sign = at < KINDS.length ? 1 : modifier === undefined ? 0 : SIGNS[modifier];
  if (sign === 0) return weight;
  return sign > 0 ? Math.max(0, weight) : Math.min(0, weight);
}

/** The surest candidate of each example with its uncalibrated chance, and whether it is the owner. */
function surest(examples: readonly Example[], model: OwnershipModel) {
  const plain = { ...model, calibration: { slope: 1, offset: 0 } };
  return examples.flatMap(({ candidates, truth }) => {
    const [best] = judge(candidates, plain);
    if (best === undefined) return [];
    const chance = Math.min(0.9999, Math.max(0.0001, best.confidence));
    return [
      { logit: Math.log(chance / (1 - chance)), right: candidates[truth]?.owner === best.owner, owned: truth >= 0 },
    ];
  });
}

/** Platt's scaling of the surest candidate's log-odds, by Newton's method. */
export function calibrate(examples: readonly Example[], model: OwnershipModel): OwnershipModel['calibration'] {
  const points = surest(examples, model);
  let [slope, offset] = [1, 0];
  for (let step = 0; step < 30; step += 1) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-6, 0, 1e-6];
    for (const { logit, right } of points) {
      const chance = 1 / (1 + Math.exp(-(slope * logit + offset)));
      const spread = chance * (1 - chance);
      ga += (chance - Number(right)) * logit;
      gb += chance - Number(right);
      haa += spread * logit * logit;
      hab += spread * logit;
      hbb += spread;
    }
    const determinant = haa * hbb - hab * hab;
    slope -= (hbb * ga - hab * gb) / determinant;
    offset -= (haa * gb - hab * ga) / determinant;
  }
  return { slope: Math.round(slope * 1000) / 1000, offset: Math.round(offset * 1000) / 1000 };
}

/** What the asserted are to hold on the seeds that thresholds are chosen on; a little more than is promised. */
const WANTED_PRECISION = 0.987;
const MARGIN = 0.01;

/**
 * The least confidence from which on the asserted are as precise as wanted, and which the surest unowned one does not
 * come near. Likely is what is more likely than not.
 */
export function chooseThresholds(examples: readonly Example[], model: OwnershipModel): OwnershipModel['thresholds'] {
  const points = examples
    .flatMap(({ candidates, truth, unowned }) => {
      const [best] = judge(candidates, model);
      return best === undefined
        ? []
        : [{ confidence: best.confidence, right: candidates[truth]?.owner === best.owner, unowned }];
    })
    .sort((a, b) => b.confidence - a.confidence);
  let [right, precise] = [0, 1];
  for (const [at, { confidence, right: isRight }] of points.entries()) {
    right += Number(isRight);
    if (right / (at + 1) >= WANTED_PRECISION) precise = confidence;
  }
  const unowned = Math.max(0, ...points.filter((one) => one.unowned).map(({ confidence }) => confidence));
  return { asserted: Math.ceil(Math.max(precise, unowned + MARGIN) * 100) / 100, likely: 0.5 };
}
