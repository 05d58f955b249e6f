import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditRecord, genesisOf, openLine } from './chain.ts';
import { auditFolder, filesOf, type Head, loadAuditKey, readHead, registeredStreams, streamsOf } from './files.ts';

/** What is wrong, and where. */
export interface TrailProblem {
  readonly stream: string;
  /** `<file>` or `<file>:<line>`. */
  readonly place: string;
  readonly what: string;
}

export interface StreamReport {
  readonly stream: string;
  readonly records: number;
  readonly from?: string;
  readonly to?: string;
  /** What is worth knowing but no fault: repairs, a line being written. */
  readonly notes: readonly string[];
}

export interface TrailReport {
  readonly streams: readonly StreamReport[];
  /** At most one for each stream: behind the first nothing can be said. */
  readonly problems: readonly TrailProblem[];
}

export interface VerifyOptions {
  /** Earlier files were moved away: the chain is followed from the first that is there. */
  readonly archived?: boolean;
}

/** Follows every chain of the trail from its first record to its head. Errors: `audit-key`, `audit-streams`. */
export async function verifyTrail(home: string, options: VerifyOptions = {}): Promise<TrailReport> {
  if (streamsOf(home).length === 0 && !existsSync(auditFolder(home))) return { streams: [], problems: [] };
  const key = loadAuditKey(home);
  const found = streamsOf(home);
  const problems: TrailProblem[] = registeredStreams(home, key)
    .filter((name) => !found.includes(name))
    .map((stream) => ({ stream, place: stream, what: 'the whole stream is missing' }));
  const streams: StreamReport[] = [];
  for (const name of found) {
    const walk = new Walk(name, join(auditFolder(home), name), key, options);
    const problem = await walk.run();
    streams.push(walk.report());
    if (problem !== undefined) problems.push(problem);
  }
  return { streams, problems };
}

/** One chain being followed. */
class Walk {
  readonly #name: string;
  readonly #folder: string;
  readonly #key: Buffer;
  readonly #archived: boolean;
  readonly #notes: string[] = [];
  #last: Head | undefined;
  #first: AuditRecord | undefined;
  #latest: AuditRecord | undefined;
  #records = 0;
  #headSeal: string | undefined;
  #place = '';

  constructor(name: string, folder: string, key: Buffer, options: VerifyOptions) {
    this.#name = name;
    this.#folder = folder;
    this.#key = key;
    this.#archived = options.archived === true;
  }

  report(): StreamReport {
    return {
      stream: this.#name,
      records: this.#records,
      ...(this.#first === undefined ? {} : { from: this.#first.at }),
      ...(this.#latest === undefined ? {} : { to: this.#latest.at }),
      notes: this.#notes,
    };
  }

  async run(): Promise<TrailProblem | undefined> {
    const what = await this.#wrong();
    return what === undefined ? undefined : { stream: this.#name, place: this.#place, what };
  }

  async #wrong(): Promise<string | undefined> {
    // The head is read first: records that come meanwhile are behind it.
    const head = readHead(this.#folder, this.#key);
    this.#place = join(this.#name, 'head.json');
    if (head === undefined) return 'the head is missing or was changed';
    let expected: number | undefined;
    for (const file of filesOf(this.#folder)) {
      const number = Number.parseInt(file, 10);
      this.#place = join(this.#name, file);
      if (expected !== undefined && number !== expected) return `the file before it (${expected}) is missing`;
      expected = number + 1;
      const what = await this.#file(file, head);
      if (what !== undefined) return what;
    }
    return this.#ends(head);
  }

  #ends(head: Head): string | undefined {
    const seq = this.#last?.seq ?? 0;
    if (seq < head.seq) return `the end is missing: record ${seq} is the last, ${head.seq} was written`;
    if (head.seq > 0 && this.#headSeal !== head.seal && !(this.#archived && this.#headSeal === undefined))
      return `record ${head.seq} is not the one that was written`;
    return undefined;
  }

  async #file(file: string, head: Head): Promise<string | undefined> {
    let number = 0;
    for await (const { line, isWhole } of linesOf(join(this.#folder, file))) {
      number += 1;
      this.#place = `${join(this.#name, file)}:${number}`;
      const what = isWhole ? this.#line(line, head) : this.#half(file);
      if (what !== undefined) return what;
    }
    return undefined;
  }

  #half(file: string): string | undefined {
    if (file !== filesOf(this.#folder).at(-1)) return 'the line is cut off';
    this.#notes.push(`${this.#place}: half a line, being written or left by a crash; the next start cuts it off`);
    return undefined;
  }

  #line(line: string, head: Head): string | undefined {
    const record = openLine(this.#key, line);
    if (typeof record === 'string') return record;
    const before = this.#last ?? this.#begin(record);
    if (record.seq !== before.seq + 1)
      return `record ${record.seq} follows ${before.seq}: something is missing or moved`;
    if (record.prev !== before.seal) return `record ${record.seq} does not follow the one before it`;
    if (record.what === 'repair') this.#notes.push(`${this.#place}: ${record.question}`);
    if (record.seq === head.seq) this.#headSeal = record.seal;
    this.#first ??= record;
    this.#latest = record;
    this.#last = { seq: record.seq, seal: record.seal };
    this.#records += 1;
    return undefined;
  }

  #begin(record: AuditRecord): Head {
    return this.#archived
      ? { seq: record.seq - 1, seal: record.prev }
      : { seq: 0, seal: genesisOf(this.#key, this.#name) };
  }
}

/** The lines of a file; the last one may have no line feed. */
async function* linesOf(path: string): AsyncGenerator<{ readonly line: string; readonly isWhole: boolean }> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield { line, isWhole: true };
  }
  if (rest !== '') yield { line: rest, isWhole: false };
}
