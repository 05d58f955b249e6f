import type { Integer, Plan } from 'neo4j-driver';
import { inputError, messageOf } from '../lib/errors.ts';
import type { Graph, Row } from './store.ts';

/** Rows of an analyst's own statement. */
export interface ReadOnlyTable {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly more: boolean;
}

/** Operators of a plan that reach outside the data: files, network, procedures, settings, other transactions. */
const OUTSIDE = /LoadCSV|ProcedureCall|Show|Terminate|Alter|Create|Drop|Grant|Revoke|Deny|Administration|Command/i;

const TIMEOUT_MS = 30_000;

/**
 * Runs a statement that only reads. The database plans it first (EXPLAIN does not run it): a plan that writes, calls a
 * procedure, loads a file or administers anything is refused. Then it runs in READ mode with a time limit.
 * Errors: `cypher-refused`, `cypher-failed`.
 */
export async function readOnly(
  graph: Graph,
  text: string,
  options: { readonly limit: number; readonly timeoutMs?: number },
): Promise<ReadOnlyTable> {
  await refuseUnlessReading(graph, text);
  const session = graph.session('READ', 1000);
  try {
    const tx = await session.beginTransaction({ timeout: options.timeoutMs ?? TIMEOUT_MS });
    const rows: Row[] = [];
    const result = tx.run(text);
    for await (const record of result) {
      if (rows.push(record.toObject()) > options.limit) break;
    }
    const columns = await result.keys();
    await tx.rollback();
    return {
      columns: columns.map(String),
      rows: rows.slice(0, options.limit).map(plain),
      more: rows.length > options.limit,
    };
  } catch (cause) {
    throw inputError('cypher-failed', `The statement failed: ${messageOf(cause)}`, { cause });
  } finally {
    await session.close();
  }
}

async function refuseUnlessReading(graph: Graph, text: string): Promise<void> {
  if (/^\s*(EXPLAIN|PROFILE)\b/i.test(text)) throw refusal('EXPLAIN and PROFILE are not available here');
  const session = graph.session('READ');
  try {
    const { summary } = await session.run(`EXPLAIN ${text}`);
    if (summary.queryType !== 'r') throw refusal('it does not only read');
    const operator = summary.plan === false ? undefined : outside(summary.plan);
    if (operator !== undefined) throw refusal(`it reaches outside the data (${operator})`);
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'KeylineError') throw thrown;
    throw inputError('cypher-failed', `The statement cannot be planned: ${messageOf(thrown)}`, { cause: thrown });
  } finally {
    await session.close();
  }
}

function refusal(reason: string): Error {
  return inputError('cypher-refused', `The statement was refused: ${reason}`, {
    hint: 'Only statements that read nodes and edges are run.',
  });
}

function outside(plan: Plan): string | undefined {
  if (OUTSIDE.test(plan.operatorType)) return plan.operatorType.replace(/@.*$/, '');
  for (const child of plan.children) {
    const found = outside(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Nodes and edges as their properties, paths as lists of keys: what a table or JSON can hold. */
function plain(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  const bag = value as {
    properties?: unknown;
    segments?: readonly { end: unknown }[];
    start?: unknown;
    toNumber?: () => number;
  };
  if (bag.segments !== undefined) return [plainValue(bag.start), ...bag.segments.map((one) => plainValue(one.end))];
  if (bag.properties !== undefined) return bag.properties;
  if (typeof bag.toNumber === 'function') return (value as Integer).toNumber();
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainValue(one)]));
}
