import { createHash } from 'node:crypto';
import type { Hash64 } from './hash.ts';
import { HashTable, withRoom } from './hash-table.ts';

/** What a record is, compared with what the step said last time. */
export type Verdict = 'new' | 'changed' | 'unchanged' | 'repeated';

const KNOWN = 1;
const SEEN = 2;
const WORDS = 4;
const BYTES_PER_RECORD = WORDS * 4;

/**
 * What a step said last time: 16 bytes a record (key hash, content hash), found by key hash. It answers "new, changed or
 * unchanged" without asking the graph, and knows afterwards what was not said again. Records have numbers, in the order
 * of the file.
 */
export class StepCache {
  #words: Uint32Array;
  #states: Uint8Array;
  readonly #byKey: HashTable;
  #size = 0;
  #unseen = 0;
  #last = -1;

  constructor(words: Uint32Array = new Uint32Array(512 * WORDS), expected = 0) {
    this.#words = words;
    this.#states = new Uint8Array(Math.max(512, expected));
    this.#byKey = new HashTable(WORDS, expected);
  }

  /** Records held. */
  get size(): number {
    return this.#size;
  }

  /** Records known from last time and not seen in this run. */
  get unseen(): number {
    return this.#unseen;
  }

  /** The number of the record that was last seen. */
  get last(): number {
    return this.#last;
  }

  /** The number of the record with this key, or -1. */
  numberOf(key: Hash64): number {
    return this.#byKey.find(this.#words, key.hi, key.lo);
  }

  /** Notes that the record was said in this run; the first word on a key counts. */
  see(key: Hash64, body: Hash64): Verdict {
    const record = this.numberOf(key);
    this.#last = record;
    if (record < 0) {
      this.#last = this.#size;
      this.#append(key, body, SEEN);
      return 'new';
    }
    const same = this.#words[record * WORDS + 2] === body.hi && this.#words[record * WORDS + 3] === body.lo;
    const verdict = this.say(record);
    if (verdict === 'repeated' || same) return verdict;
    this.#words[record * WORDS + 2] = body.hi;
    this.#words[record * WORDS + 3] = body.lo;
    return 'changed';
  }

  /** Notes that the record of this number was said in this run as it was last time. */
  say(record: number): 'unchanged' | 'repeated' {
    if (this.#states[record] !== KNOWN) return 'repeated';
    this.#unseen -= 1;
    this.#states[record] = SEEN;
    return 'unchanged';
  }

  /** Puts in a record of last time. */
  remember(key: Hash64, body: Hash64): void {
    if (this.numberOf(key) >= 0) return;
    this.#append(key, body, KNOWN);
    this.#unseen += 1;
  }

  /** Takes a record's content back, so that it counts as changed when it is said again. */
  doubt(key: Hash64): void {
    const record = this.numberOf(key);
    if (record >= 0) this.#words.fill(0, record * WORDS + 2, record * WORDS + 4);
  }

  /** Is the content of the record known, not taken back? */
  isSure(record: number): boolean {
    return this.#words[record * WORDS + 2] !== 0 || this.#words[record * WORDS + 3] !== 0;
  }

  /** Known from last time, and not said in this run? */
  isUnseen(key: Hash64): boolean {
    return this.#states[this.numberOf(key)] === KNOWN;
  }

  /** The numbers of the records that `toBytes` gives, in its order. `seenOnly` leaves out what was not said in this run. */
  *kept(seenOnly: boolean): Generator<number> {
    for (let record = 0; record < this.#size; record += 1) {
      if (!seenOnly || this.#states[record] === SEEN) yield record;
    }
  }

  /** The records as bytes, 16 each. */
  toBytes(seenOnly: boolean): Buffer {
    if (!seenOnly) return Buffer.from(Uint32Array.from(this.#words.subarray(0, this.#size * WORDS)).buffer);
    const words = new Uint32Array((this.#size - this.#unseen) * WORDS);
    let next = 0;
    for (const record of this.kept(true)) {
      for (let at = record * WORDS; at < (record + 1) * WORDS; at += 1) words[next++] = this.#words[at] ?? 0;
    }
    return Buffer.from(words.buffer);
  }

  static fromBytes(bytes: Buffer): StepCache {
    const count = Math.floor(bytes.length / BYTES_PER_RECORD);
    const words = wordsOf(bytes.subarray(0, count * BYTES_PER_RECORD));
    const cache = new StepCache(words, count);
    for (let record = 0; record < count; record += 1) cache.#byKey.put(words, record);
    cache.#states.fill(KNOWN, 0, count);
    cache.#size = count;
    cache.#unseen = count;
    return cache;
  }

  #append(key: Hash64, body: Hash64, state: number): void {
    const record = this.#size;
    this.#words = withRoom(this.#words, (record + 1) * WORDS);
    if (record >= this.#states.length) {
      const states = new Uint8Array(this.#states.length * 2);
      states.set(this.#states);
      this.#states = states;
    }
    this.#words[record * WORDS] = key.hi;
    this.#words[record * WORDS + 1] = key.lo;
    this.#words[record * WORDS + 2] = body.hi;
    this.#words[record * WORDS + 3] = body.lo;
    this.#states[record] = state;
    this.#size += 1;
    this.#byKey.put(this.#words, record);
  }
}

/** The bytes as words: the same memory where that is possible. */
export function wordsOf(bytes: Buffer): Uint32Array {
  if (bytes.byteOffset % 4 === 0) return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}

export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
