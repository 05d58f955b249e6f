/** Access levels, in the order in which they are told. */
export const LEVELS = ['Read', 'List', 'Write', 'Tagging', 'Permissions'] as const;
export type Level = (typeof LEVELS)[number];

/** How sure a step or a level is. */
export type Certainty = 'certain' | 'conditional' | 'unknown';
export const CERTAINTIES: readonly Certainty[] = ['certain', 'conditional', 'unknown'];

/** Sets of levels as bit masks, bit i for `LEVELS[i]`. */
export interface Masks {
  readonly certain: number;
  readonly possible: number;
  readonly unknown: number;
}

/** Levels as they are told: each level stands in one list only, the surest. */
export interface LevelLists {
  readonly certain: readonly Level[];
  /** Granted under conditions. */
  readonly possible: readonly Level[];
  /** Could not be decided, because something could not be read. */
  readonly unknown: readonly Level[];
  readonly conditionKeys: readonly string[];
}

export const NO_LEVELS: Masks = { certain: 0, possible: 0, unknown: 0 };

export function unionOf(a: Masks, b: Masks): Masks {
  return { certain: a.certain | b.certain, possible: a.possible | b.possible, unknown: a.unknown | b.unknown };
}

export function maskOf(levels: readonly string[]): number {
  return LEVELS.reduce((mask, level, bit) => (levels.includes(level) ? mask | (1 << bit) : mask), 0);
}

/** Any certainty. */
export function anyOf(masks: Masks): number {
  return masks.certain | masks.possible | masks.unknown;
}

/** A grant at the end of a way that is itself less than certain is no surer than the way. */
export function weakened(masks: Masks, way: Certainty): Masks {
  if (way === 'certain') return masks;
  if (way === 'conditional') return { certain: 0, possible: masks.certain | masks.possible, unknown: masks.unknown };
  return { certain: 0, possible: 0, unknown: anyOf(masks) };
}

export function without(masks: Masks, levels: number): Masks {
  return { certain: masks.certain & ~levels, possible: masks.possible & ~levels, unknown: masks.unknown & ~levels };
}

export function listsOf(masks: Masks, conditionKeys: readonly string[] = []): LevelLists {
  const possible = masks.possible & ~masks.certain;
  const unknown = masks.unknown & ~(masks.certain | masks.possible);
  return {
    certain: namesOf(masks.certain),
    possible: namesOf(possible),
    unknown: namesOf(unknown),
    conditionKeys: possible === 0 ? [] : [...new Set(conditionKeys)].sort(),
  };
}

function namesOf(mask: number): Level[] {
  return LEVELS.filter((_, bit) => (mask & (1 << bit)) !== 0);
}

/** Cypher for a list of level names as a mask. */
export function maskText(list: string): string {
  const cases = LEVELS.map((level, bit) => `WHEN '${level}' THEN ${1 << bit}`).join(' ');
  return `reduce(m = 0, l IN coalesce(${list}, []) | m + CASE l ${cases} ELSE 0 END)`;
}
