/** One CloudTrail record as it came. Its request and response bodies are of any shape, so nothing here throws. */
export type TrailRecord = Readonly<Record<string, unknown>>;

/** The value at a path. A field `arn` is also found as `ARN` or `aRN`: services differ in it. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const name of path) here = fieldOf(here, name);
  return here;
}

/** Text at a path that is not empty and not longer than a key may be. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' && found !== '' && found.length <= 2048 ? found : undefined;
}

const ARN_NAMES = ['arn', 'ARN', 'aRN'];

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const bag = value as Readonly<Record<string, unknown>>;
  if (name !== 'arn') return Object.hasOwn(bag, name) ? bag[name] : undefined;
  const found = ARN_NAMES.find((one) => Object.hasOwn(bag, one));
  return found === undefined ? undefined : bag[found];
}
