import { findNode } from '../../queries/index.ts';
import { type BlastRadius, type ReachRow, readCouldBecome } from '../../queries/reach/index.ts';
import type { Label } from '../../schema/index.ts';
import type { Builder } from '../builder.ts';
import { type Connection, connectionOf, decodeCursor, pageSize } from '../paging.ts';
import { couldBecomeType } from './could-become.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';
import type { ReachTypes } from './reach.ts';
import { cursorOf, placeOf } from './reach-row.ts';

interface RowEdge {
  readonly cursor: string;
  readonly node: ReachRow;
}

interface Answer extends Connection<RowEdge> {
  readonly found: BlastRadius;
}

/** Whose blast radius can be asked for. */
const SUBJECTS = [
  'Agent',
  'Credential',
  'Human',
  'Principal',
  'Tool',
  'Device',
  'Team',
  'Session',
  'Resource',
] as const satisfies readonly Label[];

/** `blastRadius`. */
export function blastRadiusField(builder: Builder, types: NodeTypes, reach: ReachTypes, coverage: CoverageTypes): void {
  const subjectKind = builder.enumType('SubjectKind', { description: 'What the id names.', values: SUBJECTS });
  const answer = answerType(builder, types, reach, coverage);
  builder.queryField('blastRadius', (t) =>
    t.field({
      type: answer,
      description:
        'Everything an agent, credential, person … can reach now: at which level, over which path, the most sensitive first.',
      args: {
        id: t.arg.id({ required: true, description: 'Key, unambiguous beginning of it, or name.' }),
        kind: t.arg({ type: subjectKind, description: 'What the id names; needed only where that is not clear.' }),
        level: t.arg({ type: reach.level, description: 'Only what is reached at this level.' }),
        unfold: t.arg.boolean({
          description: 'Every resource one by one, instead of scopes and containers with their counts.',
        }),
        first: t.arg.int({ description: 'Default 50, at most 500.' }),
        after: t.arg.string(),
      },
      resolve: async (_root, args, context): Promise<Answer> => {
        const first = pageSize(args.first);
        const after = decodeCursor(args.after, placeOf);
        const labels = args.kind === undefined || args.kind === null ? SUBJECTS : [args.kind];
        const subject = await findNode(context.graph, args.id, { labels });
        const found = await context.reach.blastRadius(
          subject,
          {
            first,
            unfold: args.unfold === true,
            ...(after === undefined ? {} : { after }),
            ...(args.level === undefined || args.level === null ? {} : { level: args.level }),
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
  const couldBecome = couldBecomeType(builder, types, reach);
  const edge = builder.objectRef<RowEdge>('ReachEdge').implement({
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      node: t.field({ type: reach.row, resolve: (one) => one.node }),
    }),
  });
  return builder.objectRef<Answer>('BlastRadius').implement({
    description: 'What a subject reaches now.',
    fields: (t) => ({
      subject: t.field({
        type: types.nodeInterface,
        nullable: true,
        resolve: ({ found }, _args, context) => context.loaders.node(found.subject.label, found.subject.id),
      }),
      counts: t.field({ type: reach.counts, resolve: ({ found }) => found.counts }),
      line: t.string({
        description: '`180 of 12,431`: resources that the rows of this page stand for, of all that are reached.',
        resolve: ({ found }) => found.line,
      }),
      totalCount: t.int({ description: 'Rows beyond this page included.', resolve: ({ found }) => found.rowCount }),
      edges: t.field({ type: [edge], resolve: (one) => [...one.edges] }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (one) => one.pageInfo }),
      couldBecome: t.field({
        type: couldBecome,
        description: 'Whose power it could gain by a change that it may make: counted apart, never part of the rows.',
        args: { first: t.arg.int({ description: 'Default 50, at most 500.' }) },
        resolve: ({ found }, args, { graph, clock }) =>
          readCouldBecome(graph, clock, found.subject, pageSize(args.first)),
      }),
      ...coverageField(t, coverage),
    }),
  });
}
