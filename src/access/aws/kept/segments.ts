import { Interned } from '../../ranges/intern.ts';
import type { AccessSegment } from '../../types.ts';

/** What a segment says, wherever it lies. */
type Meaning = Omit<AccessSegment, 'lo' | 'hi'>;

/** Numbers of one segment: its two ends, counted from the account's first ordinal, and its meaning's number. */
const CELLS = 3;

/**
 * Segments as numbers: a tenth of the memory that they take as objects. Their ends are counted from where the account
 * begins, so that they hold while other accounts grow.
 */
export class SegmentStore {
  readonly #meanings = new Interned<Meaning>(
    ({ type, certain, possible, unknown, conditionKeys }) =>
      `${type} ${certain}.${possible}.${unknown} ${conditionKeys.join(',')}`,
  );

  pack(segments: readonly AccessSegment[], base: number): Int32Array {
    const cells = new Int32Array(segments.length * CELLS);
    for (const [i, { lo, hi, ...meaning }] of segments.entries()) {
      cells[i * CELLS] = lo - base;
      cells[i * CELLS + 1] = hi - base;
      cells[i * CELLS + 2] = this.#meanings.idOf(meaning);
    }
    return cells;
  }

  unpack(cells: Int32Array, base: number): AccessSegment[] {
    const segments: AccessSegment[] = [];
    for (let at = 0; at < cells.length; at += CELLS) {
      const meaning = this.#meanings.valueOf(cells[at + 2] ?? -1);
      if (meaning !== undefined)
        segments.push({ lo: (cells[at] ?? 0) + base, hi: (cells[at + 1] ?? 0) + base, ...meaning });
    }
    return segments;
  }
}
