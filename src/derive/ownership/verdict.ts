import type { PeopleBook } from './book.ts';
import type { Clue, OwnerLabel } from './clue.ts';
import { type Candidate, candidatesOf } from './features.ts';
import type { KindId } from './kinds/index.ts';
import { MODEL, type ModifierId, type OwnershipModel } from './model.ts';

/** Somebody who may answer for a thing. */
export interface Judged {
  readonly owner: string;
  readonly ownerLabel: OwnerLabel;
  /** 0 to 1: of a hundred judged so, so many are right. */
  readonly confidence: number;
  /** In words, strongest first. */
  readonly basis: readonly string[];
  /** Keys of the evidence, strongest first. */
  readonly evidence: readonly string[];
  /** The earliest dated evidence that names them (UTC instant). */
  readonly since: string | undefined;
}

/** Who answers for a thing, as far as the evidence goes. */
export interface Verdict {
  /** `unknown`: nobody is named surely enough. */
  readonly verdict: 'asserted' | 'likely' | 'unknown';
  readonly owner: Judged | undefined;
  /** Others, and of an unknown verdict all, the surest first. */
  readonly alternatives: readonly Judged[];
}

const BASIS_SHOWN = 8;
const EVIDENCE_SHOWN = 20;
const ALTERNATIVES_SHOWN = 3;
const LEAST_ALTERNATIVE = 0.05;

/** The verdict on one thing. Pure: the same clues give the same verdict, in whatever order. */
export function verdictOf(
  clues: readonly Clue[],
  book: PeopleBook,
  { isPersonal = false, model = MODEL }: { readonly isPersonal?: boolean; readonly model?: OwnershipModel } = {},
): Verdict {
  const judged = judge(candidatesOf(clues, book, isPersonal), model);
  const [best, ...others] = judged;
  const verdict = best === undefined ? 'unknown' : wordFor(best.confidence, model);
  const owner = verdict === 'unknown' ? undefined : best;
  const alternatives = (owner === undefined ? judged : others).filter(
    ({ confidence }) => confidence >= LEAST_ALTERNATIVE,
  );
  return { verdict, owner, alternatives: alternatives.slice(0, ALTERNATIVES_SHOWN) };
}

/** All candidates with their confidence, the surest first. */
export function judge(candidates: readonly Candidate[], model: OwnershipModel): Judged[] {
  const sums = candidates.map((candidate) => sumOf(candidate, model));
  const all = sums.reduce((total, sum) => total + Math.exp(sum), 1);
  return candidates
    .map((candidate, at) => {
      const odds = Math.exp(sums[at] ?? 0);
      const { slope, offset } = model.calibration;
      const confidence = 1 / (1 + Math.exp(-(slope * Math.log(odds / (all - odds)) + offset)));
      return judgedOf(candidate, Math.round(confidence * 1000) / 1000, model);
    })
    .sort((a, b) => b.confidence - a.confidence || (a.owner < b.owner ? -1 : 1));
}

/** Log-odds against nobody. */
export function sumOf(candidate: Candidate, model: OwnershipModel): number {
  let sum = model.prior;
  for (const [kind, { value, crowd }] of candidate.kinds) sum += value * worthOf(kind, crowd, model);
  for (const [name, count] of Object.entries(candidate.modifiers)) {
    if (name !== 'crowd') sum += count * model.modifiers[name as ModifierId];
  }
  return sum;
}

/** What a kind is worth of somebody whom it names about so many things; never less than nothing. */
function worthOf(kind: KindId, crowd: number, model: OwnershipModel): number {
  return Math.max(0, model.kinds[kind] + crowd * model.modifiers.crowd);
}

function wordFor(confidence: number, { thresholds }: OwnershipModel): Verdict['verdict'] {
  if (confidence >= thresholds.asserted) return 'asserted';
  return confidence >= thresholds.likely ? 'likely' : 'unknown';
}

function judgedOf({ owner, ownerLabel, clues }: Candidate, confidence: number, model: OwnershipModel): Judged {
  const worth = (clue: Clue): number => clue.strength * worthOf(clue.kind, clue.crowd, model);
  const ordered = [...clues].sort((a, b) => worth(b) - worth(a) || (a.evidence < b.evidence ? -1 : 1));
  const basis = [...new Set(ordered.map(({ says }) => says))].slice(0, BASIS_SHOWN);
  return {
    owner,
    ownerLabel,
    confidence,
    basis: basis.length > 0 ? basis : ['several of its members are named'],
    evidence: [...new Set(ordered.map(({ evidence }) => evidence))].slice(0, EVIDENCE_SHOWN),
    since: sinceOf(clues),
  };
}

/** Evidence about the thing itself dates the ownership; that of what it uses only where there is no other. */
function sinceOf(clues: readonly Clue[]): string | undefined {
  const dated = clues.filter(({ at }) => at !== undefined);
  const direct = dated.filter(({ strength }) => strength === 1);
  return (direct.length > 0 ? direct : dated).map(({ at }) => at ?? '').sort()[0];
}
