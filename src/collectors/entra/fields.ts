import { MalformedError } from '../../collect/index.ts';

/** An object as Graph answered it; nothing is taken on trust. */
export type Json = Readonly<Record<string, unknown>>;

/** Errors: MalformedError when it is no object. */
export function objectOf(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new MalformedError(`${what} is not an object`);
}

/** Errors: MalformedError when the text is not there. */
export function required(raw: Json, field: string): string {
  const value = text(raw[field]);
  if (value === undefined) throw new MalformedError(`the field ${field} is missing or no text`);
  return value;
}

/** Text that says something; `undefined` for null, empty and other types. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

export function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The objects of a list; nothing for what is no list. */
export function objects(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is Json => typeof one === 'object' && one !== null && !Array.isArray(one));
}

/** The texts of a list, sorted and without duplicates; `undefined` when there are none. */
export function texts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = [...new Set(value.flatMap((one) => text(one) ?? []))].sort();
  return found.length === 0 ? undefined : found;
}

/** A member that is an object; an empty one when it is not there. */
export function inner(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The latest of some UTC instants. */
export function latest(instants: readonly (string | undefined)[]): string | undefined {
  return instants.reduce<string | undefined>((best, one) => {
    if (one === undefined) return best;
    return best === undefined || one > best ? one : best;
  }, undefined);
}
