import type { Graph, Row } from '../graph/index.ts';
import { integer } from '../graph/index.ts';
import { type Clock, instantOf } from '../lib/clock.ts';
import { KeylineError, messageOf } from '../lib/errors.ts';
import type { Label } from '../schema/index.ts';
import { type Coverage, readCoverage } from './coverage.ts';
import { findNodeOrNothing } from './find-node.ts';
import type { QueryColumn, SavedQuery } from './header.ts';
import { bindParameters } from './parameters.ts';

/** An answer: rows with their evidence, and what could not be seen. */
export interface Answer {
  readonly query: string;
  readonly title: string;
  readonly columns: readonly QueryColumn[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly rows: readonly Row[];
  /** There are rows beyond this page. */
  readonly more: boolean;
  readonly coverage: Coverage;
}

export interface AnswerOptions {
  /** Rows at most; default 1,000. */
  readonly limit?: number;
  readonly offset?: number;
  /** Default 30,000 ms. */
  readonly timeoutMs?: number;
  /** Ends the statement in the database when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_LIMIT = 1_000;
const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Asks a saved question. `$now`, the time of the clock, is there for every question: what follows credentials needs it.
 * Errors: `query-parameter`; `query-failed` when the database refuses it; `query-cancelled`.
 */
export async function answer(
  graph: Graph,
  clock: Clock,
  query: SavedQuery,
  given: Readonly<Record<string, unknown>>,
  options: AnswerOptions = {},
): Promise<Answer> {
  const parameters = await withKeys(graph, query, bindParameters(query, given, clock.now()));
  const all = { now: instantOf(clock.now()), ...parameters };
  const limit = options.limit ?? DEFAULT_LIMIT;
  const [rows, coverage] = await Promise.all([read(graph, query, all, limit, options), readCoverage(graph)]);
  return {
    query: query.id,
    title: query.title,
    columns: query.columns,
    parameters,
    rows: rows.slice(0, limit),
    more: rows.length > limit,
    coverage,
  };
}

/** A parameter that names a node may be given as people type it: an unambiguous name or beginning of a key. */
async function withKeys(
  graph: Graph,
  query: SavedQuery,
  bound: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const keys = query.parameters.filter((one) => one.type === 'key' && bound[one.name] !== '');
  const found = await Promise.all(
    keys.map(async (one) => {
      const labels = one.label === undefined ? {} : { labels: one.label.split('|') as Label[] };
      return [one.name, (await findNodeOrNothing(graph, String(bound[one.name]), labels))?.id] as const;
    }),
  );
  return { ...bound, ...Object.fromEntries(found.filter(([, id]) => id !== undefined)) };
}

/** A saved question ends in RETURN … ORDER BY …, so that a page can be cut behind it. */
async function read(
  graph: Graph,
  query: SavedQuery,
  parameters: Record<string, unknown>,
  limit: number,
  { offset = 0, timeoutMs = DEFAULT_TIMEOUT_MS, signal }: AnswerOptions,
): Promise<Row[]> {
  const wire = wireParameters(query, parameters);
  try {
    const rows = await graph.read(
      `${query.cypher}\nSKIP $__skip LIMIT $__limit`,
      { ...wire, __skip: integer(offset), __limit: integer(limit + 1) },
      { timeoutMs, signal },
    );
    return rows.map((row) => inOrder(row, query.columns));
  } catch (cause) {
    if (signal?.aborted === true)
      throw new KeylineError('query-cancelled', `The question "${query.id}" was cancelled`, {
        source: query.id,
        cause,
      });
    // A question that cannot be cut to a scope says so itself.
    if (cause instanceof KeylineError) throw cause;
    throw new KeylineError('query-failed', `The question "${query.id}" could not be answered: ${messageOf(cause)}`, {
      source: query.id,
      cause,
    });
  }
}

function wireParameters(query: SavedQuery, parameters: Record<string, unknown>): Record<string, unknown> {
  const whole = new Set(
    query.parameters.filter((one) => one.type === 'int' || one.type === 'days').map((one) => one.name),
  );
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, whole.has(name) ? integer(value as number) : value]),
  );
}

function inOrder(row: Row, columns: readonly QueryColumn[]): Row {
  return Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]));
}
