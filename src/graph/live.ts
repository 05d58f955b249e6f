import {
  type EdgeType,
  edges,
  edgeTypes,
  type Label,
  labels,
  nodes,
  type PropSpecs,
  type PropValue,
  pairsOf,
  type StoredProps,
} from '../schema/index.ts';
import type { Graph } from './store.ts';

/** A live node with its declared properties. */
export interface LiveNode {
  readonly label: Label;
  readonly id: string;
  readonly props: StoredProps;
}

/** A live edge with its declared properties. */
export interface LiveEdge {
  readonly type: EdgeType;
  readonly from: { readonly id: string };
  readonly to: { readonly id: string };
  readonly props: StoredProps;
}

/** The loader's own records are not part of the estate. */
const OPERATION: ReadonlySet<Label> = new Set(['Change', 'Step', 'Run']);

/** Every live node, label by label, in the order of its keys. Nothing is held. */
export async function* liveNodes(graph: Graph): AsyncGenerator<LiveNode> {
  for (const label of labels.filter((one) => !OPERATION.has(one))) {
    const text = `MATCH (n:${label}) WHERE n.retiredAt IS NULL RETURN n.id AS id, properties(n) AS p ORDER BY id`;
    for await (const row of graph.stream(text)) {
      yield { label, id: row['id'] as string, props: declaredOf(nodes[label].props, row['p']) };
    }
  }
}

/** Every live edge, type by type. */
export async function* liveEdges(graph: Graph): AsyncGenerator<LiveEdge> {
  for (const type of edgeTypes) {
    for (const [from, to] of pairsOf(type)) {
      const text = `MATCH (a:${from})-[r:${type}]->(b:${to}) RETURN a.id AS from, b.id AS to, properties(r) AS p ORDER BY from, to`;
      for await (const row of graph.stream(text)) {
        const ends = { from: { id: row['from'] as string }, to: { id: row['to'] as string } };
        yield { type, ...ends, props: declaredOf(edges[type].props, row['p']) };
      }
    }
  }
}

function declaredOf(specs: PropSpecs, stored: unknown): StoredProps {
  const bag = stored as Readonly<Record<string, PropValue | null | undefined>>;
  const known = Object.keys(specs).flatMap((name) => {
    const value = bag[name];
    return value === undefined || value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(known);
}
