import { edges, loadText } from '../../schema/index.ts';
import type { Run } from '../store.ts';
import type { Stored } from './claims.ts';
import type { EdgeKind } from './edges.ts';
import { edgeParams } from './params.ts';
import { withoutClaim } from './plan.ts';
import type { Retraction } from './retire-nodes.ts';

interface Ends {
  readonly from: string;
  readonly to: string;
}

/** Takes a claim from edges. An edge that nobody else claims becomes history. Returns how many did. */
export async function retractEdges(
  run: Run,
  kind: EdgeKind,
  ends: readonly Ends[],
  takes: Retraction,
): Promise<number> {
  const found = await run(loadText.readEdges(kind.type, kind.from, kind.to), {
    in: { rows: ends.map((row, i) => ({ i, ...row })) },
  });
  const ending: Ends[] = [];
  const shared: { readonly from: string; readonly to: string; readonly p: unknown }[] = [];
  for (const row of found) {
    const pair = ends[row['i'] as number];
    const after = withoutClaim(kind.type, edges[kind.type].props, row['p'] as Stored, takes.claim);
    if (pair === undefined) continue;
    if (after === undefined) ending.push(pair);
    else shared.push({ ...pair, p: edgeParams(kind.type, after) });
  }
  const { type, from, to } = kind;
  if (shared.length > 0) await run(loadText.setEdges(type, from, to), { in: { rows: shared } });
  if (ending.length > 0) {
    await run(loadText.retireEdges(type, from, to), { in: { rows: ending, at: takes.at } });
  }
  return ending.length;
}
