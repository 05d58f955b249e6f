import { instantOf } from '../../lib/clock.ts';
import { findNode } from '../../queries/index.ts';
import { readUnused, type UnusedAnswer, type UnusedRow } from '../../queries/reach/index.ts';
import type { Label } from '../../schema/index.ts';
import type { Builder } from '../builder.ts';
import { type Connection, connectionOf, decodeCursor, pageSize } from '../paging.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';
import type { ReachTypes } from './reach.ts';
import { cursorOf, placeOf } from './reach-row.ts';

type Answer = Connection<{ readonly cursor: string; readonly node: UnusedRow }> & { readonly found: UnusedAnswer };

const SUBJECTS: readonly Label[] = ['Agent', 'Credential', 'Principal', 'Tool'];
const DEFAULT_WINDOW_MS = 90 * 86_400_000;

/** `unusedAccess`. */
export function unusedAccessField(
  builder: Builder,
  types: NodeTypes,
  reach: ReachTypes,
  coverage: CoverageTypes,
): void {
  const answer = answerType(builder, types, reach, coverage);
  builder.queryField('unusedAccess', (t) =>
    t.field({
      type: answer,
      description:
        'Granted minus used: what an agent or credential is granted that nobody who can act as it has used, for least privilege.',
      args: {
        id: t.arg.id({ required: true, description: 'Agent, credential, principal or tool: key or name.' }),
        since: t.arg({ type: 'Instant', description: 'Uses from then on count. Default: 90 days back.' }),
        first: t.arg.int({ description: 'Default 50, at most 500.' }),
        after: t.arg.string(),
      },
      resolve: async (_root, args, context): Promise<Answer> => {
        const after = decodeCursor(args.after, placeOf);
        const since = args.since ?? instantOf(context.clock.now() - DEFAULT_WINDOW_MS);
        const options = { since, first: pageSize(args.first), ...(after === undefined ? {} : { after }) };
        const subject = await findNode(context.graph, args.id, { labels: SUBJECTS });
        const found = await readUnused(context, subject, options, await context.coverage());
        const edges = found.rows.map((node) => ({ cursor: cursorOf(node.granted.place), node }));
        const connection = connectionOf(edges, found.more, args.after);
        const endCursor = found.end === undefined ? connection.pageInfo.endCursor : cursorOf(found.end);
        return { ...connection, pageInfo: { ...connection.pageInfo, endCursor }, found };
      },
    }),
  );
}

function answerType(builder: Builder, types: NodeTypes, reach: ReachTypes, coverage: CoverageTypes) {
  const row = rowType(builder, reach);
  const edge = builder.objectRef<Answer['edges'][number]>('UnusedAccessEdge').implement({
    fields: (t) => ({ cursor: t.exposeString('cursor'), node: t.field({ type: row, resolve: (one) => one.node }) }),
  });
  return builder.objectRef<Answer>('UnusedAccess').implement({
    description: 'What a subject is granted and nobody used in a window.',
    fields: (t) => ({
      subject: t.field({
        type: types.nodeInterface,
        nullable: true,
        resolve: ({ found }, _args, context) => context.loaders.node(found.subject.label, found.subject.id),
      }),
      since: t.field({ type: 'Instant', description: 'Begin of the window.', resolve: ({ found }) => found.since }),
      until: t.field({ type: 'Instant', description: 'Its end: now.', resolve: ({ found }) => found.until }),
      granted: t.int({ description: 'Resources it reaches.', resolve: ({ found }) => found.granted }),
      used: t.int({
        description: 'Resources used in the window by whoever it can act as.',
        resolve: ({ found }) => found.used,
      }),
      edges: t.field({ type: [edge], resolve: (one) => [...one.edges] }),
      pageInfo: t.field({
        type: builder.pageInfoRef(),
        description: 'A page may have few rows, or none, and yet be followed by others.',
        resolve: (one) => one.pageInfo,
      }),
      ...coverageField(t, coverage),
    }),
  });
}

function rowType(builder: Builder, reach: ReachTypes) {
  return builder.objectRef<UnusedRow>('UnusedAccessRow').implement({
    description: 'A grant of which something was not used.',
    fields: (t) => ({
      granted: t.field({ type: reach.row, resolve: (one) => one.granted }),
      proposal: t.exposeString('proposal', {
        description:
          '`remove`; `narrow` to what was used; `unknown` where no source tells of any use of such resources.',
      }),
      used: t.exposeInt('used', { description: 'Resources of the row that were used.' }),
      usedResources: t.stringList({
        description: 'What to narrow it to: keys, at most 50.',
        resolve: (one) => [...one.usedResources],
      }),
      lastUsedAt: t.field({ type: 'Instant', nullable: true, resolve: (one) => one.lastUsedAt ?? null }),
      actions: t.stringList({ description: 'Actions seen.', resolve: (one) => [...one.actions] }),
    }),
  });
}
