import { KEYED, OUTSIDE, type Seen } from './sight.ts';

/** Properties, of nodes and edges, that hold keys of others. */
const NAMING: ReadonlySet<string> = new Set(['credentials', 'evidence', 'managerId', 'people']);

/** Keys that say themselves whose they are, also within a text. */
const PERSON_OR_TEAM = /\b(?:human|team):[^\s,;"'()[\]{}<>]+/g;

const all = new WeakMap<Seen, ReadonlySet<string>>();

/**
 * A value as it came from the graph without keys that are not seen: something that is seen may name others in a property or a
 * text. In a list they are left out; elsewhere it is said that they are outside.
 */
export function withoutHiddenKeys(value: unknown, seen: Seen, name = ''): unknown {
  if (typeof value === 'string') return isHidden(value, name, seen) ? OUTSIDE : masked(value, seen);
  if (Array.isArray(value))
    return value
      .filter((one) => typeof one !== 'string' || !isHidden(one, name, seen))
      .map((one) => withoutHiddenKeys(one, seen, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutHiddenKeys(one, seen, key)]));
}

/** A column of sentences is called evidence as well; a key of Evidence has no blanks. */
function isHidden(text: string, name: string, seen: Seen): boolean {
  return NAMING.has(name) && !/\s/.test(text) && !keysOf(seen).has(text);
}

function masked(text: string, seen: Seen): string {
  if (!text.includes('human:') && !text.includes('team:')) return text;
  return text.replaceAll(PERSON_OR_TEAM, (key) => (keysOf(seen).has(key) ? key : OUTSIDE));
}

function keysOf(seen: Seen): ReadonlySet<string> {
  const known = all.get(seen);
  if (known !== undefined) return known;
  const made = new Set(KEYED.flatMap((label) => seen.keys(label)));
  all.set(seen, made);
  return made;
}
