import type { Row } from '../graph/index.ts';
import type { ToOf } from '../schema/index.ts';

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** Labels a finding can be about. */
export type Subject = ToOf<'ABOUT', 'Finding'>;

/** A problem worth telling somebody: a saved question, and how each of its rows is told. */
export interface FindingRule {
  /** Id of the finding kind; part of every finding's key. */
  readonly id: string;
  /** The saved question whose rows are the findings. */
  readonly query: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Situation of the mission it answers; `undefined` for a row that is a lesser case of it. */
  readonly situation?: string | ((row: Row) => string | undefined);
  /** Which rows of the question are this finding; default: all. */
  readonly applies?: (row: Row) => boolean;
  readonly severity: (row: Row) => Severity;
  /** Columns that make the finding what it is, with the label of the node each holds: same subjects, same finding. */
  readonly subjects: Readonly<Record<string, Subject>>;
  /** Column with the key of the Human it goes to, when there is one. */
  readonly routeTo?: string;
  /** Why it goes there. */
  readonly route?: (row: Row) => string | undefined;
  /** One sentence that says what is wrong, with names. */
  readonly sentence: (row: Row) => string;
  readonly remedy: (row: Row) => string;
}

/** A number of a row with its noun: `1 resource`, `12 production resources`. */
export function counted(row: Row, column: string, noun: string): string {
  const count = Number(row[column] ?? 0);
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** A value of a row as text; empty when it is not there. */
export function text(row: Row, column: string): string {
  const value = row[column];
  return value === null || value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value);
}
