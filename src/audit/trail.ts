import { createHash } from 'node:crypto';
import { closeSync, existsSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Clock, instantOf } from '../lib/clock.ts';
import { KeylineError, messageOf } from '../lib/errors.ts';
import { type AuditRecord, genesisOf, openLine, sealedLine } from './chain.ts';
import type { AuditEntry } from './entry.ts';
import { EMPTY, endOf, type FileEnd } from './file-end.ts';
import {
  auditFolder,
  fileName,
  filesOf,
  type Head,
  loadAuditKey,
  readHead,
  releaseStream,
  takeStream,
  writeHead,
} from './files.ts';

export interface TrailOptions {
  readonly home: string;
  readonly clock: Clock;
  /** `service` or `cli`. */
  readonly stream: string;
  /** Size at which the next file begins; default 64 MiB. */
  readonly maxBytes?: number;
  /** Longest time between a record and its being on disk for sure; default 1,000 ms. */
  readonly syncMs?: number;
}

const syncData = promisify(fdatasync);

/**
 * The append-only trail of answers and changes: lines of JSON, each sealed to the one before it with a key. A record is in the
 * operating system’s hands when `append` returns, so that a killed process loses nothing; it is on disk within a second, or when
 * `appendDurably` is done. The head, which tells a shortened trail, follows what is on disk.
 */
export class AuditTrail {
  readonly #options: TrailOptions;
  readonly #key: Buffer;
  readonly #name: string;
  readonly #folder: string;
  #number: number;
  #fd: number;
  #size: number;
  #last: Head;
  #synced: Head;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(options: TrailOptions, key: Buffer, name: string) {
    this.#options = options;
    this.#key = key;
    this.#name = name;
    this.#folder = join(auditFolder(options.home), name);
    this.#number = Math.max(1, Number.parseInt(filesOf(this.#folder).at(-1) ?? '1', 10));
    const path = join(this.#folder, fileName(this.#number));
    const isNew = !existsSync(path);
    this.#fd = openSync(path, 'a+', 0o600);
    const end = isNew ? EMPTY : endOf(this.#fd);
    this.#size = end.size;
    this.#last = this.#headOf(end.line, path);
    this.#synced = this.#last;
    if (end.rest.length > 0) this.#repair(end);
  }

  /** Opens a stream for this process alone; a half line that a crash left is cut off, and a record says so. Errors: `audit-key`, `audit-broken`. */
  static open(options: TrailOptions): AuditTrail {
    const key = loadAuditKey(options.home);
    const name = takeStream(options.home, key, options.stream);
    try {
      return new AuditTrail(options, key, name);
    } catch (thrown) {
      releaseStream(options.home, name);
      throw thrown;
    }
  }

  /** Errors: `audit-write`: what cannot be recorded must not be answered. */
  append(entry: AuditEntry): void {
    this.#write(entry);
    this.#timer ??= setTimeout(() => void this.sync(), this.#options.syncMs ?? 1_000).unref();
  }

  /** As `append`, and on disk when it is done: for changes. */
  async appendDurably(entry: AuditEntry): Promise<void> {
    this.#write(entry);
    await this.sync();
  }

  /** Brings everything so far to disk. */
  async sync(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const reached = this.#last;
    if (this.#closed || reached.seq === this.#synced.seq) return;
    await syncData(this.#fd);
    this.#advance(reached);
  }

  /** Ends the stream; others may take it. */
  close(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    fdatasyncSync(this.#fd);
    this.#advance(this.#last);
    closeSync(this.#fd);
    this.#closed = true;
    releaseStream(this.#options.home, this.#name);
  }

  #advance(reached: Head): void {
    if (reached.seq <= this.#synced.seq) return;
    writeHead(this.#folder, this.#key, reached);
    this.#synced = reached;
  }

  #write(entry: Omit<AuditEntry, 'what'> & { readonly what: AuditRecord['what'] }): void {
    if (this.#closed) throw new KeylineError('audit-write', 'The audit trail is closed');
    if (this.#size >= (this.#options.maxBytes ?? 64 * 1024 * 1024)) this.#rotate();
    const seq = this.#last.seq + 1;
    const at = instantOf(this.#options.clock.now());
    const { line, seal } = sealedLine(this.#key, { seq, at, ...entry, prev: this.#last.seal });
    const bytes = Buffer.from(`${line}\n`);
    try {
      if (writeSync(this.#fd, bytes) !== bytes.length) throw new Error('the disk is full');
    } catch (cause) {
      // What was written of the line is taken back: the next one must not stand behind half a line.
      ftruncateSync(this.#fd, this.#size);
      throw new KeylineError('audit-write', `The audit trail cannot be written: ${messageOf(cause)}`, {
        source: this.#folder,
        cause,
      });
    }
    this.#size += bytes.length;
    this.#last = { seq, seal };
  }

  #rotate(): void {
    fdatasyncSync(this.#fd);
    this.#advance(this.#last);
    const next = openSync(join(this.#folder, fileName(this.#number + 1)), 'a+', 0o600);
    closeSync(this.#fd);
    this.#fd = next;
    this.#number += 1;
    this.#size = 0;
  }

  /** The last record, on which the next one is built: in this file, else where the head says the file before ended. */
  #headOf(line: string | undefined, path: string): Head {
    if (line === undefined)
      return readHead(this.#folder, this.#key) ?? { seq: 0, seal: genesisOf(this.#key, this.#name) };
    const record = openLine(this.#key, line);
    if (typeof record !== 'string') return { seq: record.seq, seal: record.seal };
    throw new KeylineError('audit-broken', `The last record of the audit trail cannot be built on: ${record}`, {
      source: path,
      hint: 'See `keyline audit verify`; move the audit folder away to begin a new trail.',
    });
  }

  #repair({ size, rest }: FileEnd): void {
    ftruncateSync(this.#fd, size);
    const digest = createHash('sha256').update(rest).digest('hex');
    const question = `A half line of ${rest.length} bytes at the end was cut off`;
    this.#write({ who: 'service', what: 'repair', surface: 'service', question, digest, outcome: 'ok' });
  }
}
