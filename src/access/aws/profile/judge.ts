import type { LevelMask } from '../../levels.ts';
import type { Interned } from '../../ranges/intern.ts';
import { type ActionBits, type ActionSets, hasBit } from '../action/sets.ts';
import type { ActionTable, TypeActions } from '../action/table.ts';
import { type FacetShare, shareGrants, shareTakes, WHOLE, type Witness, witnessesOf } from '../resource/share.ts';
import { STRENGTH, type StatementKind } from './kinds.ts';
import type { Path } from './layers.ts';

/** Which actions come out how; each set is part of the next, `unknown` apart from `possible`. */
export interface Judgement {
  readonly certain: ActionBits;
  readonly possible: ActionBits;
  /** Neither granted nor excluded, because something that decides could not be read. */
  readonly unknown: ActionBits;
}

/** A judgement in levels, for a segment. Equal meanings are the same object. */
export interface Meaning {
  readonly certain: LevelMask;
  readonly possible: LevelMask;
  readonly unknown: LevelMask;
  readonly conditionKeys: readonly string[];
}

export interface JudgeTools {
  readonly actions: ActionTable;
  readonly sets: ActionSets;
  readonly shares: Interned<FacetShare>;
  readonly keyLists: Interned<readonly string[]>;
}

/**
 * `allow & allow & … & ~deny` along each path, three times:
 * certain — allows without conditions, every deny; possible — allows with and without, denies without conditions and
 * those that cannot be read; unknown — everything that may allow, only the denies that are sure.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function judge(
  kinds: readonly StatementKind[],
  type: number,
  paths: readonly Path[],
  tools: JudgeTools,
): Judgement {
  const words = tools.actions.types[type]?.words ?? 0;
  const result: Judgement = {
    certain: new Uint32Array(words),
    possible: new Uint32Array(words),
    unknown: new Uint32Array(words),
  };
  const shares = kinds.map(({ share, deny }) => ({ share: tools.shares.valueOf(share) ?? WHOLE, deny }));
  for (const witness of witnessesOf(shares)) {
    for (const path of paths) judgeWitness(kinds, type, path, tools, witness, result);
  }
  for (let word = 0; word < words; word += 1) {
    result.unknown[word] = (result.unknown[word] ?? 0) & ~(result.possible[word] ?? 0);
  }
  return result;
}

function judgeWitness(
  kinds: readonly StatementKind[],
  type: number,
  path: Path,
  tools: JudgeTools,
  witness: Witness,
  into: Judgement,
): void {
  const here = kinds.filter((kind) => applies(kind, witness, tools));
  const allows = here.filter((kind) => !kind.deny);
  const denies = here.filter((kind) => kind.deny);
  const bitsOf = (some: readonly StatementKind[]): ActionBits => unionOf(some, type, tools, into.certain.length);
  const pass = (strongest: number, missing: number, denied: ActionBits, out: ActionBits): void => {
    const counted = allows.filter((kind) => kind.strength <= strongest);
    const passed = new Uint32Array(out.length).fill(-1);
    for (const layers of path) {
      if (layers === 'unknown') and(passed, missing);
      else and(passed, bitsOf(counted.filter((kind) => layers.includes(kind.layer))));
    }
    for (let word = 0; word < out.length; word += 1) {
      out[word] = (out[word] ?? 0) | ((passed[word] ?? 0) & ~(denied[word] ?? 0));
    }
  };
  const sure = denies.filter((kind) => kind.strength === STRENGTH.certain);
  const unreadable = denies.filter((kind) => kind.strength === STRENGTH.unreadable);
  pass(STRENGTH.certain, 0, bitsOf(denies), into.certain);
  pass(STRENGTH.conditional, 0, bitsOf([...sure, ...unreadable]), into.possible);
  pass(STRENGTH.unreadable, -1, bitsOf(sure), into.unknown);
}

function applies(kind: StatementKind, witness: Witness, tools: JudgeTools): boolean {
  const share = tools.shares.valueOf(kind.share);
  return share !== undefined && (kind.deny ? shareTakes(share, witness) : shareGrants(share, witness));
}

function unionOf(kinds: readonly StatementKind[], type: number, tools: JudgeTools, words: number): ActionBits {
  const union = new Uint32Array(words);
  for (const kind of kinds) {
    const bits = tools.sets.bits(kind.set, type);
    if (bits === undefined) continue;
    for (let word = 0; word < words; word += 1) union[word] = (union[word] ?? 0) | (bits[word] ?? 0);
  }
  return union;
}

function and(into: ActionBits, other: ActionBits | number): void {
  for (let word = 0; word < into.length; word += 1) {
    into[word] = (into[word] ?? 0) & (typeof other === 'number' ? other : (other[word] ?? 0));
  }
}

/** Leaves of a judgement only what concerns some actions. */
export function narrow(judgement: Judgement, wanted: ActionBits): void {
  for (const bits of [judgement.certain, judgement.possible, judgement.unknown]) and(bits, wanted);
}

/** The judgement in levels. The keys are those of the conditional statements that have a part in the difference. */
export function meaningOf(
  judgement: Judgement,
  kinds: readonly StatementKind[],
  type: number,
  tools: JudgeTools,
): Meaning {
  const actions = tools.actions.types[type];
  if (actions === undefined) return { certain: 0, possible: 0, unknown: 0, conditionKeys: [] };
  return {
    certain: levelsOf(judgement.certain, actions),
    possible: levelsOf(judgement.possible, actions),
    unknown: levelsOf(judgement.unknown, actions),
    conditionKeys: keysOf(judgement, kinds, type, tools),
  };
}

function levelsOf(bits: ActionBits, actions: TypeActions): LevelMask {
  let mask = 0;
  for (let index = 0; index < actions.levels.length; index += 1) {
    if (hasBit(bits, index)) mask |= actions.levels[index] ?? 0;
  }
  return mask;
}

function keysOf(
  judgement: Judgement,
  kinds: readonly StatementKind[],
  type: number,
  tools: JudgeTools,
): readonly string[] {
  const keys = new Set<string>();
  for (const kind of kinds) {
    if (kind.strength !== STRENGTH.conditional) continue;
    const bits = tools.sets.bits(kind.set, type);
    if (bits === undefined || !touches(bits, judgement)) continue;
    for (const key of tools.keyLists.valueOf(kind.keys) ?? []) keys.add(key);
  }
  return [...keys].sort();
}

function touches(bits: ActionBits, { certain, possible, unknown }: Judgement): boolean {
  return bits.some((word, index) => {
    const open = (possible[index] ?? 0) & ~(certain[index] ?? 0);
    return (word & (open | (unknown[index] ?? 0))) !== 0;
  });
}
