import { toInstant } from '../../../lib/clock.ts';
import { redactText } from '../../../lib/redact.ts';
import { tagList } from '../../../lib/tags.ts';
import { type AwsTag, awsTags } from '../keys.ts';
import type { Raw } from '../raw.ts';

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A time: a Date (SDK), RFC 3339 text (command line) or epoch seconds (API). */
export function instant(raw: Raw, field: string): string | undefined {
  return toInstant(raw[field]);
}

export function flag(raw: Raw, field: string): boolean | undefined {
  const value = raw[field];
  return typeof value === 'boolean' ? value : undefined;
}

/**
 * Tags in any of the forms the services use: `[{Key, Value}]`, `[{key, value}]` or `{key: value}`; a recognised secret in
 * a value is taken out. `undefined` when there are none or they were not read.
 */
export function tagsOf(value: unknown): string[] | undefined {
  if (Array.isArray(value)) return awsTags(value.filter(isRaw) as readonly AwsTag[]);
  if (!isRaw(value)) return undefined;
  return tagList(Object.entries(value).map(([key, one]) => [key, redactText(String(one ?? ''))]));
}
