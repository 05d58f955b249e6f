import { cellText, csvText, type Table } from '../lib/csv.ts';

export { csvText, type Table };

/** How an answer is printed. */
export type Format = 'table' | 'json' | 'csv';

/** The table as text, without a final line feed. JSON is an array of objects; CSV is RFC 4180 with formulas made harmless. */
export function formatTable(table: Table, format: Exclude<Format, 'json'>, width = 0): string {
  return format === 'csv' ? csvText(table) : plainTable(table, width);
}

const MIN_COLUMN = 6;

/** Columns as wide as they need to be, cut to the width of the terminal (0: not cut). */
function plainTable(table: Table, width: number): string {
  const cells = table.rows.map((row) => table.columns.map((name) => cellText(row[name]).replaceAll(/\s+/g, ' ')));
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
