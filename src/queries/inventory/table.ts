import { type Graph, integer } from '../../graph/index.ts';
import { inputError } from '../../lib/errors.ts';
import { nodeOf, type StoredNode } from '../lineage/neighbours.ts';
import { conditionsOf, propertyOf, type TableFilter } from './filter.ts';
import type { TableColumn, TableLabel } from './spec.ts';

export interface TableOrder {
  readonly by: TableColumn;
  readonly descending: boolean;
}

export interface TablePage {
  readonly rows: readonly StoredNode[];
  readonly more: boolean;
}

/** What rows can be counted by. */
export const GROUPINGS = ['Owner', 'Team', 'Kind', 'System', 'Tenant', 'Environment', 'Status', 'Sensitivity'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface TableGroup {
  /** Key of the owner or team, else the value; empty: not known. */
  readonly key: string;
  readonly name: string;
  readonly count: number;
}

const TIMEOUT_MS = 15_000;
const GROUPS_SHOWN = 200;

/** One page of a table from a row on. What a row does not have comes last in either direction; then by key. */
export async function readTable(
  graph: Graph,
  label: TableLabel,
  filter: TableFilter,
  order: TableOrder,
  page: { readonly first: number; readonly offset: number },
): Promise<TablePage> {
  const { where, params } = conditionsOf(label, filter);
  const property = propertyOf(label, order.by);
  const rows = await graph.read(
    `MATCH (n:${label}) WHERE ${where}
     WITH n ORDER BY n.${property} IS NULL, n.${property}${order.descending ? ' DESC' : ''}, n.id SKIP $skip LIMIT $limit
     RETURN properties(n) AS node`,
    { ...params, skip: integer(page.offset), limit: integer(page.first + 1) },
    { timeoutMs: TIMEOUT_MS },
  );
  const nodes = rows.map((row) => nodeOf(label, row['node']));
  return { rows: nodes.slice(0, page.first), more: nodes.length > page.first };
}

export async function countTable(graph: Graph, label: TableLabel, filter: TableFilter): Promise<number> {
  const { where, params } = conditionsOf(label, filter);
  const rows = await graph.read(`MATCH (n:${label}) WHERE ${where} RETURN count(n) AS n`, params, {
    timeoutMs: TIMEOUT_MS,
  });
  return (rows[0]?.['n'] as number | undefined) ?? 0;
}

/** Keys of all rows that fit, in no order. */
export async function readTableKeys(graph: Graph, label: TableLabel, filter: TableFilter): Promise<Set<string>> {
  const { where, params } = conditionsOf(label, filter);
  const rows = await graph.read(`MATCH (n:${label}) WHERE ${where} RETURN n.id AS id`, params, {
    timeoutMs: TIMEOUT_MS,
  });
  return new Set(rows.map((row) => row['id'] as string));
}

/** Rows counted by what they share, the largest group first; at most 200. */
export async function groupTable(
  graph: Graph,
  label: TableLabel,
  filter: TableFilter,
  by: Grouping,
): Promise<readonly TableGroup[]> {
  const { where, params } = conditionsOf(label, filter);
  const rows = await graph.read(
    `MATCH (n:${label}) WHERE ${where}
     ${groupText(label, by)}
     RETURN key, name, count(DISTINCT n) AS count ORDER BY count DESC, name, key LIMIT $limit`,
    { ...params, limit: integer(GROUPS_SHOWN) },
    { timeoutMs: TIMEOUT_MS },
  );
  return rows.map((row) => ({
    key: (row['key'] as string | null) ?? '',
    name: (row['name'] as string | null) ?? 'not known',
    count: row['count'] as number,
  }));
}

function groupText(label: TableLabel, by: Grouping): string {
  if (by === 'Owner') {
    if (label !== 'Agent' && label !== 'Credential') throw inputError('table-filter', 'This table has no owners');
    return `OPTIONAL MATCH (o:Human|Team)-[w:OWNS]->(n) WITH n, o ORDER BY w.confidence DESC, o.id
            WITH n, head(collect(o)) AS o WITH n, o.id AS key, coalesce(o.name, o.email, o.id) AS name`;
  }
  if (by === 'Team') {
    if (label === 'Resource') throw inputError('table-filter', 'This table has no teams');
    const way = label === 'Human' ? '(n)-[:MEMBER_OF]->(team:Team)' : '(team:Team)-[:OWNS]->(n)';
    const members = label === 'Human' ? '' : 'OPTIONAL MATCH (n)<-[:OWNS]-(:Human)-[:MEMBER_OF]->(of:Team)';
    return `OPTIONAL MATCH ${way} ${members}
            WITH n, ${label === 'Human' ? 'team' : 'coalesce(team, of)'} AS t WITH n, t.id AS key, coalesce(t.name, t.id) AS name`;
  }
  const property = propertyOf(label, by);
  return `WITH n, n.${property} AS key, n.${property} AS name`;
}
