import { type ReactNode, useMemo } from 'react';
import { linkOf } from '../lib/links.ts';
import { numberOf } from '../lib/words.ts';
import { Environment, Sensitivity, Unknown } from '../parts/badges.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { levelsOf, type Row } from './rows.ts';

/** The columns of the facts behind a picture, also of its CSV. */
export const lineageColumns: readonly TableColumn<Row>[] = [
  {
    id: 'name',
    title: 'Name',
    wide: 1.6,
    cell: ({ end }) => <span title={end.id}>{end.name ?? end.id}</span>,
    text: ({ end }) => end.name ?? end.id,
  },
  { id: 'kind', title: 'Kind', cell: ({ end }) => end.kind ?? <Unknown />, text: ({ end }) => end.kind ?? '' },
  { id: 'count', title: 'Stands for', cell: ({ count }) => numberOf(count), text: ({ count }) => String(count) },
  {
    id: 'environment',
    title: 'Environment',
    cell: ({ end }) => <Environment of={end.environment ?? null} />,
    text: ({ end }) => end.environment ?? '',
  },
  {
    id: 'sensitivity',
    title: 'Sensitivity',
    cell: ({ end }) => <Sensitivity of={end.sensitivity ?? null} />,
    text: ({ end }) => end.sensitivity ?? '',
  },
  {
    id: 'levels',
    title: 'Level',
    always: true,
    wide: 1.4,
    cell: ({ levels }) => <span title={levelsOf(levels)}>{levelsOf(levels)}</span>,
    text: ({ levels }) => levelsOf(levels),
  },
  {
    id: 'path',
    title: 'Path',
    wide: 3,
    cell: ({ evidence }) => <span title={evidence.join('\n')}>{evidence.join(' ')}</span>,
    text: ({ evidence }) => evidence.join(' '),
  },
];

interface AsTableProps {
  readonly rows: readonly Row[];
  readonly onMore: (() => void) | undefined;
}

/** The same facts as the picture, row by row. */
export function AsTable({ rows, onMore }: AsTableProps): ReactNode {
  const keyed = useMemo(() => (row: Row) => row.key, []);
  return (
    <DataTable
      label="The facts of the picture"
      columns={lineageColumns}
      rows={rows}
      keyOf={keyed}
      hrefOf={({ end }) => linkOf(end.label, end.id)}
      {...(onMore === undefined ? {} : { onMore })}
      empty="Nothing is reached."
    />
  );
}
