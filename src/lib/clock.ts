/** Where "now" comes from, so that a test can say what time it is. Milliseconds since the epoch, UTC. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is moved. */
export class FixedClock implements Clock {
  #now: number;

  constructor(at: string | number) {
    this.#now = typeof at === 'number' ? at : Date.parse(at);
  }

  now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** A UTC instant in the one form the graph keeps: `2026-11-21T13:08:00.000Z`. Sorts as text. */
export type Instant = string;

export function instantOf(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString();
}

/**
 * Any date a source gives (RFC 3339 text with any offset, a Date, epoch seconds or milliseconds) as an Instant;
 * `undefined` for nothing or for what is not a date. A date without a time is midnight UTC.
 */
export function toInstant(value: unknown): Instant | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'number') return instantOrNothing(value < 1e11 ? value * 1000 : value);
  if (value instanceof Date) return instantOrNothing(value.getTime());
  if (typeof value !== 'string') return undefined;
  return instantOrNothing(Date.parse(withZone(value.trim())));
}

const LOCAL_TIMESTAMP = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/** A timestamp without a zone is taken as UTC; `Date.parse` would take the zone of the machine. */
function withZone(text: string): string {
  return LOCAL_TIMESTAMP.test(text) ? `${text.replace(' ', 'T')}Z` : text;
}

function instantOrNothing(milliseconds: number): Instant | undefined {
  return Number.isFinite(milliseconds) && Math.abs(milliseconds) <= 8.64e15 ? instantOf(milliseconds) : undefined;
}
