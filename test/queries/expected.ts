import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row } from '../../src/graph/index.ts';
import type { Company } from '../support/company-graph.ts';

const FOLDER = fileURLToPath(new URL('expected/', import.meta.url));

/** One way to ask a saved question, and what must come of it. Keys are told by the plan of the company: `{S1.agent}`. */
export interface Expectation {
  readonly about: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Exactly these rows, in the columns that are given, in any order; lists in any order too. */
  readonly rows: readonly Row[];
  /** Rows whose column matches are of the population around the planted ones, and are left out. */
  readonly ordinary?: { readonly column: string; readonly pattern: string };
  /** There may be further rows. */
  readonly others?: boolean;
  /** Compare these columns only. */
  readonly columns?: readonly string[];
  /** Beginnings that stand in the evidence of the first row, in this order. */
  readonly via?: readonly string[];
  /** Near misses: no row is like this, and why. */
  readonly absent?: readonly { readonly row: Row; readonly why: string }[];
}

export function expectedQuestions(): string[] {
  return readdirSync(FOLDER).map((name) => name.replace(/\.json$/, ''));
}

export function expectations(id: string): Expectation[] {
  return JSON.parse(readFileSync(join(FOLDER, `${id}.json`), 'utf8')) as Expectation[];
}

/**
 * Puts the company's keys in place of `{S1.agent}` (a subject of the situation), `{S1#0.agent}` (of its first near miss),
 * `{S1.owner}`, `{S1.route}` and `{inferredAgent.agent}` (of what is ordinary).
 */
export function filled<T>(value: T, company: Company): T {
  const text = JSON.stringify(value).replaceAll(/\{(\w+)(?:#(\d))?\.(\w+)\}/g, (_, group, miss, role) =>
    JSON.stringify(keyOf(company, group, miss, role)).slice(1, -1),
  );
  return JSON.parse(text) as T;
}

function keyOf(company: Company, group: string, miss: string | undefined, role: string): string {
  const planted = company.situations.find(({ situation }) => situation === group);
  const subjects = miss === undefined ? planted?.subjects : planted?.nearMisses[Number(miss)]?.subjects;
  const own = miss === undefined ? { owner: planted?.owner, route: planted?.route?.to } : {};
  const keys: Readonly<Record<string, string | undefined>> = { ...own, ...company.ordinary[group], ...subjects };
  const key = keys[role];
  if (key === undefined)
    throw new Error(`the company has no {${group}${miss === undefined ? '' : `#${miss}`}.${role}}`);
  return key;
}

/** The rows in the columns of the expectation, in one order, so that they can be compared. */
export function comparable(rows: readonly Row[], columns: readonly string[]): string[] {
  return rows.map((row) => JSON.stringify(columns.map((column) => [column, inOrder(row[column])]))).sort();
}

/** Is the row like this, in all columns that are given? */
export function isLike(row: Row, like: Row): boolean {
  return Object.entries(like).every(
    ([column, value]) => JSON.stringify(inOrder(row[column])) === JSON.stringify(inOrder(value)),
  );
}

function inOrder(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : (value ?? null);
}

/** Does each beginning stand in the list, one after another? */
export function standsIn(list: readonly string[], beginnings: readonly string[]): boolean {
  let at = 0;
  for (const item of list) if (at < beginnings.length && item.startsWith(beginnings[at] ?? '')) at += 1;
  return at === beginnings.length;
}
