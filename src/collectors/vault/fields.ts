import { MalformedError } from '../../collect/index.ts';

/** One JSON object as Vault gives it: every field is looked at before it is believed. */
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

export function numberAt(from: Json | undefined, name: string): number | undefined {
  const value = from?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Texts of a list; a text that stands alone is a list of one, as Vault takes both. */
export function textsAt(from: Json | undefined, name: string): readonly string[] {
  const value = from?.[name];
  const list = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string' && one !== '');
}

/** A field without which the answer says nothing. Errors: MalformedError. */
export function required(value: string | undefined, field: string): string {
  if (value === undefined) throw new MalformedError(`the field ${field} is missing or is not what the API documents`);
  return value;
}
