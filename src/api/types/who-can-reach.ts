import { findNode } from '../../queries/index.ts';
import type { ReacherPlace, ReacherRow, ReachersAnswer } from '../../queries/reach/index.ts';
import type { Builder } from '../builder.ts';
import { type Connection, connectionOf, decodeCursor, encodeCursor, pageSize, rankedPlace } from '../paging.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';
import type { ReachTypes } from './reach.ts';
import { wayFields } from './way.ts';

interface RowEdge {
  readonly cursor: string;
  readonly node: ReacherRow;
}

interface Answer extends Connection<RowEdge> {
  readonly found: ReachersAnswer;
}

const REACHERS = ['Agent', 'Principal', 'Credential'] as const;

/** `whoCanReach`. */
export function whoCanReachField(builder: Builder, types: NodeTypes, reach: ReachTypes, coverage: CoverageTypes): void {
  const by = builder.enumType('Reacher', { description: 'Who is asked for.', values: REACHERS });
  const answer = answerType(builder, types, reach, coverage);
  builder.queryField('whoCanReach', (t) =>
    t.field({
      type: answer,
      description:
        'Who can reach a resource now: also through scopes that cover it and containers that hold it. The surest first.',
      args: {
        resource: t.arg.id({ required: true, description: 'Key, unambiguous beginning of it, or name.' }),
        level: t.arg({
          type: reach.level,
          description: 'Only those with this level. `Read` of a bucket is to read what it holds.',
        }),
        by: t.arg({ type: by, description: 'Default Agent.' }),
        kind: t.arg.string({ description: 'Only those of this kind, such as `bedrock-agent`.' }),
        first: t.arg.int({ description: 'Default 50, at most 500.' }),
        after: t.arg.string(),
      },
      resolve: async (_root, args, context): Promise<Answer> => {
        const first = pageSize(args.first);
        const after = decodeCursor(args.after, placeOf);
        const resource = await findNode(context.graph, args.resource, { labels: ['Resource'] });
        const found = await context.reach.whoCanReach(
          resource,
          {
            first,
            ...(after === undefined ? {} : { after }),
            ...(args.level === undefined || args.level === null ? {} : { level: args.level }),
            ...(args.by === undefined || args.by === null ? {} : { by: args.by }),
            ...(args.kind === undefined || args.kind === null ? {} : { kind: args.kind }),
          },
          await context.coverage(),
        );
        const edges = found.rows.map((node) => ({ cursor: cursorOf(node.place), node }));
        return { ...connectionOf(edges, found.more, args.after), found };
      },
    }),
  );
}

function answerType(builder: Builder, types: NodeTypes, reach: ReachTypes, coverage: CoverageTypes) {
  const row = rowType(builder, types, reach);
  const edge = builder.objectRef<RowEdge>('ReacherEdge').implement({
    fields: (t) => ({ cursor: t.exposeString('cursor'), node: t.field({ type: row, resolve: (one) => one.node }) }),
  });
  return builder.objectRef<Answer>('WhoCanReach').implement({
    description: 'Who reaches a resource now.',
    fields: (t) => ({
      resource: t.field({
        type: types.typeOf('Resource'),
        nullable: true,
        resolve: ({ found }, _args, context) => context.loaders.node('Resource', found.resource.id),
      }),
      totalCount: t.int({ description: 'All of them, beyond this page.', resolve: ({ found }) => found.total }),
      line: t.string({ description: '`50 of 1,204`.', resolve: ({ found }) => found.line }),
      byKind: t.field({ type: [reach.count], resolve: ({ found }) => [...found.byKind] }),
      byEnvironment: t.field({ type: [reach.count], resolve: ({ found }) => [...found.byEnvironment] }),
      edges: t.field({ type: [edge], resolve: (one) => [...one.edges] }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (one) => one.pageInfo }),
      ...coverageField(t, coverage),
    }),
  });
}

function rowType(builder: Builder, types: NodeTypes, reach: ReachTypes) {
  return builder.objectRef<ReacherRow>('ReacherRow').implement({
    description: 'One that reaches the resource.',
    fields: (t) => ({
      node: t.field({
        type: types.nodeInterface,
        nullable: true,
        resolve: ({ source }, _args, context) => context.loaders.node(source.label, source.id),
      }),
      agent: t.field({
        type: types.typeOf('Agent'),
        nullable: true,
        resolve: ({ source }, _args, context) =>
          source.label === 'Agent' ? context.loaders.node('Agent', source.id) : null,
      }),
      levels: t.field({ type: reach.levels, description: 'On the resource itself.', resolve: (one) => one.levels }),
      contents: t.field({
        type: reach.levels,
        nullable: true,
        description: 'On what it holds, where that is granted apart: the objects of a bucket.',
        resolve: (one) => one.contents ?? null,
      }),
      ...wayFields(t, reach),
    }),
  });
}

function cursorOf({ rank, steps, id }: ReacherPlace): string {
  return encodeCursor([rank, steps, id]);
}

function placeOf(json: unknown): ReacherPlace | undefined {
  const place = rankedPlace(json);
  return place === undefined ? undefined : { rank: place[0], steps: place[1], id: place[2] };
}
