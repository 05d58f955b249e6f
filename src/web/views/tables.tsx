import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { usePages } from '../graphql/use-answer.ts';
import { useParams } from '../lib/params.ts';
import { counted } from '../lib/words.ts';
import { CoverageBar } from '../parts/coverage-bar.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Head } from '../parts/facts.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { CsvButton } from './csv-button.tsx';
import { SavedFilters } from './saved-filters.tsx';
import { TableFilters } from './table-filters.tsx';
import { Groups } from './table-groups.tsx';
import { filterOf, type Grouping, type Sort, type TableSpec, type TableVariables } from './table-spec.ts';

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
      <TableFilters spec={spec} />
      <div className="toolbar">
        <p aria-live="polite" className="grow">
          {total === undefined
            ? 'Counting …'
            : `${counted(total, spec.noun, spec.plural)}${isFiltered ? ' that fit' : ''}`}
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

function nothing(all: URLSearchParams): Record<string, undefined> {
  return Object.fromEntries([...all.keys()].map((name) => [name, undefined]));
}
