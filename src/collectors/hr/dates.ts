import { toInstant } from '../../lib/clock.ts';

/** How `03/04/2026` is to be read; without it such a date is refused as ambiguous. */
export type DateOrder = 'dmy' | 'mdy';

/** A date in the one form we keep, or what is wrong with it. */
export type DateReading = { readonly date: string } | { readonly problem: string };

const ISO_DAY = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/;
const COMPACT_DAY = /^(\d{4})(\d\d)(\d\d)$/;
const DOTTED_DAY = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;
const SLASHED_DAY = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/**
 * Reads a date as HR exports write it: ISO 8601, `20261231`, `31.12.2026`, and slashes where the order is given or can
 * only be one. A day that is not in the calendar is refused; nothing is guessed.
 */
export function readDate(text: string, order?: DateOrder): DateReading {
  if (TIMESTAMP.test(text)) return stamped(text);
  const yearFirst = ISO_DAY.exec(text) ?? COMPACT_DAY.exec(text);
  if (yearFirst !== null) return day(text, yearFirst[1], yearFirst[2], yearFirst[3]);
  const dotted = DOTTED_DAY.exec(text);
  if (dotted !== null) return day(text, dotted[3], dotted[2], dotted[1]);
  const slashed = SLASHED_DAY.exec(text);
  return slashed === null ? bad(text) : slashedDay(text, slashed[1] ?? '', slashed[2] ?? '', slashed[3] ?? '', order);
}

function slashedDay(text: string, first: string, second: string, year: string, order?: DateOrder): DateReading {
  if (order === 'dmy' || Number(first) > 12) return day(text, year, second, first);
  if (order === 'mdy' || Number(second) > 12 || first === second) return day(text, year, first, second);
  return { problem: `the date ${text} can be read in two ways; write YYYY-MM-DD` };
}

function stamped(text: string): DateReading {
  const instant = toInstant(text);
  return instant === undefined ? bad(text) : { date: instant };
}

function day(text: string, year = '', month = '', date = ''): DateReading {
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? { date: iso } : bad(text);
}

function bad(text: string): DateReading {
  return { problem: `${JSON.stringify(text.slice(0, 40))} is not a date` };
}
