import { InvalidArgumentError, Option } from 'commander';
import { type Answer, EVIDENCE_COLUMN } from '../queries/index.ts';
import { type Format, formatTable, type Table } from './format.ts';

/** Answers go to standard output, everything else to standard error. */
export interface Output {
  readonly write: (text: string) => void;
  readonly note: (text: string) => void;
  /** Width of the terminal; 0 when output is not one. */
  readonly width: number;
}

export const processOutput: Output = {
  write: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
  width: process.stdout.isTTY ? process.stdout.columns : 0,
};

/** `--format table|json|csv` of every answering command. */
export function formatOption(): Option {
  return new Option('--format <format>', 'how the answer is printed')
    .choices(['table', 'json', 'csv'])
    .default('table');
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return value;
}

/** A plain table; JSON is the array of its rows. */
export function printTable(table: Table, format: Format, output: Output): void {
  output.write(format === 'json' ? JSON.stringify(table.rows, null, 2) : formatTable(table, format, output.width));
}

/**
 * An answer with its evidence and coverage. JSON: `{query, title, parameters, rows, more, coverage}`, stable; the table shows
 * evidence under each row, and the coverage line goes to standard error.
 */
export function printAnswer(answer: Answer, format: Format, output: Output): void {
  if (format === 'json') {
    const { columns: _columns, ...stable } = answer;
    output.write(JSON.stringify(stable, null, 2));
    return;
  }
  const columns = answer.columns.map((column) => column.name);
  if (format === 'csv') output.write(formatTable({ columns, rows: answer.rows.map(flat) }, 'csv'));
  else printWithEvidence(answer, columns, output);
  output.note(`${answer.rows.length}${answer.more ? '+' : ''} rows; ${answer.coverage.line}`);
}

function flat(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Array.isArray(value) ? value.join(' | ') : value]),
  );
}

function printWithEvidence(answer: Answer, columns: readonly string[], output: Output): void {
  if (answer.rows.length === 0) {
    output.write('No rows.');
    return;
  }
  const shown = columns.filter((name) => name !== EVIDENCE_COLUMN);
  output.write(formatTable({ columns: shown, rows: answer.rows }, 'table', output.width));
  output.write('');
  answer.rows.forEach((row, i) => {
    const evidence = row[EVIDENCE_COLUMN];
    if (Array.isArray(evidence)) output.write(`[${i + 1}] ${evidence.join(' ')}`);
  });
}
