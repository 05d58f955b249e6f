import DataLoader from 'dataloader';
import { instantOf } from '../../lib/clock.ts';
import {
  type FindingMoment,
  type FindingState,
  readFindingHistory,
  readFindingStates,
} from '../../queries/lifecycle/index.ts';
import type { StoredNode } from '../../queries/lineage/index.ts';
import type { Builder } from '../builder.ts';
import type { ApiContext } from '../context.ts';
import type { NodeTypes } from './nodes.ts';

const UNKNOWN: FindingState = { state: 'open', acceptedUntil: undefined, assignee: undefined, assigneeName: undefined };
const loaders = new WeakMap<ApiContext, DataLoader<string, FindingState>>();

/** What became of a finding: fields of `Finding`. */
export function findingStateFields(builder: Builder, types: NodeTypes): void {
  const moment = builder.objectRef<FindingMoment>('FindingMoment').implement({
    description: 'One thing that happened to a finding.',
    fields: (t) => ({
      at: t.field({ type: 'Instant', resolve: (one) => one.at }),
      what: t.exposeString('what', {
        description: '`found`, `found again`, `resolved`, what changed, what was decided, or which decision ended.',
      }),
      detail: t.string({ nullable: true, resolve: (one) => one.detail ?? null }),
      by: t.string({ nullable: true, description: 'Name of the person who did it.', resolve: (one) => one.by ?? null }),
    }),
  });
  builder.objectFields(types.typeOf('Finding'), (t) => ({
    state: t.string({
      description: '`open`, `acknowledged`, `accepted` (until a time) or `resolved`: it is no longer found.',
      resolve: async (node, _args, context) => (await stateOf(context, node)).state,
    }),
    acceptedUntil: t.field({
      type: 'Instant',
      nullable: true,
      resolve: async (node, _args, context) => (await stateOf(context, node)).acceptedUntil ?? null,
    }),
    assignee: t.field({
      type: types.typeOf('Human'),
      nullable: true,
      description: 'Whom somebody assigned it to.',
      resolve: async (node, _args, context): Promise<StoredNode | undefined> => {
        const { assignee } = await stateOf(context, node);
        return assignee === undefined ? undefined : context.loaders.node('Human', assignee);
      },
    }),
    isOverdue: t.boolean({
      description: 'It was to be settled by now, is found still, and is not accepted.',
      resolve: async (node, _args, context) => {
        const { state } = await stateOf(context, node);
        const due = node.props['dueAt'];
        return (
          typeof due === 'string' &&
          due <= instantOf(context.clock.now()) &&
          (state === 'open' || state === 'acknowledged')
        );
      },
    }),
    history: t.field({
      type: [moment],
      description: 'What happened to it, the first thing first.',
      resolve: (node, _args, context) => readFindingHistory(context.graph, node.id),
    }),
  }));
}

function stateOf(context: ApiContext, node: StoredNode): Promise<FindingState> {
  let loader = loaders.get(context);
  if (loader === undefined) {
    loader = new DataLoader(async (ids: readonly string[]) => {
      const found = await readFindingStates(context.graph, ids, instantOf(context.clock.now()));
      return ids.map((id) => found.get(id) ?? UNKNOWN);
    });
    loaders.set(context, loader);
  }
  return loader.load(node.id);
}
