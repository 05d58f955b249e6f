import { type EdgeType, edges, type Label, loadText, type NodeKey } from '../../schema/index.ts';
import type { Graph } from '../store.ts';
import { assertionsOf, type Stored } from './claims.ts';
import { type DroppedFact, recordDrops } from './drops.ts';
import { hashHex } from './hash.ts';
import { edgeKeyText } from './keys.ts';

/** A live edge by its ends. */
export interface EndingEdge {
  readonly type: EdgeType;
  readonly fromLabel: Label;
  readonly from: string;
  readonly toLabel: Label;
  readonly to: string;
}

/**
 * Makes history of live edges at once, for what cannot wait until their steps run again, and tells those steps: they say them
 * again when they still hold. Only while nobody else writes. `at`: UTC.
 */
export async function endEdges(graph: Graph, ending: readonly EndingEdge[], at: string): Promise<void> {
  if (ending.length === 0) return;
  await graph.write(async (run) => {
    const drops: DroppedFact[] = [];
    for (const [kind, group] of Map.groupBy(ending, (one) => `${one.type} ${one.fromLabel} ${one.toLabel}`)) {
      const [type, from, to] = kind.split(' ') as [EdgeType, Label, Label];
      const rows = group.map((one, i) => ({ i, from: one.from, to: one.to }));
      const live = await run(loadText.readEdges(type, from, to), { in: { rows } });
      for (const row of live) {
        const one = group[row['i'] as number];
        if (one !== undefined) drops.push(...dropsOf(one, row['p'] as Stored));
      }
      await run(loadText.retireEdges(type, from, to), { in: { rows, at } });
    }
    await recordDrops(run, drops, { claim: '', at });
  });
}

function dropsOf({ type, fromLabel, from, toLabel, to }: EndingEdge, stored: Stored): DroppedFact[] {
  const ends = { from: { label: fromLabel, id: from as NodeKey }, to: { label: toLabel, id: to as NodeKey } };
  const hash = hashHex(edgeKeyText(type, fromLabel, from, toLabel, to));
  return Object.entries(assertionsOf(edges[type].props, stored)).map(([claim, props]) => ({
    claim,
    hash,
    record: { record: 'edge', type, ...ends, props },
  }));
}
