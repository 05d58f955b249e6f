/** A 64-bit hash as two unsigned halves. */
export interface LineHash {
  hi: number;
  lo: number;
}

/**
 * Hashes the bytes from `start` to `end` into `into`: two lanes of MurmurHash3's mixing with different constants, four bytes
 * at a time. Not cryptographic: whoever writes the file decides what it says anyway.
 */
export function hashBytes(view: DataView, start: number, end: number, into: LineHash): void {
  let a = 0x9747b28c ^ (end - start);
  let b = 0x3c6ef372 ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at, true);
    a = stirred(a, word, 0xcc9e2d51, 0x1b873593);
    b = stirred(b, word, 0x239b961b, 0x38b34ae5);
  }
  let rest = 0;
  for (let shift = 0; at < end; at += 1, shift += 8) rest |= view.getUint8(at) << shift;
  a = stirred(a, rest, 0xcc9e2d51, 0x1b873593);
  b = stirred(b, rest, 0x239b961b, 0x38b34ae5);
  into.hi = settled(a ^ Math.imul(b, 5)) >>> 0;
  into.lo = settled(b ^ into.hi) >>> 0;
}

function stirred(lane: number, word: number, first: number, second: number): number {
  let k = Math.imul(word, first);
  k = Math.imul((k << 15) | (k >>> 17), second);
  const mixed = lane ^ k;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function settled(lane: number): number {
  let h = lane;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
