import { MalformedError } from '../../collect/index.ts';

/** One JSON object as the API gives it: every field is looked at before it is believed. */
export type Json = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

export function objectAt(from: Json | undefined, name: string): Json | undefined {
  return asObject(from?.[name]);
}

/** A text that is not empty. */
export function textAt(from: Json | undefined, name: string): string | undefined {
  const value = from?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An id as text, whether it came as a number or as text. */
export function idAt(from: Json | undefined, name: string): string | undefined {
  const value = from?.[name];
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textAt(from, name);
}

export function flagAt(from: Json | undefined, name: string): boolean | undefined {
  const value = from?.[name];
  return typeof value === 'boolean' ? value : undefined;
}

export function objectsAt(from: Json | undefined, name: string): readonly Json[] | undefined {
  const value = from?.[name];
  return Array.isArray(value) ? value.map(asObject).filter((one) => one !== undefined) : undefined;
}

export function textsAt(from: Json | undefined, name: string): readonly string[] | undefined {
  const value = from?.[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;
}

/** A field without which the item says nothing. Errors: MalformedError. */
export function required(value: string | undefined, field: string): string {
  if (value === undefined) throw new MalformedError(`the field ${field} is missing or is not what the API documents`);
  return value;
}
