import { cursorOf, type Neighbour, type Relation, relations, type StoredNode } from '../../queries/lineage/index.ts';
import { edges } from '../../schema/index.ts';
import type { Builder, FieldBuilder } from '../builder.ts';
import type { ApiContext } from '../context.ts';
import {
  type Connection,
  connectionOf,
  decodeCursor,
  encodeCursor,
  type PageArgs,
  pageSize,
  textPlace,
} from '../paging.ts';
import { type NodeTypes, propFields } from './nodes.ts';

const DEFAULT_NEIGHBOURS = 20;

interface RelationEdge {
  readonly cursor: string;
  readonly node: StoredNode;
  readonly edge: Readonly<Record<string, unknown>>;
}

interface RelationConnection extends Connection<RelationEdge> {
  readonly relation: Relation;
  readonly of: string;
}

/** The edges of the graph as fields of its nodes: connections, and the one neighbour where there is one. */
export function relationFields(builder: Builder, types: NodeTypes): void {
  for (const relation of relations) {
    const edgeRef = edgeType(builder, types, relation);
    if (relation.single === true) singleField(builder, types, relation, edgeRef);
    else connectionField(builder, types, relation, edgeRef);
  }
}

function edgeType(builder: Builder, types: NodeTypes, relation: Relation) {
  return builder.objectRef<RelationEdge>(`${typeName(relation)}Edge`).implement({
    description: `${edges[relation.edge].doc} (\`${relation.edge}\`)`,
    fields: (t) => ({
      cursor: t.string({ resolve: (edge) => edge.cursor }),
      node: t.field({ type: neighbourType(types, relation), resolve: (edge) => edge.node }),
      since: t.field({
        type: 'Instant',
        nullable: true,
        description: 'When this was first seen.',
        resolve: (edge) => (edge.edge['firstSeen'] as string | undefined) ?? null,
      }),
      ...propFields(t, edges[relation.edge].props, (edge) => edge.edge),
    }),
  });
}

type EdgeRef = ReturnType<typeof edgeType>;

function singleField(builder: Builder, types: NodeTypes, relation: Relation, edgeRef: EdgeRef): void {
  addField(builder, types, relation, (t) =>
    t.field({
      type: edgeRef,
      nullable: true,
      description: relation.doc,
      resolve: async (node, _args, context) => {
        const page = await context.loaders.neighbours(relation, node.id, 1, undefined);
        return page.neighbours.map(edgeOf)[0] ?? null;
      },
    }),
  );
}

function connectionField(builder: Builder, types: NodeTypes, relation: Relation, edgeRef: EdgeRef): void {
  const connection = builder.objectRef<RelationConnection>(`${typeName(relation)}Connection`).implement({
    description: relation.doc,
    fields: (t) => ({
      edges: t.field({ type: [edgeRef], resolve: (found) => [...found.edges] }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (found) => found.pageInfo }),
      totalCount: t.int({
        description: 'All of them, beyond this page.',
        resolve: (found, _args, context) => context.loaders.degree(found.relation, found.of),
      }),
    }),
  });
  addField(builder, types, relation, (t) =>
    t.field({
      type: connection,
      description: relation.doc,
      args: {
        first: t.arg.int({ defaultValue: DEFAULT_NEIGHBOURS, description: 'At most 500.' }),
        after: t.arg.string({ description: 'The `endCursor` of the page before.' }),
      },
      resolve: (node, args, context) => readPage(relation, node, args, context),
    }),
  );
}

async function readPage(
  relation: Relation,
  node: StoredNode,
  args: PageArgs,
  context: ApiContext,
): Promise<RelationConnection> {
  const first = pageSize(args.first, DEFAULT_NEIGHBOURS);
  const after = decodeCursor(args.after, textPlace);
  const page = await context.loaders.neighbours(relation, node.id, first, after);
  return { ...connectionOf(page.neighbours.map(edgeOf), page.more, args.after), relation, of: node.id };
}

function edgeOf(neighbour: Neighbour): RelationEdge {
  return { cursor: encodeCursor(cursorOf(neighbour)), node: neighbour.node, edge: neighbour.edge };
}

/** Where neighbours can be of several kinds, the field is of the interface. */
function neighbourType(types: NodeTypes, relation: Relation) {
  const [only] = relation.to;
  return relation.to.length === 1 && only !== undefined ? types.typeOf(only) : types.nodeInterface;
}

type RelationField = (t: FieldBuilder<StoredNode>) => ReturnType<FieldBuilder<StoredNode>['field']>;

function addField(builder: Builder, types: NodeTypes, relation: Relation, field: RelationField): void {
  builder.objectFields(types.typeOf(relation.of), (t) => ({ [relation.name]: field(t) }));
}

function typeName({ of, name }: Relation): string {
  return `${of}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
