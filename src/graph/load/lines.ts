import { digestOf, type StepCache, wordsOf } from './cache.ts';
import { HashTable, withRoom } from './hash-table.ts';

const WORDS = 2;
const DIGEST_BYTES = 32;
const HEADER_BYTES = DIGEST_BYTES * 3;

/**
 * Which line of text said which record, for sources that are files of one record a line: 8 bytes a record (the hash of
 * its line), in the order of the step's cache. A line that is known to say what the record says already need not be
 * parsed again. It may be lost at any time: lines are parsed then.
 */
export class LineIndex {
  readonly #cache: StepCache;
  readonly #table: HashTable;
  #words: Uint32Array;
  /** Digest of the cache whose file this index was read from; absent when something has been learnt since. */
  #savedFor: string | undefined;

  constructor(cache: StepCache, words: Uint32Array = new Uint32Array(0), savedFor?: string) {
    this.#savedFor = savedFor;
    this.#cache = cache;
    this.#words = withRoom(words, Math.max(1, cache.size) * WORDS);
    this.#table = new HashTable(WORDS, cache.size);
    for (let record = 0; record * WORDS < words.length; record += 1) this.#enter(record);
  }

  /** Does the file lack something that is known here, for the cache of this digest? */
  isNews(cacheDigest: string): boolean {
    return this.#savedFor !== cacheDigest;
  }

  /** The number of the record that this line is known to say, or -1. */
  find(hi: number, lo: number): number {
    const record = this.#table.find(this.#words, hi, lo);
    return record >= 0 && this.#cache.isSure(record) ? record : -1;
  }

  /** The record is what this line says. */
  learn(record: number, hi: number, lo: number): void {
    this.#words = withRoom(this.#words, (record + 1) * WORDS);
    const at = record * WORDS;
    if (this.#words[at] === hi && this.#words[at + 1] === lo) return;
    this.#words[at] = hi;
    this.#words[at + 1] = lo;
    this.#enter(record);
    this.#savedFor = undefined;
  }

  /** The record is no longer what its line said. */
  forget(record: number): void {
    if (record * WORDS >= this.#words.length) return;
    this.#words.fill(0, record * WORDS, (record + 1) * WORDS);
    this.#savedFor = undefined;
  }

  #enter(record: number): void {
    const hi = this.#words[record * WORDS] ?? 0;
    const lo = this.#words[record * WORDS + 1] ?? 0;
    if ((hi !== 0 || lo !== 0) && this.#table.find(this.#words, hi, lo) !== record)
      this.#table.put(this.#words, record);
  }

  /** For the file beside the cache: digests of the cache and of the reader's version and of the rest, then the hashes. */
  toBytes(cacheDigest: string, version: string, seenOnly: boolean): Buffer {
    const words = new Uint32Array(this.#cache.size * WORDS);
    let next = 0;
    for (const record of this.#cache.kept(seenOnly)) {
      words[next] = this.#words[record * WORDS] ?? 0;
      words[next + 1] = this.#words[record * WORDS + 1] ?? 0;
      next += WORDS;
    }
    const hashes = Buffer.from(words.buffer, 0, next * 4);
    return Buffer.concat([...headerOf(cacheDigest, version, hashes), hashes]);
  }

  /** `undefined` when the file is of another cache or another reader, or is damaged. */
  static fromBytes(bytes: Buffer, cache: StepCache, cacheDigest: string, version: string): LineIndex | undefined {
    const hashes = bytes.subarray(HEADER_BYTES);
    if (hashes.length !== cache.size * WORDS * 4) return undefined;
    const header = Buffer.concat(headerOf(cacheDigest, version, hashes));
    if (!bytes.subarray(0, HEADER_BYTES).equals(header)) return undefined;
    return new LineIndex(cache, wordsOf(hashes), cacheDigest);
  }
}

function headerOf(cacheDigest: string, version: string, hashes: Buffer): Buffer[] {
  return [cacheDigest, digestOf(Buffer.from(version)), digestOf(hashes)].map((digest) => Buffer.from(digest, 'hex'));
}
