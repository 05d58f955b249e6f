import { type EdgeFact, readEdgeFacts } from '../../queries/inventory/index.ts';
import type { Builder } from '../builder.ts';
import type { LabelType } from './look-up.ts';

/** `edgeFacts`: what is known of the edges of a picture. */
export function edgeFactsField(builder: Builder, label: LabelType): void {
  const pair = builder.inputType('NodePair', {
    description: 'Two nodes by label and key, in the direction of the edge.',
    fields: (t) => ({
      fromLabel: t.field({ type: label, required: true }),
      from: t.id({ required: true }),
      toLabel: t.field({ type: label, required: true }),
      to: t.id({ required: true }),
    }),
  });
  const fact = builder.objectRef<EdgeFact>('EdgeFact').implement({
    description: 'A live edge and what it says.',
    fields: (t) => ({
      from: t.exposeID('from'),
      to: t.exposeID('to'),
      type: t.string({ resolve: (one) => one.type }),
      props: t.field({ type: 'JSON', description: 'Its properties, as declared.', resolve: (one) => one.props }),
    }),
  });
  builder.queryField('edgeFacts', (t) =>
    t.field({
      type: [fact],
      description: 'Live edges between pairs of nodes: how each is known, and when it was last seen used.',
      args: { pairs: t.arg({ type: [pair], required: true, description: 'At most 1,000.' }) },
      resolve: async (_root, { pairs }, { graph }) => [...(await readEdgeFacts(graph, pairs))],
    }),
  );
}
