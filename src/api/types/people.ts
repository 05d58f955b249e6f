import { type Answer, answer, findQuery } from '../../queries/index.ts';
import type { StoredNode } from '../../queries/lineage/index.ts';
import type { Builder, FieldBuilder, ObjectRef } from '../builder.ts';
import type { ApiContext } from '../context.ts';
import {
  type Connection,
  connectionOf,
  decodeCursor,
  encodeCursor,
  offsetPlace,
  type PageArgs,
  pageSize,
} from '../paging.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';

export type Row = Readonly<Record<string, unknown>>;
type Rows = Connection<{ readonly cursor: string; readonly node: Row }>;

/** `orphanAgents` and `departedOwners`: saved questions with the graph behind their rows. */
export function peopleFields(builder: Builder, types: NodeTypes, coverage: CoverageTypes): void {
  const orphan = builder.objectRef<Row>('OrphanAgent').implement({
    description: 'An agent without an active accountable person.',
    fields: (t) => ({
      agent: nodeField(t, types, 'Agent', 'agent'),
      why: textField(t, 'why', '`owner unknown` or `owner departed`.'),
      lastOwner: nodeField(t, types, 'Human', 'lastOwner'),
      routeTo: nodeField(t, types, 'Human', 'routeTo'),
      route: textField(
        t,
        'route',
        'To whom the duty of the departed owner falls, in words; nobody where the owner is unknown.',
      ),
      reaches: countField(t),
      known: textsField(t, 'known', 'What is known about it: evidence that names nobody we know, tags.'),
      evidence: textsField(t, 'evidence', 'What it is and holds, and what was looked for.'),
    }),
  });
  const departed = builder.objectRef<Row>('DepartedOwner').implement({
    description: 'An agent of somebody who left.',
    fields: (t) => ({
      owner: nodeField(t, types, 'Human', 'owner'),
      departedAt: t.field({ type: 'Instant', nullable: true, resolve: (row) => textOf(row, 'departedAt') }),
      agent: nodeField(t, types, 'Agent', 'agent'),
      consumption: textField(t, 'consumption', '`still consuming`, `idle` or `never used`, as far as it can be told.'),
      lastUsedAt: t.field({ type: 'Instant', nullable: true, resolve: (row) => textOf(row, 'lastUsedAt') }),
      reaches: countField(t),
      mostSensitive: textsField(t, 'mostSensitive', 'Up to five of them, the most sensitive first.'),
      routeTo: nodeField(t, types, 'Human', 'routeTo'),
      route: textField(t, 'route', 'Why it goes there.'),
      evidence: textsField(t, 'evidence', 'Why the agent is theirs, and the path to what it reaches.'),
    }),
  });
  const orphans = rowsType(builder, 'OrphanAgents', 'OrphanAgentEdge', orphan, coverage);
  const departures = rowsType(builder, 'DepartedOwners', 'DepartedOwnerEdge', departed, coverage);
  builder.queryFields((t) => ({
    orphanAgents: t.field({
      type: orphans,
      description: 'Agents with no active accountable person: owner unknown, or departed and not taken over.',
      args: { first: t.arg.int({ description: 'Default 50, at most 500.' }), after: t.arg.string() },
      resolve: (_root, args, context) => ask(context, 'orphan-agents', {}, args),
    }),
    departedOwners: t.field({
      type: departures,
      description: 'Agents of people who left since a time, what they still reach, and to whom they fall.',
      args: {
        since: t.arg.string({ description: 'A time, or back from now: `90d` (default), `24h`.' }),
        first: t.arg.int({ description: 'Default 50, at most 500.' }),
        after: t.arg.string(),
      },
      resolve: (_root, { since, ...page }, context) =>
        ask(context, 'departed-owner-agents', since === undefined || since === null ? {} : { since }, page),
    }),
  }));
}

export async function ask(context: ApiContext, question: string, params: Row, args: PageArgs): Promise<Rows> {
  const offset = decodeCursor(args.after, offsetPlace) ?? 0;
  const found: Answer = await answer(context.graph, context.clock, findQuery(question), params, {
    limit: pageSize(args.first),
    offset,
    timeoutMs: 20_000,
    signal: context.signal,
  });
  const edges = found.rows.map((node, i) => ({ cursor: encodeCursor(offset + i + 1), node }));
  return connectionOf(edges, found.more, args.after);
}

export function rowsType(
  builder: Builder,
  name: string,
  edgeName: string,
  row: ObjectRef<Row>,
  coverage: CoverageTypes,
) {
  const edge = builder.objectRef<{ readonly cursor: string; readonly node: Row }>(edgeName).implement({
    fields: (t) => ({ cursor: t.exposeString('cursor'), node: t.field({ type: row, resolve: (one) => one.node }) }),
  });
  return builder.objectRef<Rows>(name).implement({
    fields: (t) => ({
      edges: t.field({ type: [edge], resolve: (one) => [...one.edges] }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (one) => one.pageInfo }),
      ...coverageField(t, coverage),
    }),
  });
}

export function nodeField(t: FieldBuilder<Row>, types: NodeTypes, label: 'Agent' | 'Human', column: string) {
  return t.field({
    type: types.typeOf(label),
    nullable: true,
    resolve: (row, _args, context): Promise<StoredNode | undefined> | null => {
      const id = textOf(row, column);
      return id === null ? null : context.loaders.node(label, id);
    },
  });
}

export function textField(t: FieldBuilder<Row>, column: string, description: string) {
  return t.string({ nullable: true, description, resolve: (row) => textOf(row, column) });
}

export function textsField(t: FieldBuilder<Row>, column: string, description: string) {
  return t.stringList({ description, resolve: (row) => ((row[column] as unknown[] | null) ?? []).map(String) });
}

export function countField(t: FieldBuilder<Row>) {
  return t.int({
    description: 'Resources and scopes it reaches now; `agent.reachCounts` counts resources.',
    resolve: (row) => Number(row['reaches'] ?? 0),
  });
}

function textOf(row: Row, column: string): string | null {
  const value = row[column];
  return typeof value === 'string' ? value : null;
}
