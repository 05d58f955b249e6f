import { z } from 'zod';
import type { FoundNode } from '../../queries/index.ts';
import { type Neighbour, readNeighbours, relations } from '../../queries/lineage/index.ts';
import { nodeShape } from '../shapes.ts';
import { shown } from '../subject.ts';
import type { Call } from '../tool.ts';

export const relationShape = z.object({
  name: z.string(),
  doc: z.string(),
  edge: z.string().describe('Edge type; `<-` before it: it comes from the neighbour.'),
  neighbours: z.array(
    nodeShape.extend({
      kind: z.string().optional(),
      edge: z.record(z.string(), z.unknown()).describe('What the edge says: basis, counts, first and last time …'),
    }),
  ),
  more: z.boolean().describe('There are neighbours beyond these.'),
});

/** Housekeeping of the loader, of no use to who asks. */
const HOUSEKEEPING = new Set(['claims', 'contentHash', 'keyHash']);

/** Neighbours over every relation of a node that has any, as the caller sees them. */
export async function neighboursOf(
  call: Call,
  node: FoundNode,
  each: number,
): Promise<z.input<typeof relationShape>[]> {
  const sight = await call.access.sight();
  const own = relations.filter(({ of }) => of === node.label);
  const pages = await Promise.all(
    own.map(async (relation) => {
      const page = (await readNeighbours(call.graph, relation, [node.id], each, undefined)).get(node.id);
      const neighbours = (page?.neighbours ?? []).filter((one) => sight === undefined || sight.has(one.node));
      return { relation, neighbours, more: page?.more ?? false };
    }),
  );
  return pages
    .filter(({ neighbours }) => neighbours.length > 0)
    .map(({ relation: { name, doc, edge, direction }, neighbours, more }) => ({
      name,
      doc,
      edge: direction === 'out' ? edge : `<-${edge}`,
      neighbours: neighbours.map(neighbourOf),
      more,
    }));
}

function neighbourOf({ node, edge }: Neighbour) {
  const { kind } = node.props;
  const facts = Object.entries(edge).filter(([name]) => !HOUSEKEEPING.has(name));
  return { ...shown(node), ...(typeof kind === 'string' ? { kind } : {}), edge: Object.fromEntries(facts) };
}
