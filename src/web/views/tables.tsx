import type { ReactNode } from 'react';
import { Button, Checkbox, Link } from 'react-aria-components';
import type { introspection } from '../graphql/generated/schema.ts';
import type { ResultOf, TadaDocumentNode } from '../graphql/graphql.ts';
import { useAnswer, usePages } from '../graphql/use-answer.ts';
import { useParams } from '../lib/params.ts';
import { counted, numberOf } from '../lib/words.ts';
import { Choice } from '../parts/choice.tsx';
import { CoverageBar, type coverageFields } from '../parts/coverage-bar.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Head } from '../parts/facts.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { CsvButton } from './csv-button.tsx';
import { SavedFilters } from './saved-filters.tsx';

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

/** Enough for a screen and a half; what a request may count the reach of is limited too. */
const PAGE_ROWS = 50;

/** A table of one kind of node: searched, filtered, grouped, sorted, saved and exported. All of it stands in the address. */
export function TableView<N extends object>({ spec }: { readonly spec: TableSpec<N> }): ReactNode {
  const params = useParams();
  const filter = filterOf(spec, params.get);
  const order = {
    by: (params.get('sort') as Sort | undefined) ?? spec.sort.by,
    descending: params.get('sort') === undefined ? spec.sort.descending : params.get('desc') === '1',
  };
  const variables: TableVariables = { filter, sort: order.by, descending: order.descending, first: PAGE_ROWS };
  const { query, rows, first } = usePages(spec.rows, variables, (answer) => answer.table);
  const isFiltered = Object.values(filter).some((one) => one !== undefined);
  const total = first?.table.totalCount;
  return (
    <>
      <Head kind="Table" title={spec.title} />
      {first !== undefined && <CoverageBar coverage={first.table.coverage} />}
      <search className="toolbar" aria-label={`Filter ${spec.plural}`}>
        <SearchBox
          label="Search"
          value={params.get('text') ?? ''}
          onChange={(text) => params.set({ text }, { replace: true })}
        />
        {spec.filters.map((column) => (
          <ColumnFilter key={column} spec={spec} column={column} />
        ))}
        {spec.groupings.includes('Owner') && (
          <Checkbox
            className="check"
            isSelected={params.get('unowned') === '1'}
            onChange={(on) => params.set({ unowned: on ? '1' : undefined })}
          >
            <span className="check-box" aria-hidden="true" />
            Nobody answers for it
          </Checkbox>
        )}
        <Choice
          label="Group by"
          none="no group"
          value={params.get('group')}
          onChange={(group) => params.set({ group })}
          options={spec.groupings.map((id) => ({ id, text: id }))}
        />
      </search>
      <div className="toolbar">
        <p aria-live="polite" className="grow">
          {total === undefined ? 'Counting …' : counted(total, spec.noun, spec.plural)}
          {isFiltered ? ' that fit' : ''}
        </p>
        {isFiltered && (
          <Button className="button" onPress={() => params.set(nothing(params.all))}>
            Clear filters
          </Button>
        )}
        <SavedFilters table={spec.plural} />
        <CsvButton spec={spec} variables={variables} total={total ?? 0} />
      </div>
      {params.get('group') !== undefined && <Groups spec={spec} filter={filter} by={params.get('group') as Grouping} />}
      {query.error !== null && rows.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading what={`Loading ${spec.plural}`} />
      ) : (
        <DataTable
          label={spec.title}
          columns={spec.columns}
          rows={rows}
          keyOf={spec.keyOf}
          hrefOf={spec.hrefOf}
          order={order}
          onOrder={({ by, descending }) => params.set({ sort: by, desc: descending ? '1' : undefined })}
          onMore={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
          isLoading={query.isFetchingNextPage}
          empty={isFiltered ? `No ${spec.noun} fits these filters.` : `No ${spec.noun} is known yet.`}
        />
      )}
    </>
  );
}

function filterOf<N>(
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

/** Stands for "not known" in the address, where an empty value would not stay. */
const UNKNOWN = '(not known)';

function nothing(all: URLSearchParams): Record<string, undefined> {
  return Object.fromEntries([...all.keys()].map((name) => [name, undefined]));
}

function ColumnFilter<N>({
  spec,
  column,
}: {
  readonly spec: TableSpec<N>;
  readonly column: FilterColumn & Grouping;
}): ReactNode {
  const params = useParams();
  const { data } = useAnswer(spec.groups, { by: column });
  const groups = data?.table.groups ?? [];
  const value = params.get(column);
  const options = groups.map(({ key, name, count }) => ({ id: key || UNKNOWN, text: `${name} (${numberOf(count)})` }));
  const known = value === undefined || options.some(({ id }) => id === value);
  return (
    <Choice
      label={column}
      none="any"
      value={value}
      onChange={(next) => params.set({ [column]: next })}
      options={known ? options : [...options, { id: value, text: value }]}
    />
  );
}

interface GroupsProps<N> {
  readonly spec: TableSpec<N>;
  readonly filter: TableVariables['filter'];
  readonly by: Grouping;
}

/** The groups with their counts; each leads to its rows. */
function Groups<N>({ spec, filter, by }: GroupsProps<N>): ReactNode {
  const params = useParams();
  const { data, error } = useAnswer(spec.groups, { filter: filter ?? null, by });
  if (error !== null) return <Failure error={error} />;
  if (data === undefined) return <Loading what="Counting groups" />;
  return (
    <ul className="groups" aria-label={`${spec.title} by ${by.toLowerCase()}`}>
      {data.table.groups.map(({ key, name, count }) => {
        const next = new URLSearchParams(params.all);
        next.delete('group');
        if (by === 'Owner' && key === '') next.set('unowned', '1');
        else if (by === 'Owner' || by === 'Team') next.set(by.toLowerCase(), key);
        else next.set(by, key || UNKNOWN);
        return (
          <li key={key}>
            {by === 'Team' && key === '' ? (
              <span>{name}</span>
            ) : (
              <Link href={`${location.pathname}?${next}`}>{name}</Link>
            )}
            <span className="count">{numberOf(count)}</span>
          </li>
        );
      })}
    </ul>
  );
}
