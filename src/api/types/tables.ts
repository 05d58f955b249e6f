import { inputError } from '../../lib/errors.ts';
import {
  countTable,
  GROUPINGS,
  groupTable,
  readTable,
  readTableKeys,
  TABLE_COLUMNS,
  TABLES,
  type TableColumn,
  type TableFilter,
  type TableGroup,
  type TableLabel,
} from '../../queries/inventory/index.ts';
import type { StoredNode } from '../../queries/lineage/index.ts';
import type { Builder } from '../builder.ts';
import type { ApiContext } from '../context.ts';
import { type Connection, connectionOf, decodeCursor, encodeCursor, offsetPlace, pageSize } from '../paging.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';

interface RowEdge {
  readonly cursor: string;
  readonly node: StoredNode;
}

interface Table extends Connection<RowEdge> {
  readonly label: TableLabel;
  readonly filter: TableFilter;
}

const SORTS = [...TABLE_COLUMNS, 'Reach'] as const;
type Sort = (typeof SORTS)[number];

/** `agentTable`, `credentialTable`, `humanTable` and `resourceTable`: what is there, sorted, filtered and counted in groups. */
export function tableFields(builder: Builder, types: NodeTypes, coverage: CoverageTypes): void {
  const parts = partsOf(builder);
  for (const label of TABLES) {
    const edge = builder.objectRef<RowEdge>(`${label}TableEdge`).implement({
      fields: (t) => ({
        cursor: t.exposeString('cursor'),
        node: t.field({ type: types.typeOf(label), resolve: (one) => one.node }),
      }),
    });
    const table = builder.objectRef<Table>(`${label}Table`).implement({
      description: `A page of rows, each a ${label}.`,
      fields: (t) => ({
        edges: t.field({ type: [edge], resolve: (one) => [...one.edges] }),
        pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (one) => one.pageInfo }),
        totalCount: t.int({
          description: 'All rows that fit.',
          resolve: (one, _args, { graph }) => countTable(graph, one.label, one.filter),
        }),
        groups: t.field({
          type: [parts.group],
          description: 'All rows that fit, counted; the largest group first, at most 200.',
          args: { by: t.arg({ type: parts.grouping, required: true }) },
          resolve: async (one, { by }, { graph }) => [...(await groupTable(graph, one.label, one.filter, by))],
        }),
        ...coverageField(t, coverage),
      }),
    });
    builder.queryField(`${label[0]?.toLowerCase()}${label.slice(1)}Table`, (t) =>
      t.field({
        type: table,
        description: `Living ${label} nodes, sorted and filtered. Rows without a value come last.`,
        args: {
          filter: t.arg({ type: parts.filter }),
          sort: t.arg({ type: parts.sort, description: 'Default Name.' }),
          descending: t.arg.boolean(),
          first: t.arg.int({ description: 'Default 50, at most 500.' }),
          after: t.arg.string(),
        },
        resolve: async (_root, args, context): Promise<Table> => {
          const first = pageSize(args.first);
          const offset = decodeCursor(args.after, offsetPlace) ?? 0;
          const filter = filterOf(args.filter ?? {});
          const order = { by: args.sort ?? 'Name', descending: args.descending === true };
          const { rows, more } = await rowsOf(context, label, filter, order, { first, offset });
          const edges = rows.map((node, i) => ({ cursor: encodeCursor(offset + i + 1), node }));
          return { ...connectionOf(edges, more, args.after), label, filter };
        },
      }),
    );
  }
}

function partsOf(builder: Builder) {
  const column = builder.enumType('TableColumn', { description: 'A column of a table.', values: TABLE_COLUMNS });
  const sort = builder.enumType('TableSort', {
    description: 'What rows are sorted by; `Reach`: by how many resources are reached.',
    values: SORTS,
  });
  const grouping = builder.enumType('TableGrouping', { description: 'What rows are counted by.', values: GROUPINGS });
  const group = builder.objectRef<TableGroup>('TableGroup').implement({
    description: 'Rows that share something.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Key of the owner or team, else the value; empty: not known.' }),
      name: t.exposeString('name'),
      count: t.exposeInt('count'),
    }),
  });
  const condition = builder.inputType('TableCondition', {
    description: 'A column and its value; without a value: where it is not known.',
    fields: (t) => ({ column: t.field({ type: column, required: true }), value: t.string() }),
  });
  const filter = builder.inputType('TableFilter', {
    description: 'Which rows; all that is given must hold.',
    fields: (t) => ({
      text: t.string({ description: 'Part of the name or key, in any case.' }),
      where: t.field({ type: [condition] }),
      owner: t.id({ description: 'Key of the Human or Team that answers for it.' }),
      team: t.id({ description: 'Key of a Team: what its members own; of people, its members.' }),
      unowned: t.boolean({ description: 'Nobody is known to answer for it.' }),
    }),
  });
  return { sort, grouping, group, filter };
}

interface GivenFilter {
  readonly text?: string | null | undefined;
  readonly where?:
    | readonly { readonly column: TableColumn; readonly value?: string | null | undefined }[]
    | null
    | undefined;
  readonly owner?: string | null | undefined;
  readonly team?: string | null | undefined;
  readonly unowned?: boolean | null | undefined;
}

function filterOf(given: GivenFilter): TableFilter {
  return {
    text: given.text ?? undefined,
    columns: Object.fromEntries((given.where ?? []).map(({ column, value }) => [column, value ?? ''])),
    owner: given.owner ?? undefined,
    team: given.team ?? undefined,
    unowned: given.unowned ?? undefined,
  };
}

type Rows = { readonly rows: readonly StoredNode[]; readonly more: boolean };
type Page = { readonly first: number; readonly offset: number };

async function rowsOf(
  context: ApiContext,
  label: TableLabel,
  filter: TableFilter,
  order: { readonly by: Sort; readonly descending: boolean },
  page: Page,
): Promise<Rows> {
  if (order.by !== 'Reach') return readTable(context.graph, label, filter, { ...order, by: order.by }, page);
  if (label === 'Resource') throw inputError('table-filter', 'Resources are reached, and do not reach');
  const memory = await context.reach.memory((await context.coverage()).graphVersion);
  const ranked = await memory.rank(label, context.clock.now());
  const fitting = await readTableKeys(context.graph, label, filter);
  const keys = ranked.map(({ id }) => id).filter((id) => fitting.has(id));
  if (!order.descending) keys.reverse();
  const shown = keys.slice(page.offset, page.offset + page.first);
  const nodes = await Promise.all(shown.map((id) => context.loaders.node(label, id)));
  return {
    rows: nodes.flatMap((node) => (node === undefined ? [] : [node])),
    more: keys.length > page.offset + page.first,
  };
}
