import { instantOf, toInstant } from '../lib/clock.ts';
import { inputError } from '../lib/errors.ts';
import type { QueryParameter, SavedQuery, ValueType } from './header.ts';

const DAY_MS = 86_400_000;

/**
 * Given values (text from a command line, or JSON) as the parameters of a query. Unknown names, missing required ones and
 * values of the wrong type are refused. Errors: `query-parameter` with the name. `now`: milliseconds since the epoch.
 */
export function bindParameters(
  query: SavedQuery,
  given: Readonly<Record<string, unknown>>,
  now: number,
): Record<string, unknown> {
  const known = new Set(query.parameters.map((one) => one.name));
  const stray = Object.keys(given).find((name) => !known.has(name));
  if (stray !== undefined) {
    throw inputError('query-parameter', `"${query.id}" has no parameter "${stray}"`, {
      hint: `It takes: ${[...known].join(', ') || 'none'}.`,
    });
  }
  return Object.fromEntries(query.parameters.map((one) => [one.name, bind(query, one, given[one.name], now)]));
}

function bind(query: SavedQuery, parameter: QueryParameter, given: unknown, now: number): unknown {
  const value = given === undefined || given === null || given === '' ? parameter.default : given;
  if (value === undefined) {
    throw inputError('query-parameter', `"${query.id}" needs the parameter "${parameter.name}"`, {
      hint: parameter.doc,
    });
  }
  const read = READERS[parameter.type](value, now);
  if (read === undefined) {
    throw inputError(
      'query-parameter',
      `"${String(value)}" is not a value of type ${parameter.type} for "${parameter.name}"`,
      { hint: parameter.doc },
    );
  }
  return read;
}

const LEVELS = ['Read', 'List', 'Write', 'Tagging', 'Permissions'];

const READERS: Readonly<Record<ValueType, (value: unknown, now: number) => unknown>> = {
  string: text,
  key: text,
  int: whole,
  days: whole,
  float: (value) => finite(value),
  boolean: (value) =>
    value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined,
  instant,
  strings: (value) =>
    Array.isArray(value)
      ? value.map(String)
      : typeof value === 'string'
        ? value.split(',').map((one) => one.trim())
        : undefined,
  level: (value) => LEVELS.find((level) => level.toLowerCase() === String(value).toLowerCase()),
};

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

function finite(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function whole(value: unknown): number | undefined {
  const number = finite(value);
  return number !== undefined && Number.isInteger(number) ? number : undefined;
}

/** A date, or `90d` / `24h` before now. */
function instant(value: unknown, now: number): string | undefined {
  const back = /^(\d+)([dh])$/.exec(String(value));
  if (back !== null) return instantOf(now - Number(back[1]) * (back[2] === 'd' ? DAY_MS : DAY_MS / 24));
  return toInstant(value);
}
