/** Column names and rows of plain values. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** A value as the text of one cell: lists with spaces between, objects as JSON, nothing for what is unknown. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(cellText).join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection): an apostrophe keeps it text. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The table as RFC 4180 with formulas made harmless, without a final line feed. */
export function csvText(table: Table): string {
  const lines = [table.columns.map(csvCell).join(',')];
  for (const row of table.rows) lines.push(table.columns.map((name) => csvCell(cellText(row[name]))).join(','));
  return lines.join('\r\n');
}

function csvCell(text: string): string {
  const safe = FORMULA.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
