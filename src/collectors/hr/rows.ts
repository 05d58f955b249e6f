import { csvRows, type ImportFile, type Problem } from '../../collect/index.ts';
import { redactText } from '../../lib/redact.ts';
import { columnsOf, type Fields, fieldsOf } from './columns.ts';
import { type DateOrder, readDate } from './dates.ts';

/** An item with its place, or a problem with its place. */
export type Read<T> = { readonly raw: T; readonly place: string } | { readonly problem: Problem };

export interface ReadOptions {
  /** Field → column name, where the header uses other words. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  readonly dateOrder?: DateOrder | undefined;
}

/** The cells of a row by field, still to be put right. */
export type Draft<F extends string> = { -readonly [K in keyof Fields<F>]: Fields<F>[K] };

/** One row by its fields, or what is wrong with the line. `has`: the header has a column for the field. */
export type FieldRow<F extends string> =
  | { readonly line: number; readonly fields: Draft<F>; readonly has: (field: F) => boolean }
  | { readonly line: number; readonly problem: string };

/** The rows of a CSV file by our field names. */
export async function* fieldRows<F extends string>(
  file: ImportFile,
  aliases: Readonly<Record<F, readonly string[]>>,
  options: ReadOptions,
): AsyncGenerator<FieldRow<F>> {
  let columns: ReadonlyMap<F, string> | undefined;
  for await (const line of csvRows(file)) {
    if ('problem' in line) {
      yield line;
      continue;
    }
    columns ??= columnsOf(aliases, Object.keys(line.row), options.columns);
    const known = columns;
    yield { line: line.line, fields: fieldsOf(known, line.row), has: (field) => known.has(field) };
  }
}

/** Puts the date in its one form; one that cannot be read is left out and gives a problem. */
export function keepDate<K extends string>(
  fields: { [F in K]?: string | undefined },
  name: K,
  order: DateOrder | undefined,
  problems: string[],
): void {
  const text = fields[name];
  if (text === undefined) return;
  const reading = readDate(text, order);
  if ('date' in reading) {
    fields[name] = reading.date;
    return;
  }
  delete fields[name];
  problems.push(`${name}: ${reading.problem}`);
}

export function malformedLine(file: ImportFile, line: number, message: string): { readonly problem: Problem } {
  return { problem: { kind: 'malformed', what: file.path, place: `line ${line}`, message: redactText(message) } };
}
