import { topLevelKeys } from './json.ts';

/** Keys that every record of one vendor's list has; `a|b`: one of them. Enough of them that no other list passes for it. */
export type Mark = readonly string[];

/**
 * What tells that a record is of another list than its file's place says; `undefined` when it has the mark. An empty list has
 * no record without it, and is what its place says.
 */
export function unmarked(record: unknown, mark: Mark): string | undefined {
  const item = typeof record === 'object' && record !== null ? record : {};
  const missing = mark.find((keys) => !keys.split('|').some((key) => Object.hasOwn(item, key)));
  return missing === undefined
    ? undefined
    : `this is not of the list that the file’s place tells: it has no ${missing.replaceAll('|', ' or ')}`;
}

/** Whether a file is one object that holds none of the lists: nothing was read from it, and it is not an empty list either. */
export function holdsNone(head: string, lists: readonly string[]): boolean {
  const keys = topLevelKeys(head);
  return /^\uFEFF?\s*\{/.test(head) && keys.length > 0 && !keys.some((key) => lists.includes(key));
}
