/** How the text of a file is laid out, which decides where it can be broken. */
export type Layout = 'document' | 'lines' | 'table' | 'text';

export function layoutOf(name: string, text: string): Layout {
  if (/\.csv$/i.test(name)) return 'table';
  if (/\.hcl$/i.test(name)) return 'text';
  return parses(text) ? 'document' : 'lines';
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The first 70 % of a file, ending in the middle of something. */
export function truncated(text: string): string {
  let end = Math.floor(text.length * 0.7);
  while (/[\s,\]}]/.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

/** The file with something in its middle that is not of its language. */
export function brokenInside(text: string, layout: Layout): string {
  if (layout === 'document') return spliced(text, middleComma(text), ',@@ ');
  if (layout === 'text') return `@@@\n${text}`;
  const lines = text.split('\n');
  const middle = Math.max(1, Math.floor(lines.length / 2));
  lines.splice(
    middle,
    0,
    layout === 'table' ? 'a,row,of,too,many,cells,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x' : '{"a": @@',
  );
  return lines.join('\n');
}

/** A comma between two members, about half-way. */
function middleComma(text: string): number {
  const half = text.indexOf(',\n', Math.floor(text.length / 2));
  if (half >= 0) return half;
  return Math.max(text.lastIndexOf(',\n'), text.indexOf(','), 1);
}

function spliced(text: string, at: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at + 1);
}

/** UTF-16, as PowerShell and spreadsheet programs write it. */
export function utf16(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
}

/** The file with a letter of a value near its middle as Latin-1 would have it: `é` as one byte. */
export function latin1(text: string): Buffer {
  const word = /[:,]\s*"?[A-Za-z]{2,}(?=[A-Za-z])/g;
  word.lastIndex = Math.floor(text.length / 2);
  const match = word.exec(text) ?? /[A-Za-z]{3}/.exec(text);
  const at = (match?.index ?? 0) + (match?.[0].length ?? 1);
  return Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from([0xe9]), Buffer.from(text.slice(at + 1))]);
}

const LONG = 'x'.repeat(17 * 1024 * 1024);

/** The file with one line (in a document: one more field) of 17 MiB. */
export function withHugeLine(text: string, layout: Layout): string {
  if (layout === 'document') return text.replace(/\}(\s*\]?\s*)$/, `,"padding":"${LONG}"}$1`);
  const lines = text.split('\n');
  lines.splice(1, 0, layout === 'lines' ? `{"padding":"${LONG}"}` : LONG);
  return lines.join('\n');
}

/** An object naming a field twice; a table with two columns of one name. */
export function withDuplicate(text: string, layout: Layout): string {
  if (layout === 'table') {
    const mark = /[,;\t]/.exec(text)?.[0] ?? ',';
    const first = text.split(mark, 1)[0] ?? '';
    return text
      .replaceAll(/\r?\n(?=.)/g, `${mark}again$&`)
      .replace(`${mark}again`, `${mark}${first.replace('\uFEFF', '')}`);
  }
  return text.replace(/\{(\s*)("[^"]+")\s*:/, '{$1$2: null,$1$2:');
}
