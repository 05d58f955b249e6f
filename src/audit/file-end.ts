import { fstatSync, readSync } from 'node:fs';

const NEWLINE = 10;

/** Where a file of lines ends. */
export interface FileEnd {
  /** Bytes up to and with the last line feed. */
  readonly size: number;
  readonly line: string | undefined;
  /** What stands behind it. */
  readonly rest: Buffer;
}

export const EMPTY: FileEnd = { size: 0, line: undefined, rest: Buffer.alloc(0) };
const STEP = 65_536;

/** The last whole line of a file and what stands behind it, read from the end. */
export function endOf(fd: number): FileEnd {
  const { size } = fstatSync(fd);
  let tail = Buffer.alloc(0);
  for (let from = size; from > 0; ) {
    const length = Math.min(STEP, from);
    from -= length;
    const chunk = Buffer.alloc(length);
    readSync(fd, chunk, 0, length, from);
    tail = Buffer.concat([chunk, tail]);
    const end = tail.lastIndexOf(NEWLINE);
    const start = end < 0 ? -1 : tail.lastIndexOf(NEWLINE, end - 1);
    if (end >= 0 && (start >= 0 || from === 0))
      return { size: from + end + 1, line: tail.toString('utf8', start + 1, end), rest: tail.subarray(end + 1) };
  }
  return { size: 0, line: undefined, rest: tail };
}
