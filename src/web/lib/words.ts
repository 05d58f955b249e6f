const NUMBER = new Intl.NumberFormat('en');
const STEPS: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [30, 'day'],
  [12, 'month'],
  [Number.POSITIVE_INFINITY, 'year'],
];
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `12,431`. */
export function numberOf(value: number): string {
  return NUMBER.format(value);
}

/** `1 agent`, `2,000 agents`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${numberOf(count)} ${count === 1 ? noun : plural}`;
}

/** `an agent`, `a person`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** `3 days ago`; times ahead as `in 3 days`. `now`: milliseconds since the epoch. */
export function agoOf(instant: string, now = Date.now()): string {
  let amount = (Date.parse(instant) - now) / 1_000;
  for (const [size, unit] of STEPS) {
    if (Math.abs(amount) < size) return AGO.format(Math.round(amount), unit);
    amount /= size;
  }
  return instant;
}

/** `2026-11-21 13:08 UTC`. */
export function timeOf(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

/** The words of a key in capitals or with dashes: `departed owner`. */
export function wordsOf(key: string): string {
  return key.replaceAll(/[-_]/g, ' ').toLowerCase();
}

/** A text that fits; the middle goes first, because keys differ at their ends. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = Math.ceil((length - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (length - 1 - head))}`;
}
