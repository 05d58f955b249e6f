/** How an answer is printed. */
export type Format = 'table' | 'json' | 'csv';

/** Column names and rows of plain values. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** The table as text, without a final line feed. JSON is an array of objects; CSV is RFC 4180 with formulas made harmless. */
export function formatTable(table: Table, format: Exclude<Format, 'json'>, width = 0): string {
  return format === 'csv' ? csvText(table) : plainTable(table, width);
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(cell).join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection): an apostrophe keeps it text. */
const FORMULA = /^[=+\-@\t\r]/;

export function csvText(table: Table): string {
  const lines = [table.columns.map(csvCell).join(',')];
  for (const row of table.rows) lines.push(table.columns.map((name) => csvCell(cell(row[name]))).join(','));
  return lines.join('\r\n');
}

function csvCell(text: string): string {
  const safe = FORMULA.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const MIN_COLUMN = 6;

/** Columns as wide as they need to be, cut to the width of the terminal (0: not cut). */
function plainTable(table: Table, width: number): string {
  const cells = table.rows.map((row) => table.columns.map((name) => cell(row[name]).replaceAll(/\s+/g, ' ')));
  const widths = table.columns.map((name, i) => Math.max(name.length, ...cells.map((line) => line[i]?.length ?? 0)));
  if (width > 0) narrow(widths, width);
  const line = (parts: readonly string[]): string =>
    parts
      .map((part, i) => pad(part, widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(table.columns), line(widths.map((n) => '-'.repeat(n))), ...cells.map(line)].join('\n');
}

function pad(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text.padEnd(width);
}

/** Takes from the widest column until all fit. */
function narrow(widths: number[], width: number): void {
  const total = (): number => widths.reduce((sum, one) => sum + one + 2, -2);
  while (total() > width) {
    const widest = widths.indexOf(Math.max(...widths));
    const now = widths[widest] ?? 0;
    if (now <= MIN_COLUMN) return;
    widths[widest] = Math.max(MIN_COLUMN, now - (total() - width));
  }
}
