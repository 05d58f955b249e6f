import { type OwnershipClue, weightOf } from './evidence.ts';

/** Who answers for a thing, as far as the evidence goes. */
export interface Verdict {
  readonly owner: string;
  readonly ownerLabel: 'Human' | 'Team';
  /** 0 to 1. */
  readonly confidence: number;
  readonly verdict: 'asserted' | 'likely';
  /** In words, strongest first. */
  readonly basis: readonly string[];
  /** Keys of the evidence. */
  readonly evidence: readonly string[];
}

const ASSERTED = 0.8;
const LIKELY = 0.5;

/**
 * The person most of the evidence names. Independent kinds strengthen each other (1 − Π(1 − weight)); two pieces of one
 * kind do not. A strong rival takes confidence away: unknown beats wrong, so below 0.5 there is no verdict.
 */
export function verdictOf(clues: readonly OwnershipClue[]): Verdict | undefined {
  const rivals = [...Map.groupBy(clues, (clue) => `${clue.ownerLabel} ${clue.owner}`).values()]
    .map((own) => ({ own, score: scoreOf(own) }))
    .sort((a, b) => b.score - a.score || ((a.own[0]?.owner ?? '') < (b.own[0]?.owner ?? '') ? -1 : 1));
  const [best, second] = rivals;
  const first = best?.own[0];
  if (best === undefined || first === undefined) return undefined;
  const confidence = Math.round(best.score * (1 - (second?.score ?? 0) / 2) * 1000) / 1000;
  if (confidence < LIKELY) return undefined;
  const ordered = [...best.own].sort((a, b) => worth(b) - worth(a) || (a.evidence < b.evidence ? -1 : 1));
  return {
    owner: first.owner,
    ownerLabel: first.ownerLabel,
    confidence,
    verdict: confidence >= ASSERTED ? 'asserted' : 'likely',
    basis: [...new Set(ordered.map((clue) => clue.says))].slice(0, 8),
    evidence: [...new Set(ordered.map((clue) => clue.evidence))].slice(0, 20),
  };
}

function worth(clue: OwnershipClue): number {
  return weightOf(clue.kind).weight * clue.strength;
}

function scoreOf(clues: readonly OwnershipClue[]): number {
  let doubt = 1;
  for (const kind of Map.groupBy(clues, (clue) => clue.kind).values()) doubt *= 1 - Math.max(...kind.map(worth));
  return 1 - doubt;
}
