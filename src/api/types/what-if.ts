import { inputError } from '../../lib/errors.ts';
import { findNode } from '../../queries/index.ts';
import type { IndexedReach, Loss, Removal, WhatIf } from '../../queries/reach/index.ts';
import type { Label } from '../../schema/index.ts';
import type { Builder } from '../builder.ts';
import type { ApiContext } from '../context.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';
import type { ReachTypes } from './reach.ts';

interface WhatIfAnswer {
  readonly subject: WhatIf | undefined;
  readonly losses: readonly Loss[];
}

/** What can be revoked. */
const REVOCABLE: readonly Label[] = ['Credential', 'Principal', 'TrustGroup', 'AccessProfile', 'Tool'];
const SUBJECTS: readonly Label[] = ['Agent', 'Credential', 'Human', 'Principal', 'Tool', 'Device', 'Team', 'Session'];
const LOSSES_SHOWN = 500;

/** `whatIf`. */
export function whatIfField(builder: Builder, types: NodeTypes, reach: ReachTypes, coverage: CoverageTypes): void {
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
  const trust = builder.inputType('RemovedTrust', {
    description: 'A trust that is taken away.',
    fields: (t) => ({
      role: t.id({ required: true, description: 'The principal that is assumed: key or name.' }),
      from: t.id({ description: 'Who can no longer assume it; left out: nobody can.' }),
    }),
  });
  const detachment = builder.inputType('DetachedPolicy', {
    description: 'An identity policy of AWS that is detached.',
    fields: (t) => ({
      policy: t.string({ required: true, description: 'Name, ARN or key.' }),
      from: t.id({ description: 'User, role or group; left out: from all who have it.' }),
    }),
  });
  builder.queryField('whatIf', (t) =>
    t.field({
      type: answer,
      description:
        'What agents, and one subject, would no longer reach if something were taken away. Nothing is changed.',
      args: {
        revoke: t.arg.idList({ description: 'Credentials, principals, profiles, tools: keys or names.' }),
        removeTrust: t.arg({ type: [trust], description: 'Roles that are no longer assumed.' }),
        detach: t.arg({
          type: [detachment],
          description: 'Policies that are detached: those who had them are evaluated again.',
        }),
        subject: t.arg.id({ description: 'Agent, credential, person … whose reach is compared.' }),
      },
      resolve: async (_root, args, context): Promise<WhatIfAnswer> => {
        const memory = await context.reach.memory((await context.coverage()).graphVersion);
        const removals = await removalsOf(context, memory, {
          revoke: args.revoke ?? [],
          trusts: args.removeTrust ?? [],
          policies: args.detach ?? [],
        });
        const find = (id: string, labels: readonly Label[]) => findNode(context.graph, id, { labels });
        const now = context.clock.now();
        const asked =
          args.subject === undefined || args.subject === null ? undefined : await find(args.subject, SUBJECTS);
        return {
          subject: asked === undefined ? undefined : memory.whatIf(asked, removals, now),
          losses: memory.losses(removals, now),
        };
      },
    }),
  );
}

interface GivenTrust {
  readonly role: string;
  readonly from?: string | null | undefined;
}

interface GivenPolicy {
  readonly policy: string;
  readonly from?: string | null | undefined;
}

interface Given {
  readonly revoke: readonly string[];
  readonly trusts: readonly GivenTrust[];
  readonly policies: readonly GivenPolicy[];
}

async function removalsOf({ graph }: ApiContext, memory: IndexedReach, given: Given): Promise<Removal[]> {
  const { revoke, trusts, policies } = given;
  if (revoke.length + trusts.length + policies.length === 0)
    throw inputError('what-if-empty', 'Nothing is taken away', { hint: 'Give revoke, removeTrust or detach.' });
  const principal = (id: string) => findNode(graph, id, { labels: ['Principal'] });
  return Promise.all([
    ...revoke.map((id) => findNode(graph, id, { labels: REVOCABLE })),
    ...policies.map(async ({ policy, from }) =>
      memory.detached({ policy, ...(from === undefined || from === null ? {} : { from: await principal(from) }) }),
    ),
    ...trusts.map(async ({ role, from }) => ({
      role: await principal(role),
      ...(from === undefined || from === null ? {} : { from: await principal(from) }),
    })),
  ]);
}
