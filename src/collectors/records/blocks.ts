import { textBytes } from '../../collect/files/lines.ts';
import { type ImportFile, lines } from '../../collect/index.ts';
import { messageOf } from '../../lib/errors.ts';

/** Whole lines of a file as bytes, one line as text, or one that cannot be read. `line`: number of the first line, from 1. */
export type Block =
  | { readonly line: number; readonly bytes: Buffer }
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly problem: string };

const NEWLINE = 0x0a;
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** The file in blocks of whole lines, not decoded yet: a step per line costs more than reading it. */
export async function* blocks(file: ImportFile): AsyncGenerator<Block> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let line = 1;
  try {
    for await (const chunk of textBytes(file)) {
      const first = chunk.indexOf(NEWLINE);
      if (first < 0) {
        rest.push(chunk);
        restBytes += chunk.length;
        if (restBytes > MAX_LINE_BYTES) return yield* theSlowWay(file, line);
        continue;
      }
      // Only the line that was cut in two is copied.
      yield { line, bytes: Buffer.concat([...rest, chunk.subarray(0, first)]) };
      line += 1;
      const last = chunk.lastIndexOf(NEWLINE);
      if (last > first) {
        const bytes = chunk.subarray(first + 1, last);
        yield { line, bytes };
        line += newlinesIn(bytes) + 1;
      }
      rest = last + 1 < chunk.length ? [chunk.subarray(last + 1)] : [];
      restBytes = chunk.length - last - 1;
    }
    const last = Buffer.concat(rest);
    if (last.length > 0) yield { line, bytes: last };
  } catch (thrown) {
    yield { line, problem: `the file breaks off: ${messageOf(thrown)}` };
  }
}

function newlinesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

/** From a line on, one line at a time: for a file with overlong lines. */
async function* theSlowWay(file: ImportFile, from: number): AsyncGenerator<Block> {
  for await (const one of lines(file, { maxLineBytes: MAX_LINE_BYTES })) if (one.line >= from) yield one;
}
