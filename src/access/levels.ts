/** The access levels of AWS's Service Authorization Reference; the other languages are mapped onto the same five. */
export type AccessLevel = 'Read' | 'List' | 'Write' | 'Tagging' | 'Permissions';

/** A set of access levels (bits 0–4), with the capabilities (bits 5–6) that chains need. */
export type LevelMask = number;

const LEVEL_BIT = {
  Read: 1,
  List: 2,
  Write: 4,
  Tagging: 8,
  Permissions: 16,
} as const satisfies Record<AccessLevel, number>;

/** Abilities that are kept apart from the levels because another principal stands behind them. */
export const CAPABILITY_BIT = { AssumeRole: 32, PassRole: 64 } as const;

export const ALL_LEVELS: readonly AccessLevel[] = ['Read', 'List', 'Write', 'Tagging', 'Permissions'];

/** Every level, no capability. */
export const LEVEL_BITS: LevelMask = 31;

/** The names in a mask, in the order of `ALL_LEVELS`; capabilities have no name here. */
export function levelNames(mask: LevelMask): AccessLevel[] {
  return ALL_LEVELS.filter((level) => (mask & LEVEL_BIT[level]) !== 0);
}

export function levelMask(names: Iterable<AccessLevel>): LevelMask {
  let mask = 0;
  for (const name of names) mask |= LEVEL_BIT[name];
  return mask;
}

/** The vendor's word for a level, as its Service Authorization Reference writes it. */
const VENDOR_LEVEL: Readonly<Record<string, number>> = {
  Read: LEVEL_BIT.Read,
  List: LEVEL_BIT.List,
  Write: LEVEL_BIT.Write,
  Tagging: LEVEL_BIT.Tagging,
  'Permissions management': LEVEL_BIT.Permissions,
};

/** `"Permissions management, Write"` as a mask. An unknown word counts as Write: never less than it may be. */
export function vendorLevelMask(accessLevel: string): LevelMask {
  let mask = 0;
  for (const word of accessLevel.split(',')) mask |= VENDOR_LEVEL[word.trim()] ?? LEVEL_BIT.Write;
  return mask;
}
