import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { header, linesOf } from './records.ts';
import { type RowKind, rows, type Sizes } from './rows.ts';

/** What was written. */
export interface DataSet {
  /** Our records; the same with one row in a hundred changed. */
  readonly records: string;
  readonly changed: string;
  readonly rows: number;
  readonly lines: number;
  readonly megabytes: number;
  readonly changedRows: number;
}

const EVERY = 100;

/** Writes the data set as records, twice: as it is, and with every hundredth row changed in one property. */
export function writeRecords(folder: string, sizes: Sizes): DataSet {
  mkdirSync(folder, { recursive: true });
  const records = join(folder, 'records.ndjson');
  const changed = join(folder, 'changed.ndjson');
  const [asIs, other] = [new TextFile(records), new TextFile(changed)];
  asIs.add(header);
  other.add(header);
  let count = 0;
  let changedRows = 0;
  for (const [kind, row] of rows(sizes)) {
    const lines = linesOf(kind, row);
    const isChanged = count % EVERY === EVERY / 2;
    asIs.add(lines);
    other.add(isChanged ? linesOf(kind, row, 'changed') : lines);
    count += 1;
    if (isChanged) changedRows += 1;
  }
  const { lines, bytes } = asIs.close();
  other.close();
  return { records, changed, rows: count, lines: lines - 1, megabytes: bytes / 1e6, changedRows };
}

/** Writes the same rows for the peer: one JSON lines file a kind. */
export function writeRows(folder: string, sizes: Sizes): void {
  mkdirSync(folder, { recursive: true });
  const files = new Map<RowKind, TextFile>();
  for (const [kind, row] of rows(sizes)) {
    const file = files.get(kind) ?? new TextFile(join(folder, `${kind}.jsonl`));
    files.set(kind, file);
    file.add(`${JSON.stringify(row)}\n`);
  }
  for (const file of files.values()) file.close();
}

const BUFFERED = 1_000_000;

/** A text file that is written in large pieces. */
class TextFile {
  readonly #descriptor: number;
  #text = '';
  #lines = 0;
  #bytes = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'w');
  }

  add(text: string): void {
    this.#text += text;
    if (this.#text.length > BUFFERED) this.#flush();
  }

  close(): { readonly lines: number; readonly bytes: number } {
    this.#flush();
    closeSync(this.#descriptor);
    return { lines: this.#lines, bytes: this.#bytes };
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    this.#bytes += bytes.length;
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) this.#lines += 1;
    writeSync(this.#descriptor, bytes);
  }
}
