import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { messageOf } from '../../lib/errors.ts';
import type { ImportFile } from './format.ts';
import { textBytes } from './lines.ts';

/** A longer row ends the file with a problem. */
const MAX_ROW_BYTES = 64 * 1024 * 1024;

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
 * of fields is a problem of that row, two columns of one name are one of the header; a quote that never closes ends the
 * file with a problem.
 */
export async function* csvRows(file: ImportFile): AsyncGenerator<CsvRow> {
  const problems: CsvRow[] = [];
  // pipe() alone would leave an error of the source (a broken gzip member) without a listener: it would end the process.
  const source = Readable.from(textBytes(file)).on('error', (thrown) => parser.destroy(thrown));
  const parser = source.pipe(
    parse({
      columns: (header: string[]) => {
        const names = header.map((name) => name.trim());
        for (const name of doubled(names)) problems.push({ line: 1, problem: `there are two columns ${name}` });
        return names;
      },
      delimiter: delimiterOf(file.head),
      info: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        problems.push({ line: lineOf(error), problem: rowMessage(error) });
        return undefined;
      },
      max_record_size: MAX_ROW_BYTES,
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

/** Of two columns of one name only the last would be read. */
function doubled(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.filter((name, index) => name !== '' && names.indexOf(name) !== index));
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
