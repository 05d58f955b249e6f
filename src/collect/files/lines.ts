import type { ImportFile } from './format.ts';

/** One line of a text file, or what is wrong with it. Lines count from 1. */
export type Line =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly problem: string };

export interface LineOptions {
  /** A longer line is reported and skipped. Default 16 MiB. */
  readonly maxLineBytes?: number;
}

const NEWLINE = 0x0a;
const DEFAULT_MAX_LINE_BYTES = 16 * 1024 * 1024;

/**
 * The lines of a file, one at a time, never the whole file. UTF-8, or UTF-16 told by its byte-order mark. A line that is
 * not valid text or is too long is a problem of that line; reading goes on. An error of the stream itself (a broken gzip
 * member, say) is the last item.
 */
export async function* lines(file: ImportFile, options: LineOptions = {}): AsyncGenerator<Line> {
  const splitter = new LineSplitter(options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES);
  try {
    for await (const chunk of textBytes(file)) yield* splitter.push(chunk);
    yield* splitter.end();
  } catch (thrown) {
    yield {
      line: splitter.current,
      problem: `the file breaks off: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    };
  }
}

/** The file as UTF-8 bytes: UTF-16 with a byte-order mark is converted, a UTF-8 mark is dropped. */
export async function* textBytes(file: ImportFile): AsyncGenerator<Buffer> {
  let convert: ((chunk: Buffer) => Buffer) | undefined;
  for await (const piece of file.open()) {
    const chunk = Buffer.isBuffer(piece) ? piece : Buffer.from(piece as string);
    convert ??= converterFor(chunk);
    yield convert(chunk);
  }
}

function converterFor(first: Buffer): (chunk: Buffer) => Buffer {
  const encoding = encodingOf(first);
  if (encoding === 'utf-8') return dropMarkOnce();
  const decoder = new TextDecoder(encoding);
  return (chunk) => Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
}

function encodingOf(first: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function dropMarkOnce(): (chunk: Buffer) => Buffer {
  let first = true;
  return (chunk) => {
    const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    first = false;
    return marked ? chunk.subarray(3) : chunk;
  };
}

/** Cuts bytes into lines and decodes each for itself. */
class LineSplitter {
  current = 1;
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #rest: Buffer[] = [];
  #restBytes = 0;
  #tooLong = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *push(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield* this.#finish(chunk.subarray(start, end));
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  *end(): Generator<Line> {
    if (this.#restBytes > 0 || this.#tooLong) yield* this.#finish(Buffer.alloc(0));
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#restBytes += piece.length;
    if (this.#restBytes > this.#maxBytes) {
      this.#tooLong = true;
      this.#rest = [];
    } else if (!this.#tooLong) this.#rest.push(piece);
  }

  *#finish(last: Buffer): Generator<Line> {
    const line = this.current;
    this.current += 1;
    const bytes = this.#rest.length === 0 ? last : Buffer.concat([...this.#rest, last]);
    const tooLong = this.#tooLong || bytes.length > this.#maxBytes;
    this.#rest = [];
    this.#restBytes = 0;
    this.#tooLong = false;
    if (tooLong) yield { line, problem: `longer than ${this.#maxBytes} bytes` };
    else yield* this.#decode(line, bytes);
  }

  *#decode(line: number, bytes: Buffer): Generator<Line> {
    const end = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
    if (end === 0) return;
    try {
      yield { line, text: this.#decoder.decode(bytes.subarray(0, end)) };
    } catch {
      yield { line, problem: 'not valid UTF-8 text' };
    }
  }
}
