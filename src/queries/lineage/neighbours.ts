import { type Graph, integer } from '../../graph/index.ts';
import type { Label } from '../../schema/index.ts';
import type { Relation } from './relations.ts';

/** A node as it stands in the graph. */
export interface StoredNode {
  readonly label: Label;
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** A neighbour with the edge that leads to it. */
export interface Neighbour {
  readonly node: StoredNode;
  readonly edge: Readonly<Record<string, unknown>>;
}

export interface NeighbourPage {
  readonly neighbours: readonly Neighbour[];
  readonly more: boolean;
}

const TIMEOUT_MS = 15_000;

/** One page of a relation for each of many nodes, by key, neighbours in the order of label and key. One statement. */
export async function readNeighbours(
  graph: Graph,
  relation: Relation,
  ids: readonly string[],
  first: number,
  after: string | undefined,
): Promise<ReadonlyMap<string, NeighbourPage>> {
  const rows = await graph.read(
    `UNWIND $ids AS id MATCH (s:${relation.of} {id: id})
     CALL (s) {
       MATCH ${patternOf(relation)} WHERE $after IS NULL OR labels(n)[0] + ' ' + n.id > $after
       WITH n, e ORDER BY ${relation.single === true && relation.edge === 'OWNS' ? 'e.confidence DESC, ' : ''}labels(n)[0] + ' ' + n.id LIMIT $limit
       RETURN collect({label: labels(n)[0], node: properties(n), edge: properties(e)}) AS found
     }
     RETURN id, found`,
    { ids, after: after ?? null, limit: integer(first + 1) },
    { timeoutMs: TIMEOUT_MS },
  );
  return new Map(
    rows.map((row) => {
      const found = (row['found'] as Readonly<Record<string, unknown>>[]).map(neighbourOf);
      return [row['id'] as string, { neighbours: found.slice(0, first), more: found.length > first }];
    }),
  );
}

/** How many neighbours each of many nodes has, by key. One statement. */
export async function countNeighbours(
  graph: Graph,
  relation: Relation,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await graph.read(
    `UNWIND $ids AS id MATCH (s:${relation.of} {id: id}) RETURN id, COUNT { ${patternOf(relation)} } AS n`,
    { ids },
    { timeoutMs: TIMEOUT_MS },
  );
  return new Map(rows.map((row) => [row['id'] as string, row['n'] as number]));
}

/** Where a neighbour stands in its page. */
export function cursorOf(neighbour: Neighbour): string {
  return `${neighbour.node.label} ${neighbour.node.id}`;
}

/** Nodes of one label by key. One statement. */
export async function readNodes(
  graph: Graph,
  label: Label,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredNode>> {
  const rows = await graph.read(
    `UNWIND $ids AS id MATCH (n:${label} {id: id}) RETURN properties(n) AS node`,
    { ids },
    { timeoutMs: TIMEOUT_MS },
  );
  return new Map(rows.map((row) => nodeOf(label, row['node'])).map((node) => [node.id, node]));
}

export function nodeOf(label: Label, value: unknown): StoredNode {
  const props = value as Readonly<Record<string, unknown>>;
  return { label, id: props['id'] as string, props };
}

function patternOf({ edge, direction, to }: Relation): string {
  const neighbour = `(n:${to.join('|')})`;
  return direction === 'out' ? `(s)-[e:${edge}]->${neighbour}` : `(s)<-[e:${edge}]-${neighbour}`;
}

function neighbourOf(row: Readonly<Record<string, unknown>>): Neighbour {
  return {
    node: nodeOf(row['label'] as Label, row['node']),
    edge: row['edge'] as Readonly<Record<string, unknown>>,
  };
}
