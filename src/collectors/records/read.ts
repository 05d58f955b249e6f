import { hasSpacedColon } from '../../collect/files/duplicate-keys.ts';
import type { ImportFile, ImportItem, Problem } from '../../collect/index.ts';
import { Fault, needsCare } from '../../collect/validate/index.ts';
import type { EventRecord, GraphRecord } from '../../schema/index.ts';
import { type Block, blocks } from './blocks.ts';
import { type Section, sectionOf } from './header.ts';
import { parsedLine, recordOf } from './lines.ts';

/** A raw item: the checked records of neighbouring lines. One item a line would cost more than the records do. */
export type RecordBatch = readonly (GraphRecord | EventRecord)[];

/** Streams a file of records: `covers` at each header, then batches of checked records; what is wrong with its line and field. */
export async function* readRecords(file: ImportFile): AsyncGenerator<ImportItem> {
  const reader = new RecordReader();
  for await (const block of blocks(file)) yield* reader.take(block);
  yield* reader.end();
}

/** What one look at a block tells of all its lines. */
interface Sight {
  readonly careful: boolean;
  readonly spaced: boolean;
}

class RecordReader {
  #ready: ImportItem[] = [];
  #section: Section | undefined;
  #batch: (GraphRecord | EventRecord)[] = [];
  #batchLine = 1;
  #headers = 0;

  /** The items of one block of lines. */
  take(block: Block): ImportItem[] {
    this.#batchLine = block.line;
    if ('problem' in block) this.#problem(block.line, new Fault('', block.problem));
    else this.#lines(block.text, block.line);
    this.#flush();
    const items = this.#ready;
    this.#ready = [];
    return items;
  }

  end(): ImportItem[] {
    if (this.#headers === 0) this.#problem(1, new Fault('header', 'is missing: the file says nothing of its source'));
    return this.#ready;
  }

  #lines(text: string, first: number): void {
    const sight = { careful: needsCare(text), spaced: hasSpacedColon(text) };
    let line = first;
    for (let start = 0; start < text.length; line += 1) {
      const newline = text.indexOf('\n', start);
      const end = newline < 0 ? text.length : newline;
      this.#line(text.slice(start, end), line, sight);
      start = end + 1;
    }
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
    this.#ready.push({ item: 'raw', step: section.mode, scope: section.claimScope, raw: this.#batch, place });
    this.#batch = [];
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
