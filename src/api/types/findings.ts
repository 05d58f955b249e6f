import { type FindingFilter, readFindings } from '../../queries/index.ts';
import { countFindings, type StoredNode } from '../../queries/lineage/index.ts';
import type { Builder } from '../builder.ts';
import { type Connection, connectionOf, decodeCursor, encodeCursor, offsetPlace, pageSize } from '../paging.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';
import type { ReachTypes } from './reach.ts';

interface FindingEdge {
  readonly cursor: string;
  readonly node: StoredNode;
}

interface Findings extends Connection<FindingEdge> {
  readonly filter: FindingFilter;
}

/** `findings`. */
export function findingsField(builder: Builder, types: NodeTypes, reach: ReachTypes, coverage: CoverageTypes): void {
  const edge = builder.objectRef<FindingEdge>('FindingEdge').implement({
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      node: t.field({ type: types.typeOf('Finding'), resolve: (one) => one.node }),
    }),
  });
  const connection = builder.objectRef<Findings>('Findings').implement({
    description: 'A page of findings; each has its path, its remedy and whom it goes to.',
    fields: (t) => ({
      edges: t.field({ type: [edge], resolve: (one) => [...one.edges] }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (one) => one.pageInfo }),
      bySeverity: t.field({
        type: [reach.count],
        description: 'All that fit the filter, beyond this page.',
        resolve: async (one, _args, context) =>
          (await countFindings(context.graph, one.filter)).map(({ severity, count }) => ({ name: severity, count })),
      }),
      ...coverageField(t, coverage),
    }),
  });
  const filter = builder.inputType('FindingFilter', {
    description: 'Which findings; all that is given must hold.',
    fields: (t) => ({
      severity: t.string({ description: '`critical`, `high`, `medium` or `low`.' }),
      question: t.string({ description: 'Id of the question that found it, or of the rule.' }),
      situation: t.string({ description: 'Such as `S8`.' }),
    }),
  });
  builder.queryField('findings', (t) =>
    t.field({
      type: connection,
      description: 'Stated problems, the most severe first, then the oldest.',
      args: {
        filter: t.arg({ type: filter }),
        first: t.arg.int({ description: 'Default 50, at most 500.' }),
        after: t.arg.string(),
      },
      resolve: async (_root, args, context): Promise<Findings> => {
        const first = pageSize(args.first);
        const offset = decodeCursor(args.after, offsetPlace) ?? 0;
        const wanted = given(args.filter ?? {});
        const rows = await readFindings(context.graph, { ...wanted, limit: first + 1, offset });
        const nodes = await Promise.all(rows.slice(0, first).map((row) => context.loaders.node('Finding', row.id)));
        const edges = nodes.flatMap((node, i) =>
          node === undefined ? [] : [{ cursor: encodeCursor(offset + i + 1), node }],
        );
        return { ...connectionOf(edges, rows.length > first, args.after), filter: wanted };
      },
    }),
  );
}

function given(
  filter: { readonly [K in 'severity' | 'question' | 'situation']?: string | null | undefined },
): FindingFilter {
  const { severity, question, situation } = filter;
  return {
    ...(severity === undefined || severity === null ? {} : { severity }),
    ...(question === undefined || question === null ? {} : { question }),
    ...(situation === undefined || situation === null ? {} : { situation }),
  };
}
