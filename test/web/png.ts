import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE_BYTES = 8;
/** Red, green and blue, of 8 bits each: what a browser writes of what nothing shines through. */
const PIXEL_BYTES = 3;

/**
 * What looks the same in fewer bytes: browsers compress in haste, and a picture of text takes less without a filter. Chunks and
 * filters as https://www.w3.org/TR/png/#5Chunk-layout and #9Filters have them.
 */
export function packed(png: Buffer): Buffer {
  const chunks = [...chunksOf(png)];
  const [head] = chunks;
  if (head === undefined || head.body.readUInt16BE(8) !== 0x0802)
    throw new Error('not a PNG of 8 bits in three colours');
  const width = head.body.readUInt32BE(0);
  const data = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body)));
  const rowBytes = width * PIXEL_BYTES;
  const pixels = deflateSync(stepped(unfiltered(data, rowBytes), rowBytes), { level: 9, memLevel: 9 });
  return Buffer.concat([
    png.subarray(0, SIGNATURE_BYTES),
    chunk('IHDR', head.body),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function* chunksOf(png: Buffer): Generator<{ readonly type: string; readonly body: Buffer }> {
  for (let at = SIGNATURE_BYTES; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield { type: png.toString('latin1', at + 4, at + 8), body: png.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

/** What a channel becomes: of 64 steps, which nobody sees, and which repeat more. */
const STEPS = 63;
const STEPPED = Uint8Array.from({ length: 256 }, (_, value) =>
  Math.round((Math.round((value / 255) * STEPS) * 255) / STEPS),
);

/** Rows without a filter, each behind a 0 that says so. */
function stepped(data: Buffer, rowBytes: number): Uint8Array {
  return data.map((value, i) => (i % (rowBytes + 1) === 0 ? 0 : (STEPPED[value] ?? value)));
}

/** Rows as they are. */
function unfiltered(data: Buffer, rowBytes: number): Buffer {
  const stride = rowBytes + 1;
  const out = Buffer.alloc(data.length);
  for (let row = 0; row < data.length; row += stride) {
    const filter = data[row] ?? 0;
    for (let x = 1; x <= rowBytes; x += 1) {
      const left = x > PIXEL_BYTES ? (out[row + x - PIXEL_BYTES] ?? 0) : 0;
      const above = row > 0 ? (out[row + x - stride] ?? 0) : 0;
      const corner = row > 0 && x > PIXEL_BYTES ? (out[row + x - stride - PIXEL_BYTES] ?? 0) : 0;
      out[row + x] = ((data[row + x] ?? 0) + foretold(filter, left, above, corner)) & 0xff;
    }
  }
  return out;
}

/** What a filter expects of a byte. */
function foretold(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  return filter === 4 ? paeth(left, above, corner) : 0;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
