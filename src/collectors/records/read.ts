import { isUtf8 } from 'node:buffer';
import { hasSpacedColon } from '../../collect/files/duplicate-keys.ts';
import type { AskKnownLines, ImportFile, ImportItem, KnownLines, Problem } from '../../collect/index.ts';
import { Fault, needsCare } from '../../collect/validate/index.ts';
import type { EventRecord, GraphRecord } from '../../schema/index.ts';
import { type Block, blocks } from './blocks.ts';
import { type Section, sectionOf } from './header.ts';
import { type Run, unknownRuns } from './known.ts';
import { parsedLine, recordOf } from './lines.ts';
import { readerVersion } from './version.ts';

/** A raw item: the checked records of neighbouring lines. One item a line would cost more than the records do. */
export type RecordBatch = readonly (GraphRecord | EventRecord)[];

/**
 * Streams a file of records: `covers` at each header, then batches of checked records; what is wrong with its line and
 * field. Lines that are `known` are said again and not parsed.
 */
export async function* readRecords(file: ImportFile, known?: AskKnownLines): AsyncGenerator<ImportItem> {
  const reader = new RecordReader(known);
  for await (const block of blocks(file)) yield* reader.take(block);
  yield* reader.end();
}

const NEWLINE = 0x0a;

/** What one look at a block tells of all its lines. */
interface Sight {
  readonly careful: boolean;
  readonly spaced: boolean;
}

class RecordReader {
  readonly #ask: AskKnownLines | undefined;
  #ready: ImportItem[] = [];
  #section: Section | undefined;
  #known: KnownLines | undefined;
  #batch: (GraphRecord | EventRecord)[] = [];
  #hashes: number[] = [];
  #batchLine = 1;
  #headers = 0;

  constructor(ask: AskKnownLines | undefined) {
    this.#ask = ask;
  }

  /** The items of one block of lines. */
  *take(block: Block): Generator<ImportItem, void> {
    if ('bytes' in block) yield* this.#bytes(block.bytes, block.line);
    else if ('text' in block) yield* this.#lines(block.text, block.line, undefined);
    else this.#problem(block.line, new Fault('', block.problem));
    yield* this.#drain();
  }

  end(): ImportItem[] {
    if (this.#headers === 0) this.#problem(1, new Fault('header', 'is missing: the file says nothing of its source'));
    return this.#ready;
  }

  *#bytes(bytes: Buffer, line: number): Generator<ImportItem, void> {
    if (this.#ask === undefined) return yield* this.#run({ bytes, line, hashes: undefined });
    for (const run of unknownRuns(bytes, line, () => this.#known)) {
      yield* this.#run(run);
      // What is known further down must not be taken before this.
      yield* this.#drain();
    }
  }

  /** A run that is not all valid UTF-8 is taken line by line, so that only the lines at fault are lost. */
  *#run({ bytes, line, hashes }: Run): Generator<ImportItem, void> {
    if (isUtf8(bytes)) return yield* this.#lines(bytes.toString('utf8'), line, hashes);
    let number = line;
    for (let start = 0; start < bytes.length; number += 1) {
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline < 0 ? bytes.length : newline;
      const one = bytes.subarray(start, end);
      const at = (number - line) * 2;
      if (isUtf8(one)) yield* this.#lines(one.toString('utf8'), number, hashes?.slice(at, at + 2));
      else this.#problem(number, new Fault('', 'not valid UTF-8 text'));
      start = end + 1;
    }
  }

  *#lines(text: string, first: number, hashes: readonly number[] | undefined): Generator<ImportItem, void> {
    this.#batchLine = first;
    const sight = { careful: needsCare(text), spaced: hasSpacedColon(text) };
    let line = first;
    for (let start = 0; start < text.length; line += 1) {
      const newline = text.indexOf('\n', start);
      const end = newline < 0 ? text.length : newline;
      const records = this.#batch.length;
      const headers = this.#headers;
      this.#line(text.slice(start, end), line, sight);
      if (headers < this.#headers) yield* this.#opened();
      else if (hashes !== undefined && records < this.#batch.length) {
        const at = (line - first) * 2;
        this.#hashes.push(hashes[at] ?? 0, hashes[at + 1] ?? 0);
      }
      start = end + 1;
    }
    this.#flush();
  }

  /** The step is open once its `covers` has been taken; from then on it can be asked what it knows. */
  *#opened(): Generator<ImportItem, void> {
    yield* this.#drain();
    const section = this.#section;
    this.#known =
      section === undefined || section.mode === 'events'
        ? undefined
        : this.#ask?.(section.mode, section.claimScope, readerVersion());
  }

  *#drain(): Generator<ImportItem, void> {
    const items = this.#ready;
    this.#ready = [];
    yield* items;
  }

  #line(text: string, line: number, block: Sight): void {
    if (text.length < 2 && text.trim() === '') return;
    const parsed = parsedLine(text, block.spaced);
    if (parsed instanceof Fault) {
      if (text.trim() !== '') this.#problem(line, parsed);
    } else if (parsed['keyline'] !== undefined) this.#open(parsed, line);
    else this.#record(parsed, line, block.careful && needsCare(text));
  }

  #open(header: Readonly<Record<string, unknown>>, line: number): void {
    this.#flush();
    this.#batchLine = line;
    this.#headers += 1;
    const section = sectionOf(header);
    if (section instanceof Fault) {
      this.#section = undefined;
      this.#problem(line, new Fault(section.field, `${section.message}; the records below this header are not read`));
      return;
    }
    this.#section = section;
    this.#ready.push({ item: 'covers', step: section.mode, scope: section.claimScope });
  }

  #record(parsed: Readonly<Record<string, unknown>>, line: number, careful: boolean): void {
    if (this.#section === undefined) {
      if (this.#headers === 0) this.#problem(line, new Fault('header', 'must stand before the first record'));
      return;
    }
    const record = recordOf(parsed, this.#section, careful);
    if (record instanceof Fault) this.#problem(line, record);
    else this.#batch.push(record);
  }

  #flush(): void {
    const section = this.#section;
    if (this.#batch.length === 0 || section === undefined) return;
    const place = `from line ${this.#batchLine}`;
    const known = this.#known === undefined ? {} : { lines: Uint32Array.from(this.#hashes) };
    this.#ready.push({ item: 'raw', step: section.mode, scope: section.claimScope, raw: this.#batch, place, ...known });
    this.#batch = [];
    this.#hashes = [];
  }

  #problem(line: number, fault: Fault): void {
    const place = fault.field === '' ? `line ${line}` : `line ${line}, field ${fault.field}`;
    const problem: Problem = { kind: 'malformed', what: 'records', place, message: fault.message };
    const section = this.#section;
    this.#ready.push(
      section === undefined
        ? { item: 'problem', problem }
        : { item: 'problem', step: section.mode, scope: section.claimScope, problem },
    );
  }
}
