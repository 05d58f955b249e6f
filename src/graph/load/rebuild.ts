import { edges, edgeTypes, type Label, labels, nodes, type PropSpecs, pairsOf } from '../../schema/index.ts';
import type { Graph } from '../store.ts';
import { StepCache } from './cache.ts';
import { assertionsOf, type Stored } from './claims.ts';
import type { EdgeKind } from './edges.ts';
import { type Hash64, hashText } from './hash.ts';
import { edgeKeyText, nodeKeyText } from './keys.ts';

/** What a step states, as the graph has it: told for every fact with its claim. */
interface ClaimVisitor {
  readonly node: (label: Label, id: string, stored: Stored) => void;
  readonly edge: (kind: EdgeKind, from: string, to: string, stored: Stored) => void;
}

/** Reads back everything a step claims, of the labels and types it is known to have written. */
export async function visitClaim(
  graph: Graph,
  claim: string,
  kinds: readonly string[],
  visit: ClaimVisitor,
): Promise<void> {
  for (const label of labels.filter((one) => kinds.includes(one))) {
    const text = `MATCH (n:${label}) WHERE $claim IN n.claims RETURN properties(n) AS p`;
    for await (const row of graph.stream(text, { claim })) {
      const stored = row['p'] as Stored;
      visit.node(label, stored['id'] as string, stored);
    }
  }
  for (const type of edgeTypes.filter((one) => kinds.includes(one))) {
    for (const [from, to] of pairsOf(type)) await visitEdges(graph, claim, { type, from, to }, visit);
  }
}

async function visitEdges(graph: Graph, claim: string, kind: EdgeKind, visit: ClaimVisitor): Promise<void> {
  const text = `MATCH (a:${kind.from})-[r:${kind.type}]->(b:${kind.to}) WHERE $claim IN r.claims
                RETURN a.id AS from, b.id AS to, properties(r) AS p`;
  for await (const row of graph.stream(text, { claim })) {
    visit.edge(kind, row['from'] as string, row['to'] as string, row['p'] as Stored);
  }
}

/** The cache of a step, made anew from the graph: after a crash, or when the file beside the data is not the one the graph knows. */
export async function rebuildCache(graph: Graph, claim: string, kinds: readonly string[]): Promise<StepCache> {
  const cache = new StepCache();
  const key: Hash64 = { hi: 0, lo: 0 };
  const body: Hash64 = { hi: 0, lo: 0 };
  const remember = (keyText: string, specs: PropSpecs, stored: Stored): void => {
    hashText(keyText, key);
    hashText(bodyText(assertionsOf(specs, stored)[claim] ?? {}), body);
    cache.remember(key, body);
  };
  await visitClaim(graph, claim, kinds, {
    node: (label, id, stored) => remember(nodeKeyText(label, id), nodes[label].props, stored),
    edge: (kind, from, to, stored) =>
      remember(edgeKeyText(kind.type, kind.from, from, kind.to, to), edges[kind.type].props, stored),
  });
  return cache;
}

/** What is hashed to know whether a record changed: its declared properties in declared order. */
export function bodyText(props: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(props);
}
