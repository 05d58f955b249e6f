import { closeSync, mkdirSync, openSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUFFER_CHARACTERS = 256 * 1024;
const MAX_FILE_CHARACTERS = 40 * 1024 * 1024;

/** The folder of exports. Files bear the time that the company is told from: HR rows are judged by it. */
export class Output {
  readonly #root: string;
  readonly #now: Date;
  files = 0;
  bytes = 0;

  constructor(root: string, now: Date) {
    this.#root = root;
    this.#now = now;
  }

  text(path: string, content: string): void {
    this.#write(path, Buffer.from(content));
  }

  json(path: string, value: unknown): void {
    this.text(path, `${JSON.stringify(value, null, 1)}\n`);
  }

  gzip(path: string, content: string): void {
    this.#write(path, gzipSync(content, { level: 6 }));
  }

  /** A list that is written item by item; past about 40 MB it goes on in `<name>-2`, `<name>-3` … */
  list(name: string, form: ListForm = ARRAY): ListFile {
    return new ListFile(
      (part) => this.#place(part === 1 ? name : numbered(name, part)),
      form,
      (path, size) => this.#done(path, size),
    );
  }

  #write(path: string, content: Buffer): void {
    const place = this.#place(path);
    writeFileSync(place, content);
    this.#done(place, content.length);
  }

  #place(path: string): string {
    const place = join(this.#root, path);
    mkdirSync(dirname(place), { recursive: true });
    return place;
  }

  #done(place: string, size: number): void {
    utimesSync(place, this.#now, this.#now);
    this.files += 1;
    this.bytes += size;
  }
}

/** What stands around and between the items of a list. */
export interface ListForm {
  readonly head: string;
  readonly between: string;
  readonly tail: string;
}

export const ARRAY: ListForm = { head: '[\n', between: ',\n', tail: '\n]\n' };
export const LINES: ListForm = { head: '', between: '\n', tail: '\n' };

/** `{"<key>": [ … ]}`, with other members before it. */
export function under(key: string, before: Readonly<Record<string, unknown>> = {}): ListForm {
  const members = Object.entries(before).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  return { head: `{\n${members.join('')}"${key}": [\n`, between: ',\n', tail: '\n]}\n' };
}

function numbered(name: string, part: number): string {
  const dot = name.indexOf('.', name.lastIndexOf('/'));
  return `${name.slice(0, dot)}-${part}${name.slice(dot)}`;
}

/** An open list. Closed by its owner; a list without items is written as an empty one. */
export class ListFile {
  readonly #placeOf: (part: number) => string;
  readonly #form: ListForm;
  readonly #done: (path: string, size: number) => void;
  #part = 0;
  #open: { readonly descriptor: number; readonly place: string; written: number } | undefined;
  #buffer = '';
  #isFirst = true;

  constructor(placeOf: (part: number) => string, form: ListForm, done: (path: string, size: number) => void) {
    this.#placeOf = placeOf;
    this.#form = form;
    this.#done = done;
  }

  add(item: unknown): void {
    this.addText(JSON.stringify(item));
  }

  /** An item that is text already. */
  addText(item: string): void {
    if (this.#open === undefined || this.#open.written + this.#buffer.length > MAX_FILE_CHARACTERS) this.#next();
    this.#buffer += `${this.#isFirst ? '' : this.#form.between}${item}`;
    this.#isFirst = false;
    if (this.#buffer.length >= BUFFER_CHARACTERS) this.#flush();
  }

  addAll(items: Iterable<unknown>): this {
    for (const item of items) this.add(item);
    return this;
  }

  close(): void {
    if (this.#open === undefined) this.#next();
    this.#end();
  }

  #next(): void {
    if (this.#open !== undefined) this.#end();
    this.#part += 1;
    const place = this.#placeOf(this.#part);
    this.#open = { descriptor: openSync(place, 'w'), place, written: 0 };
    this.#buffer = this.#form.head;
    this.#isFirst = true;
  }

  #end(): void {
    this.#buffer += this.#form.tail;
    this.#flush();
    const open = this.#open;
    if (open === undefined) return;
    closeSync(open.descriptor);
    this.#done(open.place, open.written);
    this.#open = undefined;
  }

  #flush(): void {
    if (this.#open !== undefined) this.#open.written += writeSync(this.#open.descriptor, this.#buffer);
    this.#buffer = '';
  }
}
