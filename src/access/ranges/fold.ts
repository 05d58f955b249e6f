import { LEVEL_BITS, levelNames } from '../levels.ts';
import type { AccessRow, AccessSegment, LevelLists } from '../types.ts';
import type { Ordinals } from './ordinals.ts';

/** From this many equal neighbours on, one scope is drawn instead of a row for each. */
const SCOPE_FROM = 16;

type Folded = Pick<AccessSegment, 'lo' | 'hi' | 'type' | 'certain' | 'possible' | 'unknown' | 'conditionKeys'>;

/**
 * The rows that a profile's segments become in the graph: a scope `lo <= path < hi` for a long run of equal access, a row
 * for each resource of a short one. Capabilities have no rows; what is left of neighbouring segments is joined first.
 */
export function* foldSegments(ordinals: Ordinals, segments: Iterable<AccessSegment>): Generator<AccessRow> {
  for (const run of joined(segments)) {
    if (run.hi - run.lo >= SCOPE_FROM) yield scopeRow(ordinals, run);
    else yield* resourceRows(ordinals, run);
  }
}

function* joined(segments: Iterable<AccessSegment>): Generator<Folded> {
  let last: Folded | undefined;
  for (const segment of segments) {
    const run = levelsOnly(segment);
    if ((run.possible | run.unknown) === 0) continue;
    if (last !== undefined && last.hi === run.lo && sameAccess(last, run)) last = { ...last, hi: run.hi };
    else {
      if (last !== undefined) yield last;
      last = run;
    }
  }
  if (last !== undefined) yield last;
}

function levelsOnly(segment: AccessSegment): Folded {
  const certain = segment.certain & LEVEL_BITS;
  const possible = segment.possible & LEVEL_BITS;
  return { ...segment, certain, possible, unknown: segment.unknown & LEVEL_BITS };
}

function sameAccess(left: Folded, right: Folded): boolean {
  return (
    left.type === right.type &&
    left.certain === right.certain &&
    left.possible === right.possible &&
    left.unknown === right.unknown &&
    left.conditionKeys.join('\n') === right.conditionKeys.join('\n')
  );
}

function scopeRow(ordinals: Ordinals, run: Folded): AccessRow {
  return {
    kind: 'scope',
    type: run.type,
    lo: scopeStart(ordinals, run.lo),
    hi: scopeEnd(ordinals, run.hi),
    count: run.hi - run.lo,
    ...listsOf(run),
  };
}

function* resourceRows(ordinals: Ordinals, run: Folded): Generator<AccessRow> {
  const lists = listsOf(run);
  for (let ordinal = run.lo; ordinal < run.hi; ordinal += 1) {
    const resourceId = ordinals.ids[ordinal] ?? '';
    yield { kind: 'resource', type: run.type, resourceId, path: ordinals.pathOf(ordinal), ...lists };
  }
}

/** At the beginning of a folder its own path, so that the bounds of a whole folder stay the same as it fills. */
function scopeStart(ordinals: Ordinals, lo: number): string {
  const folder = ordinals.folderOf(lo);
  return folder?.lo === lo ? folder.path : ordinals.pathOf(lo);
}

function scopeEnd(ordinals: Ordinals, hi: number): string {
  const folder = ordinals.folderOf(hi - 1);
  return folder?.hi === hi ? afterFolder(folder.path) : ordinals.pathOf(hi);
}

/** The lowest text above every path in a folder: its path with `/` replaced by the next character, `0`. */
function afterFolder(path: string): string {
  return `${path.slice(0, -1)}0`;
}

export function listsOf(masks: Omit<Folded, 'lo' | 'hi' | 'type'>): LevelLists {
  return {
    certain: levelNames(masks.certain),
    possible: levelNames(masks.possible),
    unknown: levelNames(masks.unknown),
    conditionKeys: masks.conditionKeys,
  };
}
