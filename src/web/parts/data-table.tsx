import { type ReactNode, useMemo } from 'react';
import {
  Cell,
  Collection,
  Column,
  Row,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  TableLoadMoreItem,
  Virtualizer,
} from 'react-aria-components';
import { useNarrow } from '../lib/narrow.ts';
import { Loading } from './states.tsx';

export interface TableColumn<R> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: R) => ReactNode;
  /** As a spreadsheet gets it. */
  readonly text: (row: R) => string;
  /** The API's word for sorting by it; without one it cannot be sorted by. */
  readonly sort?: string;
  /** Share of the width; default 1. */
  readonly wide?: number;
  /** Shown on a phone as well. */
  readonly always?: boolean;
}

export interface Order {
  readonly by: string;
  readonly descending: boolean;
}

interface DataTableProps<R> {
  readonly label: string;
  readonly columns: readonly TableColumn<R>[];
  readonly rows: readonly R[];
  readonly keyOf: (row: R) => string;
  readonly hrefOf?: (row: R) => string | undefined;
  readonly order?: Order;
  readonly onOrder?: (order: Order) => void;
  readonly onMore?: () => void;
  readonly isLoading?: boolean;
  readonly empty: ReactNode;
}

const ROW_HEIGHT = 40;
const HEAD_HEIGHT = 36;
const SHOWN_ROWS = 14;

/** A table of which only the rows in sight are drawn. Arrow keys move in it, Enter follows a row. */
export function DataTable<R extends object>(props: DataTableProps<R>): ReactNode {
  const { label, rows, keyOf, hrefOf, order, onOrder, onMore, isLoading = false, empty } = props;
  const isNarrow = useNarrow();
  const columns = useMemo(
    () => (isNarrow ? props.columns.filter((one, i) => i === 0 || one.always === true) : props.columns),
    [isNarrow, props.columns],
  );
  const items = useMemo(() => rows.map((row, i) => ({ id: `${keyOf(row)} ${i}`, row })), [rows, keyOf]);
  const height = HEAD_HEIGHT + Math.min(Math.max(rows.length, 3), SHOWN_ROWS) * ROW_HEIGHT + 4;
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW_HEIGHT, headingHeight: HEAD_HEIGHT }}>
      <Table
        aria-label={label}
        className="table"
        style={{ height }}
        {...(order === undefined
          ? {}
          : { sortDescriptor: { column: order.by, direction: order.descending ? 'descending' : 'ascending' } })}
        onSortChange={({ column, direction }) =>
          onOrder?.({ by: String(column), descending: direction === 'descending' })
        }
      >
        <TableHeader columns={columns}>
          {(column) => (
            <Column
              id={column.sort ?? column.id}
              isRowHeader={column.id === columns[0]?.id}
              allowsSorting={column.sort !== undefined && onOrder !== undefined}
              width={`${column.wide ?? 1}fr`}
              className="table-head"
            >
              {({ sortDirection }) => (
                <span className="table-title">
                  {column.title}
                  {sortDirection !== undefined && (
                    <span aria-hidden="true">{sortDirection === 'ascending' ? ' ↑' : ' ↓'}</span>
                  )}
                </span>
              )}
            </Column>
          )}
        </TableHeader>
        <TableBody renderEmptyState={() => (isLoading ? <Loading /> : <div className="state">{empty}</div>)}>
          <Collection items={items} dependencies={[columns]}>
            {({ row }) => {
              const href = hrefOf?.(row);
              return (
                <Row columns={columns} {...(href === undefined ? {} : { href })} className="table-row">
                  {(column) => <Cell className="table-cell">{column.cell(row)}</Cell>}
                </Row>
              );
            }}
          </Collection>
          {onMore !== undefined && (
            <TableLoadMoreItem onLoadMore={onMore} isLoading={isLoading && rows.length > 0}>
              <Loading what="Loading more rows" />
            </TableLoadMoreItem>
          )}
        </TableBody>
      </Table>
    </Virtualizer>
  );
}
