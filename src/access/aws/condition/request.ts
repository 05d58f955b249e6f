import type { KeyLookup } from './keys.ts';

/** The condition keys of one request, as it would carry them. */
export type RequestKeys = Readonly<Record<string, string | readonly string[]>>;

const LOOKUPS = new WeakMap<RequestKeys, KeyLookup>();

/** A request says everything: a key that it does not carry is absent. The same lookup for the same request. */
export function requestKeys(request: RequestKeys): KeyLookup {
  const known = LOOKUPS.get(request);
  if (known !== undefined) return known;
  const made = lookupIn(request);
  LOOKUPS.set(request, made);
  return made;
}

function lookupIn(request: RequestKeys): KeyLookup {
  const values = new Map(
    Object.entries(request).map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value]),
  );
  return (key) => values.get(key) ?? 'absent';
}

const OF_REQUESTS = new WeakSet<KeyLookup>();

/** Whether a lookup decides keys that only a request has: then what is the same for all principals is not for all requests. */
export function isOfRequest(lookup: KeyLookup): boolean {
  return OF_REQUESTS.has(lookup);
}

const WITHIN = new WeakMap<KeyLookup, { readonly request: KeyLookup; readonly lookup: KeyLookup }>();

/** What is known beforehand, and for the rest what the request carries. */
export function within(known: KeyLookup, request: KeyLookup): KeyLookup {
  const made = WITHIN.get(known);
  if (made?.request === request) return made.lookup;
  const lookup: KeyLookup = (key) => {
    const value = known(key);
    return value === 'unknown' ? request(key) : value;
  };
  WITHIN.set(known, { request, lookup });
  OF_REQUESTS.add(lookup);
  return lookup;
}
