import { createHash } from 'node:crypto';
import type { Hash64 } from './hash.ts';

/** What a record is, compared with what the step said last time. */
export type Verdict = 'new' | 'changed' | 'unchanged' | 'repeated';

const EMPTY = 0;
const KNOWN = 1;
const SEEN = 2;
const FRESH = 3;
const BYTES_PER_RECORD = 16;

/**
 * What a step said last time: 16 bytes a record (key hash, content hash) in an open-addressing table. It answers
 * "new, changed or unchanged" without asking the graph, and knows afterwards what was not said again.
 */
export class StepCache {
  #keyHi: Uint32Array;
  #keyLo: Uint32Array;
  #bodyHi: Uint32Array;
  #bodyLo: Uint32Array;
  #state: Uint8Array;
  #mask: number;
  #size = 0;
  #unseen = 0;

  constructor(expected = 1024) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(1024, expected * 2)));
    this.#keyHi = new Uint32Array(capacity);
    this.#keyLo = new Uint32Array(capacity);
    this.#bodyHi = new Uint32Array(capacity);
    this.#bodyLo = new Uint32Array(capacity);
    this.#state = new Uint8Array(capacity);
    this.#mask = capacity - 1;
  }

  /** Records held. */
  get size(): number {
    return this.#size;
  }

  /** Records known from last time and not seen in this run. */
  get unseen(): number {
    return this.#unseen;
  }

  /** Notes that the record was said in this run; the first word on a key counts. */
  see(key: Hash64, body: Hash64): Verdict {
    const at = this.#find(key.hi, key.lo);
    const state = this.#state[at];
    if (state === EMPTY) {
      this.#insert(at, key, body, FRESH);
      return 'new';
    }
    if (state !== KNOWN) return 'repeated';
    this.#unseen -= 1;
    this.#state[at] = SEEN;
    if (this.#bodyHi[at] === body.hi && this.#bodyLo[at] === body.lo) return 'unchanged';
    this.#bodyHi[at] = body.hi;
    this.#bodyLo[at] = body.lo;
    return 'changed';
  }

  /** Puts in a record of last time. */
  remember(key: Hash64, body: Hash64): void {
    const at = this.#find(key.hi, key.lo);
    if (this.#state[at] === EMPTY) {
      this.#insert(at, key, body, KNOWN);
      this.#unseen += 1;
    }
  }

  /** Takes a record's content back, so that it counts as changed when it is said again. */
  doubt(key: Hash64): void {
    const at = this.#find(key.hi, key.lo);
    if (this.#state[at] === EMPTY) return;
    this.#bodyHi[at] = 0;
    this.#bodyLo[at] = 0;
  }

  /** Known from last time, and not said in this run? */
  isUnseen(key: Hash64): boolean {
    return this.#state[this.#find(key.hi, key.lo)] === KNOWN;
  }

  /** The records as bytes, 16 each. `seenOnly` leaves out what was not said in this run. */
  toBytes(seenOnly: boolean): Buffer {
    const words = new Uint32Array((seenOnly ? this.#size - this.#unseen : this.#size) * 4);
    let next = 0;
    for (let row = 0; row <= this.#mask; row += 1) {
      const state = this.#state[row];
      if (state === EMPTY || (seenOnly && state === KNOWN)) continue;
      words[next] = at(this.#keyHi, row);
      words[next + 1] = at(this.#keyLo, row);
      words[next + 2] = at(this.#bodyHi, row);
      words[next + 3] = at(this.#bodyLo, row);
      next += 4;
    }
    return Buffer.from(words.buffer);
  }

  static fromBytes(bytes: Buffer): StepCache {
    const count = Math.floor(bytes.length / BYTES_PER_RECORD);
    const cache = new StepCache(count);
    const words = new Uint32Array(count * 4);
    Buffer.from(words.buffer).set(bytes.subarray(0, count * BYTES_PER_RECORD));
    const key = { hi: 0, lo: 0 };
    const body = { hi: 0, lo: 0 };
    for (let i = 0; i < words.length; i += 4) {
      key.hi = at(words, i);
      key.lo = at(words, i + 1);
      body.hi = at(words, i + 2);
      body.lo = at(words, i + 3);
      cache.remember(key, body);
    }
    return cache;
  }

  #find(hi: number, lo: number): number {
    let slot = (lo ^ Math.imul(hi, 0x9e3779b1)) & this.#mask;
    while (this.#state[slot] !== EMPTY && (this.#keyLo[slot] !== lo || this.#keyHi[slot] !== hi)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #insert(slot: number, key: Hash64, body: Hash64, state: number): void {
    this.#keyHi[slot] = key.hi;
    this.#keyLo[slot] = key.lo;
    this.#bodyHi[slot] = body.hi;
    this.#bodyLo[slot] = body.lo;
    this.#state[slot] = state;
    this.#size += 1;
    if (this.#size * 2 > this.#mask) this.#grow();
  }

  #grow(): void {
    const old = {
      keyHi: this.#keyHi,
      keyLo: this.#keyLo,
      bodyHi: this.#bodyHi,
      bodyLo: this.#bodyLo,
      state: this.#state,
    };
    const capacity = (this.#mask + 1) * 2;
    this.#keyHi = new Uint32Array(capacity);
    this.#keyLo = new Uint32Array(capacity);
    this.#bodyHi = new Uint32Array(capacity);
    this.#bodyLo = new Uint32Array(capacity);
    this.#state = new Uint8Array(capacity);
    this.#mask = capacity - 1;
    for (let from = 0; from < old.state.length; from += 1) {
      if (old.state[from] === EMPTY) continue;
      const to = this.#find(at(old.keyHi, from), at(old.keyLo, from));
      this.#keyHi[to] = at(old.keyHi, from);
      this.#keyLo[to] = at(old.keyLo, from);
      this.#bodyHi[to] = at(old.bodyHi, from);
      this.#bodyLo[to] = at(old.bodyLo, from);
      this.#state[to] = old.state[from] ?? EMPTY;
    }
  }
}

/** Index access to a typed array that is known to be in range. */
function at(array: Uint32Array, index: number): number {
  return array[index] ?? 0;
}

export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
