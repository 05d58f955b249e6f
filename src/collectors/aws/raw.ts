import { MalformedError } from '../../collect/index.ts';

/** One object of a vendor's answer, still unjudged: from the SDK or from a file. */
export type Raw = Readonly<Record<string, unknown>>;

/** The value as an object. Errors: MalformedError. */
export function asRaw(value: unknown, what = 'the item'): Raw {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw;
  throw new MalformedError(`${what} is not an object`);
}

/** A text field; absent and empty are `undefined`. Errors: MalformedError when it is something else. */
export function text(raw: Raw, field: string): string | undefined {
  const value = raw[field];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new MalformedError(`${field} is not text`);
}

/** A text field that must be there. Errors: MalformedError. */
export function required(raw: Raw, field: string): string {
  const value = text(raw, field);
  if (value === undefined) throw new MalformedError(`${field} is missing`);
  return value;
}

/** The objects of a list field; absent is empty. Errors: MalformedError when it is no list of objects. */
export function objects(raw: Raw, field: string): readonly Raw[] {
  return items(raw, field).map((item) => asRaw(item, `an item of ${field}`));
}

/** The texts of a list field; absent is empty. Errors: MalformedError when it is no list of texts. */
export function texts(raw: Raw, field: string): readonly string[] {
  return items(raw, field).map((item) => {
    if (typeof item === 'string') return item;
    throw new MalformedError(`an item of ${field} is not text`);
  });
}

/** An object field; absent is empty. Errors: MalformedError when it is something else. */
export function object(raw: Raw, field: string): Raw {
  const value = raw[field];
  return value === undefined || value === null ? {} : asRaw(value, field);
}

function items(raw: Raw, field: string): readonly unknown[] {
  const value = raw[field];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new MalformedError(`${field} is not a list`);
}
