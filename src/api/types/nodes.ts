import type { StoredNode } from '../../queries/lineage/index.ts';
import { type Label, labels, nodes, type PropSpec } from '../../schema/index.ts';
import type { Builder, FieldBuilder } from '../builder.ts';

/** Labels the API shows. Change, Step and Run are told through answers. */
export const SHOWN = labels.filter((label) => !['Change', 'Step', 'Run'].includes(label));

type Props = Readonly<Record<string, unknown>>;

/** The Node interface and one type for each label, with the fields that the schema declares. */
export function nodeTypes(builder: Builder) {
  const nodeInterface = builder.interfaceRef<StoredNode>('Node').implement({
    description: 'Anything in the graph.',
    resolveType: (node) => node.label,
    fields: (t) => ({
      id: t.id({ description: 'Its key.', resolve: (node) => node.id }),
      firstSeen: t.field({
        type: 'Instant',
        nullable: true,
        description: 'When it was first seen.',
        resolve: (node) => text(node.props, 'firstSeen'),
      }),
      lastSeen: t.field({
        type: 'Instant',
        nullable: true,
        description: 'When it was last seen, of a node that is gone; while it lives, `asOf` of the coverage says so.',
        resolve: (node) => text(node.props, 'lastSeen'),
      }),
      retiredAt: t.field({
        type: 'Instant',
        nullable: true,
        description: 'When it was found to be gone.',
        resolve: (node) => text(node.props, 'retiredAt'),
      }),
      known: t.boolean({
        description: 'false: only referred to, described by no source.',
        resolve: (node) => node.props['known'] !== false,
      }),
      claims: t.stringList({
        description: 'The steps that state it, `<source>:<scope>/<step>`.',
        resolve: (node) => texts(node.props, 'claims') ?? [],
      }),
    }),
  });
  const types = new Map(
    SHOWN.map((label) => [
      label,
      builder.objectRef<StoredNode>(label).implement({
        description: nodes[label].doc,
        interfaces: [nodeInterface],
        isTypeOf: (value) => (value as StoredNode).label === label,
        fields: (t) => propFields(t, nodes[label].props, (node) => node.props),
      }),
    ]),
  );
  return { nodeInterface, typeOf: (label: Label) => present(types.get(label), label) };
}

export type NodeTypes = ReturnType<typeof nodeTypes>;

/** A field for each declared property. All can be null: a node that is only referred to has none. */
export function propFields<Shape>(
  t: FieldBuilder<Shape>,
  props: Readonly<Record<string, PropSpec>>,
  of: (parent: Shape) => Props,
) {
  return Object.fromEntries(
    Object.entries(props)
      .filter(([name]) => name !== 'id')
      .map(([name, spec]) => [name, propField(t, name, spec, of)]),
  );
}

function propField<Shape>(t: FieldBuilder<Shape>, name: string, spec: PropSpec, of: (parent: Shape) => Props) {
  const options = { nullable: true, description: spec.doc } as const;
  switch (spec.type) {
    case 'string':
      return t.string({ ...options, resolve: (parent) => text(of(parent), name) });
    case 'instant':
      return t.field({ ...options, type: 'Instant', resolve: (parent) => text(of(parent), name) });
    case 'int':
      return t.int({ ...options, resolve: (parent) => number(of(parent), name) });
    case 'float':
      return t.float({ ...options, resolve: (parent) => number(of(parent), name) });
    case 'boolean':
      return t.boolean({ ...options, resolve: (parent) => (of(parent)[name] as boolean | undefined) ?? null });
    case 'strings':
      return t.stringList({ ...options, resolve: (parent) => texts(of(parent), name) });
    default:
      return spec.type satisfies never;
  }
}

function text(props: Props, name: string): string | null {
  const value = props[name];
  return typeof value === 'string' ? value : null;
}

function texts(props: Props, name: string): string[] | null {
  const value = props[name];
  return Array.isArray(value) ? value.map(String) : null;
}

function number(props: Props, name: string): number | null {
  const value = props[name];
  return typeof value === 'number' ? value : null;
}

function present<T>(value: T | undefined, label: Label): T {
  if (value === undefined) throw new TypeError(`${label} is not shown`);
  return value;
}
