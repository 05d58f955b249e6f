import type { CouldBecome, CouldBecomeRow } from '../../queries/reach/index.ts';
import type { Builder } from '../builder.ts';
import type { NodeTypes } from './nodes.ts';
import type { ReachTypes } from './reach.ts';

/** What a subject could become by a change: told beside reach, never within it. */
export function couldBecomeType(builder: Builder, types: NodeTypes, reach: ReachTypes) {
  const row = builder.objectRef<CouldBecomeRow>('CouldBecomeRow').implement({
    description: 'A principal whose power the subject could gain by a change that it, or what it acts as, may make.',
    fields: (t) => ({
      principal: t.field({
        type: types.typeOf('Principal'),
        nullable: true,
        description: 'The root of an account: it could give itself anything there.',
        resolve: (one, _args, context) => context.loaders.node('Principal', one.id),
      }),
      certainty: t.exposeString('certainty', { description: '`certain`, `conditional` or `unknown`.' }),
      conditionKeys: t.stringList({ resolve: (one) => [...one.conditionKeys] }),
      techniques: t.stringList({
        description: 'The surest ways, by their ids at pathfinding.cloud.',
        resolve: (one) => [...one.techniques],
      }),
      methods: t.stringList({ description: 'The same by what is done.', resolve: (one) => [...one.methods] }),
      path: t.field({
        type: [reach.step],
        description: 'The surest way to whoever may make the change; its last step is the change.',
        resolve: (one) => [...one.path],
      }),
      evidence: t.stringList({
        description: 'The path as text, one step an item.',
        resolve: (one) => [...one.evidence],
      }),
    }),
  });
  return builder.objectRef<CouldBecome>('CouldBecome').implement({
    description: 'What a subject could become, beyond what it can act as. No part of reach.',
    fields: (t) => ({
      total: t.exposeInt('total'),
      line: t.exposeString('line', { description: '`3 principals by iam:CreateAccessKey`.' }),
      rows: t.field({ type: [row], description: 'The surest first.', resolve: (one) => [...one.rows] }),
    }),
  });
}
