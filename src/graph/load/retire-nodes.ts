import {
  type EdgeType,
  edges,
  type GraphRecord,
  type Label,
  loadText,
  type NodeKey,
  nodes,
} from '../../schema/index.ts';
import type { Run } from '../store.ts';
import { writeChanges } from './changes.ts';
import { type Assertions, assertionsOf, claimsOf, incarnationProp, type Stored } from './claims.ts';
import { type DroppedFact, recordDrops } from './drops.ts';
import { hashHex } from './hash.ts';
import { edgeKeyText, nodeKeyText } from './keys.ts';
import { nodeParams } from './params.ts';
import { changesOf, type PropertyChange, type Statement, withoutClaim } from './plan.ts';

/** A statement taken back: who takes it back, when, and when it was last true. */
export interface Retraction extends Statement {
  readonly lastSeen: string | undefined;
}

interface LiveEdge {
  readonly type: EdgeType;
  readonly fromLabel: Label;
  readonly from: string;
  readonly toLabel: Label;
  readonly to: string;
  readonly p: Stored;
}

/** Takes a claim from nodes. A node that nobody else claims retires with all of its edges. Returns how many nodes retired. */
export async function retractNodes(run: Run, label: Label, ids: readonly string[], takes: Retraction): Promise<number> {
  const stored = await readNodes(run, label, ids);
  const shared: Stored[] = [];
  const changes: PropertyChange[] = [];
  const ending: string[] = [];
  for (const [id, before] of stored) {
    if (!claimsOf(before).includes(takes.claim)) continue;
    const after = withoutClaim(label, nodes[label].props, before, takes.claim);
    if (after === undefined) ending.push(id);
    else {
      shared.push(after);
      changes.push(...changesOf(label, id, before, after, false));
    }
  }
  if (shared.length > 0)
    await run(loadText.setNodes(label), {
      in: { rows: shared.map((p) => ({ id: p['id'], p: nodeParams(label, p) })) },
    });
  await writeChanges(run, changes, takes);
  if (ending.length > 0) await endNodes(run, label, ending, takes);
  return ending.length;
}

/** Ends nodes: their edges of every type become history, other steps are told, the nodes keep label and key. */
async function endNodes(run: Run, label: Label, ids: readonly string[], takes: Retraction): Promise<void> {
  takes.onRetired?.();
  const drops = await endEdgesOf(run, label, ids, takes);
  await run(
    `UNWIND $in.ids AS id MATCH (n:${label} {id: id})
     SET n.retiredAt = $in.at, n.lastSeen = $in.lastSeen, n.claims = [], n.assertions = null`,
    { in: { ids, at: takes.at, lastSeen: takes.lastSeen ?? null } },
  );
  await recordDrops(run, drops, takes);
}

/**
 * The old holder of a key retires under `<id>#<its unique id>`, so that the key is free for the new incarnation. Should a
 * unique id come back against all promises, the time is added.
 */
export async function endIncarnations(run: Run, label: Label, ids: readonly string[], says: Statement): Promise<void> {
  const property = incarnationProp(label);
  if (property === undefined) return;
  const stored = await readNodes(run, label, ids);
  const others = [...stored].flatMap(([id, before]) =>
    factsOf(
      { record: 'node', label, id: id as NodeKey, props: {} },
      hashHex(nodeKeyText(label, id)),
      assertionsOf(nodes[label].props, before),
    ).filter(({ claim }) => claim !== says.claim),
  );
  says.onRetired?.();
  const drops = await endEdgesOf(run, label, ids, says);
  await run(
    `UNWIND $in.ids AS id MATCH (n:${label} {id: id})
     OPTIONAL MATCH (earlier:${label} {id: id + '#' + n.${property}})
     SET n.id = id + '#' + n.${property} + CASE WHEN earlier IS NULL THEN '' ELSE '#' + $in.at END,
         n.retiredAt = $in.at, n.claims = [], n.assertions = null`,
    { in: { ids, at: says.at } },
  );
  await recordDrops(run, [...others, ...drops], says);
}

/** Makes history of all live edges of nodes. Returns the facts that were taken from their steps by that. */
async function endEdgesOf(run: Run, label: Label, ids: readonly string[], says: Statement): Promise<DroppedFact[]> {
  const rows = await run(
    `UNWIND $in.ids AS id MATCH (n:${label} {id: id})-[r]-() WHERE r.claims IS NOT NULL AND r.to IS NULL
     WITH DISTINCT r, startNode(r) AS a, endNode(r) AS b
     RETURN type(r) AS type, labels(a)[0] AS fromLabel, a.id AS from, labels(b)[0] AS toLabel, b.id AS to, properties(r) AS p`,
    { in: { ids } },
  );
  const live = rows as unknown as readonly LiveEdge[];
  for (const [kind, group] of Map.groupBy(live, (edge) => `${edge.type} ${edge.fromLabel} ${edge.toLabel}`)) {
    const [type, from, to] = kind.split(' ') as [EdgeType, Label, Label];
    await run(loadText.retireEdges(type, from, to), {
      in: { rows: group.map((edge) => ({ from: edge.from, to: edge.to })), at: says.at },
    });
  }
  return live.flatMap(factsOfEdge);
}

function factsOfEdge({ type, fromLabel, from, toLabel, to, p }: LiveEdge): DroppedFact[] {
  const ends = { from: { label: fromLabel, id: from as NodeKey }, to: { label: toLabel, id: to as NodeKey } };
  const hash = hashHex(edgeKeyText(type, fromLabel, from, toLabel, to));
  return factsOf({ record: 'edge', type, ...ends, props: {} }, hash, assertionsOf(edges[type].props, p));
}

/** One fact for each claim on a record. */
function factsOf(record: GraphRecord, hash: string, assertions: Assertions): DroppedFact[] {
  return Object.entries(assertions).map(([claim, props]) => ({ claim, hash, record: { ...record, props } }));
}

/** The stored properties of nodes, by key. */
export async function readNodes(run: Run, label: Label, ids: readonly string[]): Promise<Map<string, Stored>> {
  const rows = await run(loadText.readNodes(label), { in: { ids } });
  return new Map(rows.map((row) => [(row['p'] as Stored)['id'] as string, row['p'] as Stored]));
}
