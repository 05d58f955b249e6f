import type { KeyLookup } from './keys.ts';

/** The condition keys of one request, as it would carry them. */
export type RequestKeys = Readonly<Record<string, string | readonly string[]>>;

/** A request says everything: a key that it does not carry is absent. */
export function requestKeys(request: RequestKeys): KeyLookup {
  const values = new Map(
    Object.entries(request).map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value]),
  );
  return (key) => values.get(key) ?? 'absent';
}

/** What is known beforehand, and for the rest what the request carries. */
export function within(known: KeyLookup, request: KeyLookup): KeyLookup {
  return (key) => {
    const value = known(key);
    return value === 'unknown' ? request(key) : value;
  };
}
