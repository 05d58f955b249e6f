import type { Row } from '../store.ts';

/** Rows of an analyst's own statement. */
export interface ReadOnlyTable {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** There are rows beyond these. */
  readonly more: boolean;
  /** What ended the answer before its end. */
  readonly cutBy: 'rows' | 'bytes' | undefined;
}

export interface ReadOnlyOptions {
  /** Rows at most. */
  readonly limit: number;
  /** Default 30,000 ms, planning and waiting for others not included. */
  readonly timeoutMs?: number;
  /** Size of the rows as JSON; default 8 MB. */
  readonly maxBytes?: number;
  /** Values of `$name` in the statement: text, numbers, booleans, null, lists and maps of them. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Ends the statement in the database when it is aborted. */
  readonly signal?: AbortSignal;
}
