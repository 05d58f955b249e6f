import type { introspection } from '../graphql/generated/schema.ts';
import type { ResultOf, TadaDocumentNode } from '../graphql/graphql.ts';
import type { coverageFields } from '../parts/coverage-bar.tsx';
import type { TableColumn } from '../parts/data-table.tsx';

type Enums = introspection['types'];
export type Sort = Enums['TableSort']['enumValues'];
export type Grouping = Enums['TableGrouping']['enumValues'];
export type FilterColumn = Enums['TableColumn']['enumValues'];

export interface TableVariables {
  filter?: {
    text?: string | null;
    where?: { column: FilterColumn; value?: string | null }[] | null;
    owner?: string | null;
    team?: string | null;
    unowned?: boolean | null;
  } | null;
  sort?: Sort | null;
  descending?: boolean | null;
  first?: number | null;
  after?: string | null;
}

interface Group {
  readonly key: string;
  readonly name: string;
  readonly count: number;
}

/** What every table's answer has. */
export interface TableAnswer<N> {
  readonly table: {
    readonly edges: readonly { readonly node: N }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly totalCount: number;
    readonly coverage: ResultOf<typeof coverageFields>;
  };
}

export interface TableSpec<N> {
  readonly title: string;
  readonly noun: string;
  readonly plural: string;
  readonly rows: TadaDocumentNode<TableAnswer<N>, TableVariables>;
  readonly groups: TadaDocumentNode<
    { readonly table: { readonly groups: readonly Group[] } },
    Pick<TableVariables, 'filter'> & { by: Grouping }
  >;
  readonly columns: readonly TableColumn<N>[];
  readonly keyOf: (row: N) => string;
  readonly hrefOf: (row: N) => string | undefined;
  readonly filters: readonly (FilterColumn & Grouping)[];
  readonly groupings: readonly Grouping[];
  readonly sort: { readonly by: Sort; readonly descending: boolean };
}

/** Stands for "not known" in the address, where an empty value would not stay. */
export const UNKNOWN = '(not known)';

/** What the address of a table asks for. */
export function filterOf<N>(
  spec: TableSpec<N>,
  get: (name: string) => string | undefined,
): NonNullable<TableVariables['filter']> {
  const where = spec.filters.flatMap((column) => {
    const value = get(column);
    return value === undefined ? [] : [{ column, value: value === UNKNOWN ? null : value }];
  });
  const [text, owner, team] = [get('text'), get('owner'), get('team')];
  return {
    ...(text === undefined ? {} : { text }),
    ...(owner === undefined ? {} : { owner }),
    ...(team === undefined ? {} : { team }),
    ...(get('unowned') === '1' ? { unowned: true } : {}),
    ...(where.length === 0 ? {} : { where }),
  };
}
