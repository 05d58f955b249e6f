import { findNodeOrNothing } from '../../queries/index.ts';
import { type AgentFilter, countAgents, readAgents, type StoredNode } from '../../queries/lineage/index.ts';
import type { Label } from '../../schema/index.ts';
import type { Builder } from '../builder.ts';
import type { ApiContext } from '../context.ts';
import { type Connection, connectionOf, decodeCursor, encodeCursor, pageSize, textPlace } from '../paging.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import { type NodeTypes, SHOWN } from './nodes.ts';

const LOOKED_UP = { agent: 'Agent', human: 'Human', credential: 'Credential', resource: 'Resource' } as const;

interface AgentEdge {
  readonly cursor: string;
  readonly node: StoredNode;
}

interface Agents extends Connection<AgentEdge> {
  readonly filter: AgentFilter;
}

/** `agent`, `human`, `credential`, `resource`, `node` and `agents`. Returns the enumeration of labels. */
export function lookUpFields(builder: Builder, types: NodeTypes, coverage: CoverageTypes) {
  for (const [name, label] of Object.entries(LOOKED_UP)) {
    builder.queryField(name, (t) =>
      t.field({
        type: types.typeOf(label),
        nullable: true,
        description: `The ${label.toLowerCase()} with this key, unambiguous beginning of it, or name; null when there is none.`,
        args: { id: t.arg.id({ required: true }) },
        resolve: (_root, args, context) => lookUp(context, args.id, [label]),
      }),
    );
  }
  const label = builder.enumType('NodeLabel', { description: 'A kind of node.', values: SHOWN });
  builder.queryField('node', (t) =>
    t.field({
      type: types.nodeInterface,
      nullable: true,
      description:
        'Whatever has this key, unambiguous beginning of it, or name; null when there is none. One key can name two things: an agent is also a resource that somebody may call.',
      args: {
        id: t.arg.id({ required: true }),
        label: t.arg({ type: label, description: 'What the id names; needed only where that is not clear.' }),
      },
      resolve: (_root, args, context) => lookUp(context, args.id, args.label ? [args.label] : undefined),
    }),
  );
  agentsField(builder, types, coverage);
  return label;
}

export type LabelType = ReturnType<typeof lookUpFields>;

async function lookUp(context: ApiContext, id: string, labels?: readonly Label[]): Promise<StoredNode | undefined> {
  const found = await findNodeOrNothing(context.graph, id, labels === undefined ? {} : { labels });
  return found === undefined ? undefined : context.loaders.node(found.label, found.id);
}

function agentsField(builder: Builder, types: NodeTypes, coverage: CoverageTypes): void {
  const edge = builder.objectRef<AgentEdge>('AgentEdge').implement({
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      node: t.field({ type: types.typeOf('Agent'), resolve: (one) => one.node }),
    }),
  });
  const connection = builder.objectRef<Agents>('Agents').implement({
    description: 'A page of agents.',
    fields: (t) => ({
      edges: t.field({ type: [edge], resolve: (one) => [...one.edges] }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (one) => one.pageInfo }),
      totalCount: t.int({ resolve: (one, _args, context) => countAgents(context.graph, one.filter) }),
      ...coverageField(t, coverage),
    }),
  });
  const filter = builder.inputType('AgentFilter', {
    description: 'Which agents; all that is given must hold.',
    fields: (t) => ({
      kind: t.string({ description: 'Such as `bedrock-agent`, `ide-agent`, `mcp-server`.' }),
      platform: t.string({ description: 'Such as `aws`, `endpoint`.' }),
      environment: t.string({ description: 'Such as `production`.' }),
      name: t.string({ description: 'Part of the name, in any case.' }),
      owner: t.id({ description: 'Human or Team that answers for it: key, beginning of it, e-mail or name.' }),
      orphan: t.boolean({ description: 'Nobody answers for it: owner unknown, or gone.' }),
    }),
  });
  builder.queryField('agents', (t) =>
    t.field({
      type: connection,
      description: 'Living agents, in the order of their keys.',
      args: {
        first: t.arg.int({ description: 'Default 50, at most 500.' }),
        after: t.arg.string(),
        filter: t.arg({ type: filter }),
      },
      resolve: async (_root, args, context): Promise<Agents> => {
        const first = pageSize(args.first);
        const after = decodeCursor(args.after, textPlace);
        const wanted = await filterOf(context, args.filter ?? {});
        const page = await readAgents(context.graph, wanted, first, after);
        const edges = page.agents.map((node) => ({ cursor: encodeCursor(node.id), node }));
        return { ...connectionOf(edges, page.more, args.after), filter: wanted };
      },
    }),
  );
}

type Given = { readonly [K in keyof AgentFilter]?: AgentFilter[K] | null | undefined };

async function filterOf(context: ApiContext, given: Given): Promise<AgentFilter> {
  const owner =
    given.owner === undefined || given.owner === null
      ? undefined
      : await findNodeOrNothing(context.graph, given.owner, { labels: ['Human', 'Team'] });
  return {
    kind: given.kind ?? undefined,
    platform: given.platform ?? undefined,
    environment: given.environment ?? undefined,
    name: given.name ?? undefined,
    owner: owner?.id ?? given.owner ?? undefined,
    orphan: given.orphan ?? undefined,
  };
}
