import type { KnownLines } from '../../collect/index.ts';
import { hashBytes, type LineHash } from './line-hash.ts';

const NEWLINE = 0x0a;

/** Neighbouring lines that have to be parsed. `hashes`: two words a line. */
export interface Run {
  readonly bytes: Buffer;
  /** Number of the first line. */
  readonly line: number;
  readonly hashes: readonly number[] | undefined;
}

/**
 * Cuts a block into runs of lines that have to be parsed; the lines between them are known, and said again on the way.
 * `knownNow` is asked anew after each run: a header in it changes the section, and whose lines count.
 */
export function* unknownRuns(
  bytes: Buffer,
  first: number,
  knownNow: () => KnownLines | undefined,
): Generator<Run, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const hash: LineHash = { hi: 0, lo: 0 };
  let known = knownNow();
  let run = { from: 0, line: first, hashes: [] as number[] };
  for (let start = 0, end = 0, line = first; start < bytes.length; start = end + 1, line += 1) {
    end = bytes.indexOf(NEWLINE, start);
    if (end < 0) end = bytes.length;
    hashBytes(view, start, end, hash);
    let record = known?.find(hash.hi, hash.lo) ?? -1;
    if (record >= 0 && run.from < start) {
      yield { bytes: bytes.subarray(run.from, start - 1), line: run.line, hashes: run.hashes };
      run = { from: start, line, hashes: [] };
      known = knownNow();
      record = known?.find(hash.hi, hash.lo) ?? -1;
    }
    if (record < 0) run.hashes.push(hash.hi, hash.lo);
    else {
      known?.say(record);
      run.from = end + 1;
      run.line = line + 1;
    }
  }
  if (run.from < bytes.length) yield { bytes: bytes.subarray(run.from), line: run.line, hashes: run.hashes };
}
