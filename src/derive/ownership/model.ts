import type { KindId } from './kinds/index.ts';
import table from './model.json' with { type: 'json' };

/** What is counted of a candidate besides the kinds of evidence. */
export const MODIFIERS = {
  last: 'each doubling of the number of last acts upon it that were theirs',
  later: 'each kind that one person has at a time and another had later',
  acts: 'each doubling of the number of their acts upon it, from the second on',
  share: 'their share in all acts upon it (one of one counts half)',
  team: 'it is a team',
  hands: 'of a team: the share of the acts by others than its busiest member',
  personal: 'they used it last, and it serves one person by its nature (times the freshness of that)',
  teamCode: 'the code that deploys it is their team’s',
  unknown: 'no system of record knows the person',
  crowd: 'each doubling of the things that the kind names them about, beyond the usual, times the evidence’s worth',
} as const;

export type ModifierId = keyof typeof MODIFIERS;

/**
 * How evidence is weighed: log-odds that the candidate is the owner. A candidate's sum is `prior` + the weight of each kind
 * that names them × how directly and how freshly it does + the modifiers. The chance is its share among all candidates and
 * nobody (whose sum is 0), then `calibration` makes it a frequency. Learnt by `npm run train:ownership`.
 */
export interface OwnershipModel {
  readonly kinds: Readonly<Record<KindId, number>>;
  readonly modifiers: Readonly<Record<ModifierId, number>>;
  readonly prior: number;
  /** chance = 1 / (1 + e^-(slope × log-odds + offset)) */
  readonly calibration: { readonly slope: number; readonly offset: number };
  /** Least confidence of each verdict. */
  readonly thresholds: { readonly asserted: number; readonly likely: number };
}

export const MODEL: OwnershipModel = table satisfies OwnershipModel;
