/** A JSON object whose fields are not trusted. */
export type Bag = Readonly<Record<string, unknown>>;

const EMPTY: Bag = Object.freeze({});

export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at `key`, else an empty one. */
export function bag(value: Bag, key: string): Bag {
  const inner = value[key];
  return isBag(inner) ? inner : EMPTY;
}

/** Text that is not blank; a number as text; anything else is absent. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The objects of a list; anything else gives none. */
export function bags(value: unknown): readonly Bag[] {
  return Array.isArray(value) ? value.filter(isBag) : [];
}

/** The texts of a list. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text).filter((one) => one !== undefined) : [];
}

/** Sorted, each once; nothing when there is none. */
export function sortedTexts(values: Iterable<string | undefined>): readonly string[] | undefined {
  const kept = [...new Set(values)].filter((one) => one !== undefined).sort();
  return kept.length === 0 ? undefined : kept;
}
