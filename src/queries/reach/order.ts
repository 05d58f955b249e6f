const SENSITIVITIES = ['customer-data', 'pii', 'confidential', 'internal'];
const ENVIRONMENTS = ['production', 'staging'];

/** 0 is the most sensitive; what is not known comes before what is known to be public. */
export function sensitivityRank(sensitivity: string | undefined): number {
  if (sensitivity === 'public') return 5;
  const rank = SENSITIVITIES.indexOf(sensitivity ?? '');
  return rank < 0 ? 4 : rank;
}

export function environmentRank(environment: string | undefined): number {
  const rank = ENVIRONMENTS.indexOf(environment ?? '');
  return rank < 0 ? 2 : rank;
}

/** The same two ranks in Cypher, for a node `n`. */
export const RANK_TEXT = {
  sensitivity: `CASE n.sensitivity ${SENSITIVITIES.map((one, rank) => `WHEN '${one}' THEN ${rank}`).join(' ')} WHEN 'public' THEN 5 ELSE 4 END`,
  environment: `CASE n.environment ${ENVIRONMENTS.map((one, rank) => `WHEN '${one}' THEN ${rank}`).join(' ')} ELSE 2 END`,
} as const;

/** Where a row stands: the most sensitive first, production first, then by key. */
export interface Place {
  readonly sensitivity: number;
  readonly environment: number;
  readonly id: string;
}

export function placeOf(facts: {
  readonly id: string;
  readonly sensitivity: string | undefined;
  readonly environment: string | undefined;
}): Place {
  return {
    sensitivity: sensitivityRank(facts.sensitivity),
    environment: environmentRank(facts.environment),
    id: facts.id,
  };
}

export function comparePlaces(a: Place, b: Place): number {
  return a.sensitivity - b.sensitivity || a.environment - b.environment || compareText(a.id, b.id);
}

/** The order of the database: by code point. UTF-16 units differ from it above U+D7FF. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rankOfUnit(x) - rankOfUnit(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others. */
function rankOfUnit(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
