import type { LevelLists } from '../../queries/reach/index.ts';

/** Levels as an answer holds them. */
export function listsOf(levels: LevelLists) {
  return { certain: [...levels.certain], possible: [...levels.possible], unknown: [...levels.unknown] };
}
