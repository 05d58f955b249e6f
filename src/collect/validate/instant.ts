import { toInstant } from '../../lib/clock.ts';

const RFC3339 = /^\d{4}-(\d\d)-(\d\d)(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?$/;

/**
 * RFC 3339 text (any offset; without one it is UTC; a date alone is midnight UTC) as the one form the graph keeps, or
 * `undefined`. Stricter than `Date.parse`, which takes `item 7` for a date and 30 February for 2 March.
 */
export function strictInstant(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const usual = usualInstant(value);
  if (usual !== undefined) return usual;
  const match = RFC3339.exec(value);
  if (match === null) return undefined;
  if (Number(match[2]) > 28 && !isDay(value.slice(0, 10))) return undefined;
  return toInstant(value);
}

function isDay(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}

const ZERO = 0x30;
const Z = 0x5a;

/** The two forms that nearly all times have, `…:SSZ` and `…:SS.mmmZ`, read without making a Date of them. */
function usualInstant(text: string): string | undefined {
  const { length } = text;
  if ((length !== 20 && length !== 24) || text.charCodeAt(length - 1) !== Z || text[10] !== 'T') return undefined;
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return undefined;
  if (!(twoDigits(text, 11) < 24 && twoDigits(text, 14) < 60 && twoDigits(text, 17) < 60)) return undefined;
  if (length === 20) return `${text.slice(0, 19)}.000Z`;
  return text[19] === '.' && twoDigits(text, 20) >= 0 && isDigit(text, 22) ? text : undefined;
}

/** NaN where there are no two digits: no comparison with it holds. */
function twoDigits(text: string, at: number): number {
  if (!isDigit(text, at) || !isDigit(text, at + 1)) return Number.NaN;
  return (text.charCodeAt(at) - ZERO) * 10 + (text.charCodeAt(at + 1) - ZERO);
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= ZERO + 9;
}
