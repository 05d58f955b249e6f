import type { Label, NodeKey } from '../../schema/index.ts';
import type { Graph } from '../store.ts';
import { type DroppedFact, recordDrops } from './drops.ts';
import { hashHex } from './hash.ts';
import { nodeKeyText } from './keys.ts';
import { type Retraction, retractNodes } from './retire-nodes.ts';

/**
 * Takes nodes back that a step said before, at once, for what cannot wait until the step runs again: those that no other claims
 * retire with their edges. The step is told, and says them again when they still hold. Only while nobody else writes. `at`: UTC.
 */
export async function endNodes(
  graph: Graph,
  label: Label,
  ids: readonly string[],
  { claim, at }: { readonly claim: string; readonly at: string },
): Promise<void> {
  if (ids.length === 0) return;
  const takes: Retraction = { claim, at, lastSeen: at };
  const drops = ids.map(
    (id): DroppedFact => ({
      claim,
      hash: hashHex(nodeKeyText(label, id)),
      record: { record: 'node', label, id: id as NodeKey, props: {} },
    }),
  );
  await graph.write(async (run) => {
    await retractNodes(run, label, ids, takes);
    await recordDrops(run, drops, takes);
  });
}
