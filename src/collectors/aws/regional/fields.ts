import { MalformedError } from '../../../collect/errors.ts';
import { toInstant } from '../../../lib/clock.ts';
import { redactText } from '../../../lib/redact.ts';
import { tagList } from '../../../lib/tags.ts';

/** An object as it came: every field is read through the functions below, and only the fields that are named. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in a field; an empty one when there is none. */
export function inner(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isFields(value) ? value : {};
}

/** The objects of a list; what is no object is left out. */
export function list(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** Text that is not empty. */
export function text(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Text that must be there. Errors: MalformedError naming the field. */
export function required(fields: Fields, name: string): string {
  const value = text(fields, name);
  if (value === undefined) throw new MalformedError(`the field ${name} is missing or is not text`);
  return value;
}

/** A time: a Date (SDK), RFC 3339 text (command line) or epoch seconds (API). */
export function instant(fields: Fields, name: string): string | undefined {
  return toInstant(fields[name]);
}

export function flag(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  return typeof value === 'boolean' ? value : undefined;
}

/**
 * Tags in any of the forms the services use: `[{Key, Value}]`, `[{key, value}]` or `{key: value}`. A value that holds a
 * secret is redacted. `undefined` when the field is absent: not known.
 */
export function tagsOf(value: unknown): string[] | undefined {
  if (Array.isArray(value)) return tagList(value.filter(isFields).map(tagPair));
  if (!isFields(value)) return undefined;
  return tagList(Object.entries(value).map(([key, one]) => [redactText(key), cleanText(one)]));
}

function tagPair(tag: Fields): readonly [string, string | undefined] {
  return [redactText(text(tag, 'Key') ?? text(tag, 'key') ?? ''), cleanText(tag['Value'] ?? tag['value'])];
}

function cleanText(value: unknown): string | undefined {
  return typeof value === 'string' ? redactText(value) : undefined;
}
