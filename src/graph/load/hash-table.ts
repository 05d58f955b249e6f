/**
 * Finds record numbers by a 64-bit hash: an open-addressing table over hashes that are kept elsewhere, `stride` words
 * apart, high half first. It holds no hash itself, so a hash that is overwritten there is simply not found any more.
 */
export class HashTable {
  readonly #stride: number;
  #slots: Int32Array;
  #mask: number;
  #used = 0;

  constructor(stride: number, expected: number) {
    this.#stride = stride;
    const capacity = capacityFor(expected);
    this.#slots = new Int32Array(capacity);
    this.#mask = capacity - 1;
  }

  /** The number of the record with this hash among `words`, or -1. */
  find(words: Uint32Array, hi: number, lo: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    const stride = this.#stride;
    for (let slot = startOf(hi, lo) & mask; ; slot = (slot + 1) & mask) {
      const record = (slots[slot] ?? 0) - 1;
      if (record < 0) return -1;
      if (words[record * stride] === hi && words[record * stride + 1] === lo) return record;
    }
  }

  /** Puts a record in under the hash that `words` has for it. The caller knows that it is not there. */
  put(words: Uint32Array, record: number): void {
    if ((this.#used + 1) * 10 > this.#mask * 7) this.#grow(words);
    this.#insert(words, record);
    this.#used += 1;
  }

  #insert(words: Uint32Array, record: number): void {
    const at = record * this.#stride;
    let slot = startOf(words[at] ?? 0, words[at + 1] ?? 0) & this.#mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots[slot] = record + 1;
  }

  /** A record whose hash was overwritten since stands in the old table twice; once is enough in the new one. */
  #grow(words: Uint32Array): void {
    const old = this.#slots;
    const capacity = (this.#mask + 1) * 2;
    this.#slots = new Int32Array(capacity);
    this.#mask = capacity - 1;
    for (const entry of old) {
      if (entry === 0) continue;
      const at = (entry - 1) * this.#stride;
      if (this.find(words, words[at] ?? 0, words[at + 1] ?? 0) < 0) this.#insert(words, entry - 1);
    }
  }
}

function capacityFor(expected: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1024, expected * 1.45)));
}

function startOf(hi: number, lo: number): number {
  return lo ^ Math.imul(hi, 0x9e3779b1);
}

/** Words with room for `records` more, doubling: the same ones when there is room already. */
export function withRoom(words: Uint32Array, needed: number): Uint32Array {
  if (words.length >= needed) return words;
  const larger = new Uint32Array(Math.max(needed, words.length * 2));
  larger.set(words);
  return larger;
}
