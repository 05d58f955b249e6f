import type { Label } from '../../schema/index.ts';
import type { Graph } from '../store.ts';
import type { StepCache } from './cache.ts';
import { writeDropping } from './drops.ts';
import type { EdgeKind } from './edges.ts';
import { type Hash64, hashText } from './hash.ts';
import { batches, edgeKeyText, nodeKeyText } from './keys.ts';
import { visitClaim } from './rebuild.ts';
import { retractEdges } from './retire-edges.ts';
import { type Retraction, retractNodes } from './retire-nodes.ts';

const BATCH = 2_000;

/** What a complete snapshot no longer said. */
interface Vanished {
  readonly nodes: Map<Label, string[]>;
  readonly edges: Map<
    string,
    { readonly kind: EdgeKind; readonly ends: { readonly from: string; readonly to: string }[] }
  >;
}

/** Retires what the step claims and did not say again; in batches, so that it can be cut off and taken up again. */
export async function retireVanished(
  graph: Graph,
  cache: StepCache,
  kinds: readonly string[],
  takes: Retraction,
): Promise<number> {
  const vanished = await findVanished(graph, cache, kinds, takes.claim);
  let retired = 0;
  for (const { kind, ends } of vanished.edges.values()) {
    for (const batch of batches(ends, BATCH))
      retired += await graph.write((run) => retractEdges(run, kind, batch, takes));
  }
  for (const [label, ids] of vanished.nodes) {
    for (const batch of batches(ids, BATCH))
      retired += await writeDropping(graph, takes, (run, now) => retractNodes(run, label, batch, now));
  }
  return retired;
}

async function findVanished(
  graph: Graph,
  cache: StepCache,
  kinds: readonly string[],
  claim: string,
): Promise<Vanished> {
  const vanished: Vanished = { nodes: new Map(), edges: new Map() };
  const key: Hash64 = { hi: 0, lo: 0 };
  const isGone = (text: string): boolean => {
    hashText(text, key);
    return cache.isUnseen(key);
  };
  await visitClaim(graph, claim, kinds, {
    node: (label, id) => {
      if (isGone(nodeKeyText(label, id))) push(vanished.nodes, label, id);
    },
    edge: (kind, from, to) => {
      if (isGone(edgeKeyText(kind.type, kind.from, from, kind.to, to))) pushEdge(vanished, kind, from, to);
    },
  });
  return vanished;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function pushEdge(vanished: Vanished, kind: EdgeKind, from: string, to: string): void {
  const name = `${kind.type} ${kind.from} ${kind.to}`;
  const group = vanished.edges.get(name);
  if (group !== undefined) group.ends.push({ from, to });
  else vanished.edges.set(name, { kind, ends: [{ from, to }] });
}
