import type { Row } from '../graph/index.ts';
import type { ToOf } from '../schema/index.ts';

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Labels a finding can be about. */
export type Subject = ToOf<'ABOUT', 'Finding'>;

/** A problem worth telling somebody: a saved question, and how its rows are told. */
export interface FindingRule {
  /** Id of the finding kind; part of every finding's key. */
  readonly id: string;
  /** The saved question whose rows are the findings. */
  readonly query: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /**
   * The question has this parameter, the people or teams to ask about, and every row is about one of them: so it can be asked for
   * somebody alone, when something has happened to them.
   */
  readonly askedBy?: 'owners' | 'teams';
  /** Situation of the mission it answers; `undefined` for a row that is a lesser case of it. */
  readonly situation?: string | ((row: Row) => string | undefined);
  /** Which rows of the question are this finding; default: all. */
  readonly applies?: (row: Row) => boolean;
  readonly severity: (row: Row) => Severity;
  /** Columns that hold what the finding is about: a key, or a list of keys; with the label, or the column that holds it. */
  readonly subjects: Readonly<Record<string, Subject | { readonly column: string }>>;
  /** Columns that are the root cause: rows with the same values are one finding. Default: every subject. */
  readonly cause?: readonly string[];
  /** Column with the key of the Human it goes to, when there is one. */
  readonly routeTo?: string;
  /** Why it goes there. */
  readonly route?: (row: Row) => string | undefined;
  /** One sentence that says what is wrong, with names. `rows`: all with the same root cause, the worst first. */
  readonly sentence: (row: Row, rows: readonly Row[]) => string;
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

const NAMED = 5;

/** The values of a column over rows, the first five by name: `a, b and 8 more`. */
export function several(rows: readonly Row[], column: string): string {
  const names = [...new Set(rows.map((row) => text(row, column)))];
  const more = names.length - NAMED;
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ');
}
