import { toInstant } from '../../lib/clock.ts';

const RFC3339 = /^\d{4}-(\d\d)-(\d\d)(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?$/;

/**
 * RFC 3339 text (any offset; without one it is UTC; a date alone is midnight UTC) as the one form the graph keeps, or
 * `undefined`. Stricter than `Date.parse`, which takes `item 7` for a date and 30 February for 2 March.
 */
export function strictInstant(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const match = RFC3339.exec(value);
  if (match === null) return undefined;
  if (Number(match[2]) > 28 && !isDay(value.slice(0, 10))) return undefined;
  return toInstant(value);
}

function isDay(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}
