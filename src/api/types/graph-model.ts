import { type EdgeSpec, edges, type Label, nodes, type PropSpecs } from '../../schema/index.ts';
import type { Builder } from '../builder.ts';
import { SHOWN } from './nodes.ts';

interface PropView {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

interface EdgeView {
  readonly type: string;
  readonly spec: EdgeSpec;
}

/** `graphModel`: the graph as it is declared, for those who write Cypher. */
export function graphModelField(builder: Builder): void {
  const prop = builder.objectRef<PropView>('ModelProperty').implement({
    description: 'A declared property.',
    fields: (t) => ({ name: t.exposeString('name'), type: t.exposeString('type'), doc: t.exposeString('doc') }),
  });
  const node = builder.objectRef<{ readonly label: Label }>('ModelNode').implement({
    description: 'A label with its properties.',
    fields: (t) => ({
      label: t.string({ resolve: (one) => one.label }),
      doc: t.string({ resolve: (one) => nodes[one.label].doc }),
      key: t.string({ description: 'How the key `id` is formed.', resolve: (one) => nodes[one.label].key }),
      props: t.field({ type: [prop], resolve: (one) => propsOf(nodes[one.label].props) }),
    }),
  });
  const edge = builder.objectRef<EdgeView>('ModelEdge').implement({
    description: 'An edge type with what it joins.',
    fields: (t) => ({
      type: t.exposeString('type'),
      doc: t.string({ resolve: (one) => one.spec.doc }),
      pairs: t.stringList({
        description: '`Agent → Credential`.',
        resolve: (one) => one.spec.pairs.map(([from, to]) => `${from} → ${to}`),
      }),
      props: t.field({ type: [prop], resolve: (one) => propsOf(one.spec.props) }),
    }),
  });
  const model = builder.objectRef<object>('GraphModel').implement({
    description: 'Labels and edge types.',
    fields: (t) => ({
      nodes: t.field({ type: [node], resolve: () => SHOWN.map((label) => ({ label })) }),
      edges: t.field({
        type: [edge],
        resolve: () => Object.entries<EdgeSpec>(edges).map(([type, spec]) => ({ type, spec })),
      }),
    }),
  });
  builder.queryField('graphModel', (t) =>
    t.field({ type: model, description: 'The graph as it is declared.', resolve: () => ({}) }),
  );
}

function propsOf(props: PropSpecs): PropView[] {
  return Object.entries(props).map(([name, { type, doc }]) => ({ name, type, doc }));
}
