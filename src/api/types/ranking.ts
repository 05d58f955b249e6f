import { findNode } from '../../queries/index.ts';
import type { Loss, RankedSubject, WhatIf } from '../../queries/reach/index.ts';
import type { Label } from '../../schema/index.ts';
import type { Builder } from '../builder.ts';
import { type Connection, connectionOf, decodeCursor, encodeCursor, offsetPlace, pageSize } from '../paging.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';
import type { ReachTypes } from './reach.ts';

type Ranking = Connection<{ readonly cursor: string; readonly node: RankedSubject }> & { readonly total: number };

interface WhatIfAnswer {
  readonly subject: WhatIf | undefined;
  readonly losses: readonly Loss[];
}

/** What can be revoked. */
const REVOCABLE: readonly Label[] = ['Credential', 'Principal', 'TrustGroup', 'AccessProfile', 'Tool'];
const SUBJECTS: readonly Label[] = ['Agent', 'Credential', 'Human', 'Principal', 'Tool', 'Device', 'Team', 'Session'];
const LOSSES_SHOWN = 500;

/** `agentRanking` and `whatIf`. */
export function rankingFields(builder: Builder, types: NodeTypes, reach: ReachTypes, coverage: CoverageTypes): void {
  agentRankingField(builder, types, coverage);
  whatIfField(builder, types, reach, coverage);
}

function agentRankingField(builder: Builder, types: NodeTypes, coverage: CoverageTypes): void {
  const ranked = builder.objectRef<RankedSubject>('RankedAgent').implement({
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
    }),
  });
  const edge = builder.objectRef<Ranking['edges'][number]>('RankedAgentEdge').implement({
    fields: (t) => ({ cursor: t.exposeString('cursor'), node: t.field({ type: ranked, resolve: (one) => one.node }) }),
  });
  const answer = builder.objectRef<Ranking>('AgentRanking').implement({
    description: 'All agents by blast radius, the largest first.',
    fields: (t) => ({
      edges: t.field({ type: [edge], resolve: (one) => [...one.edges] }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (one) => one.pageInfo }),
      totalCount: t.exposeInt('total'),
      ...coverageField(t, coverage),
    }),
  });
  builder.queryField('agentRanking', (t) =>
    t.field({
      type: answer,
      description: 'Every agent by the size of its blast radius now, the largest first. From the reach index.',
      args: { first: t.arg.int({ description: 'Default 50, at most 500.' }), after: t.arg.string() },
      resolve: async (_root, args, context): Promise<Ranking> => {
        const first = pageSize(args.first);
        const from = decodeCursor(args.after, offsetPlace) ?? 0;
        const memory = await context.reach.memory((await context.coverage()).graphVersion);
        const all = await memory.rank('Agent', context.clock.now());
        const edges = all.slice(from, from + first).map((node, i) => ({ cursor: encodeCursor(from + i + 1), node }));
        return { ...connectionOf(edges, from + first < all.length, args.after), total: all.length };
      },
    }),
  );
}

function whatIfField(builder: Builder, types: NodeTypes, reach: ReachTypes, coverage: CoverageTypes): void {
  const loss = builder.objectRef<Loss>('Loss').implement({
    description: 'What one agent would no longer reach.',
    fields: (t) => ({
      agent: t.field({
        type: types.typeOf('Agent'),
        nullable: true,
        resolve: ({ id }, _args, context) => context.loaders.node('Agent', id),
      }),
      before: t.exposeInt('before', { description: 'Resources it reaches now.' }),
      lost: t.exposeInt('lost', { description: 'Resources it would no longer reach.' }),
      lostSensitive: t.exposeInt('lostSensitive', {
        description: 'Of those: customer data, personal data, confidential.',
      }),
    }),
  });
  const subject = builder.objectRef<WhatIf>('WhatIfSubject').implement({
    description: 'Reach of one subject with and without what is revoked.',
    fields: (t) => ({
      before: t.field({ type: reach.counts, resolve: (one) => one.before }),
      after: t.field({ type: reach.counts, resolve: (one) => one.after }),
      lost: t.field({ type: reach.counts, description: 'No longer reached at all.', resolve: (one) => one.lost }),
      weakened: t.field({
        type: reach.counts,
        description: 'Still reached, but at fewer levels or less surely.',
        resolve: (one) => one.weakened,
      }),
    }),
  });
  const answer = builder.objectRef<WhatIfAnswer>('WhatIf').implement({
    description: 'What would no longer be reached.',
    fields: (t) => ({
      subject: t.field({ type: subject, nullable: true, resolve: (one) => one.subject ?? null }),
      affected: t.int({ description: 'Agents that have a way over it.', resolve: (one) => one.losses.length }),
      losses: t.field({
        type: [loss],
        description: `At most ${LOSSES_SHOWN}, the greatest loss first.`,
        resolve: (one) => one.losses.slice(0, LOSSES_SHOWN),
      }),
      ...coverageField(t, coverage),
    }),
  });
  builder.queryField('whatIf', (t) =>
    t.field({
      type: answer,
      description: 'What agents, and one subject, would no longer reach if something were revoked. Nothing is changed.',
      args: {
        revoke: t.arg.idList({
          required: true,
          description: 'Credentials, principals, profiles, tools: keys or names.',
        }),
        subject: t.arg.id({ description: 'Agent, credential, person … whose reach is compared.' }),
      },
      resolve: async (_root, args, context): Promise<WhatIfAnswer> => {
        const memory = await context.reach.memory((await context.coverage()).graphVersion);
        const find = (id: string, labels: readonly Label[]) => findNode(context.graph, id, { labels });
        const revoked = await Promise.all(args.revoke.map((id) => find(id, REVOCABLE)));
        const now = context.clock.now();
        const asked =
          args.subject === undefined || args.subject === null ? undefined : await find(args.subject, SUBJECTS);
        return {
          subject: asked === undefined ? undefined : memory.whatIf(asked, revoked, now),
          losses: memory.losses(revoked, now),
        };
      },
    }),
  );
}
