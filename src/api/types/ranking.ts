import type { RankedByRisk, RankedSubject } from '../../queries/reach/index.ts';
import type { Builder } from '../builder.ts';
import { type Connection, connectionOf, decodeCursor, encodeCursor, offsetPlace, pageSize } from '../paging.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';
import type { RiskTypes } from './risk.ts';

type Ranked = RankedSubject | RankedByRisk;
type Ranking = Connection<{ readonly cursor: string; readonly node: Ranked }> & { readonly total: number };

/** `agentRanking`. */
export function agentRankingField(builder: Builder, types: NodeTypes, risk: RiskTypes, coverage: CoverageTypes): void {
  const ranked = builder.objectRef<Ranked>('RankedAgent').implement({
    description: 'An agent with the size of its blast radius: distinct resources, at any certainty.',
    fields: (t) => ({
      agent: t.field({
        type: types.typeOf('Agent'),
        nullable: true,
        resolve: ({ id }, _args, context) => context.loaders.node('Agent', id),
      }),
      total: t.exposeInt('total'),
      sensitive: t.exposeInt('sensitive', { description: 'Customer data, personal data, confidential.' }),
      production: t.exposeInt('production'),
      writable: t.exposeInt('writable', { description: 'That it can write, or whose permissions it can change.' }),
      risk: t.field({
        type: risk.score,
        nullable: true,
        description: 'Where agents are ranked by it.',
        resolve: (one) => ('risk' in one ? one.risk : null),
      }),
    }),
  });
  const edge = builder.objectRef<Ranking['edges'][number]>('RankedAgentEdge').implement({
    fields: (t) => ({ cursor: t.exposeString('cursor'), node: t.field({ type: ranked, resolve: (one) => one.node }) }),
  });
  const answer = builder.objectRef<Ranking>('AgentRanking').implement({
    description: 'All agents by blast radius, the largest first, or by risk.',
    fields: (t) => ({
      edges: t.field({ type: [edge], resolve: (one) => [...one.edges] }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (one) => one.pageInfo }),
      totalCount: t.exposeInt('total'),
      ...coverageField(t, coverage),
    }),
  });
  const by = builder.enumType('RankBy', {
    description: 'What agents are ranked by.',
    values: ['BLAST_RADIUS', 'RISK'] as const,
  });
  builder.queryField('agentRanking', (t) =>
    t.field({
      type: answer,
      description:
        'Every agent by the size of its blast radius now, the largest first; or by risk. From the reach index.',
      args: {
        by: t.arg({ type: by, description: 'Default BLAST_RADIUS.' }),
        first: t.arg.int({ description: 'Default 50, at most 500.' }),
        after: t.arg.string(),
      },
      resolve: async (_root, args, context): Promise<Ranking> => {
        const first = pageSize(args.first);
        const from = decodeCursor(args.after, offsetPlace) ?? 0;
        const memory = await context.reach.memory((await context.coverage()).graphVersion);
        const now = context.clock.now();
        const all = args.by === 'RISK' ? await memory.rankByRisk(now) : await memory.rank('Agent', now);
        const edges = all.slice(from, from + first).map((node, i) => ({ cursor: encodeCursor(from + i + 1), node }));
        return { ...connectionOf(edges, from + first < all.length, args.after), total: all.length };
      },
    }),
  );
}
