/** What a spreadsheet takes as the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const QUOTED = /[",\r\n]/;

/** Rows as CSV (RFC 4180), the first with the titles. A cell that a spreadsheet would run begins with an apostrophe. */
export function csvOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return [titles, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(text: string): string {
  const tame = FORMULA.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return QUOTED.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
