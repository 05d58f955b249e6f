import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { messageOf } from '../../lib/errors.ts';
import type { ImportFile } from './format.ts';
import { textBytes } from './lines.ts';

/** One row by its column names, as text; or what is wrong with it. `line` counts from 1, the header is line 1. */
export type CsvRow =
  | { readonly line: number; readonly row: Readonly<Record<string, string>> }
  | { readonly line: number; readonly problem: string };

interface ParsedRow {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/**
 * Streams a CSV file with a header (RFC 4180; comma, semicolon or tab told by the header). A row with the wrong number
 * of fields is a problem of that row; a quote that never closes ends the file with a problem.
 */
export async function* csvRows(file: ImportFile): AsyncGenerator<CsvRow> {
  const problems: CsvRow[] = [];
  const parser = Readable.from(textBytes(file)).pipe(
    parse({
      columns: (header: string[]) => header.map((name) => name.trim()),
      delimiter: delimiterOf(file.head),
      info: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        problems.push({ line: lineOf(error), problem: rowMessage(error) });
        return undefined;
      },
      max_record_size: 1024 * 1024,
    }),
  );
  let line = 1;
  try {
    for await (const item of parser) {
      yield* problems.splice(0);
      const { record, info } = item as ParsedRow;
      line = info.lines;
      yield record_(line, record);
    }
  } catch (thrown) {
    problems.push({ line, problem: `the file cannot be read on: ${rowMessage(thrown)}` });
  }
  yield* problems.splice(0);
}

const REPLACEMENT = '\uFFFD';

/** A row with bytes that are not UTF-8 would carry a wrong name into the graph. */
function record_(line: number, row: Readonly<Record<string, string>>): CsvRow {
  const bad = Object.entries(row).find(([, value]) => value.includes(REPLACEMENT));
  return bad === undefined ? { line, row } : { line, problem: `the field ${bad[0]} is not valid UTF-8 text` };
}

function delimiterOf(head: string): string {
  const header = head.split('\n', 1)[0] ?? '';
  const count = (mark: string): number => header.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',');
}

function lineOf(error: unknown): number {
  const lines = (error as { lines?: unknown } | undefined)?.lines;
  return typeof lines === 'number' ? lines : 0;
}

/** The message without the field's content. */
function rowMessage(thrown: unknown): string {
  return messageOf(thrown)
    .replace(/, got .*$/s, '')
    .slice(0, 200);
}
