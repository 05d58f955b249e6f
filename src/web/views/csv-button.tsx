import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { ask } from '../graphql/ask.ts';
import { csvOf } from '../lib/csv.ts';
import { download } from '../lib/download.ts';
import { numberOf } from '../lib/words.ts';
import type { TableSpec, TableVariables } from './table-spec.ts';

/** More rows than these are for the command line or the API. */
const MOST_ROWS = 10_000;
const PAGE_ROWS = 100;

interface CsvButtonProps<N> {
  readonly spec: TableSpec<N>;
  readonly variables: TableVariables;
  readonly total: number;
}

/** Saves all rows that fit, not only those in sight. */
export function CsvButton<N>({ spec, variables, total }: CsvButtonProps<N>): ReactNode {
  const [done, setDone] = useState<number | string>();
  const save = async (): Promise<void> => {
    try {
      const rows: string[][] = [];
      for (let after: string | null = null; rows.length < MOST_ROWS; ) {
        const { table }: Awaited<ReturnType<typeof ask<{ table: PageOf<N> }, TableVariables>>> = await ask(spec.rows, {
          ...variables,
          first: PAGE_ROWS,
          after,
        });
        for (const { node } of table.edges)
          rows.push([spec.keyOf(node), ...spec.columns.map(({ text }) => text(node))]);
        setDone(rows.length);
        if (!table.pageInfo.hasNextPage) break;
        after = table.pageInfo.endCursor;
      }
      download(
        `keyline-${spec.plural}.csv`,
        csvOf(['key', ...spec.columns.map(({ title }) => title)], rows),
        'text/csv',
      );
      setDone(undefined);
    } catch (thrown) {
      setDone(thrown instanceof Error ? thrown.message : 'The rows could not be read.');
    }
  };
  return (
    <>
      <Button className="button" onPress={() => void save()} isDisabled={typeof done === 'number' || total === 0}>
        {typeof done === 'number'
          ? `Reading ${numberOf(done)} of ${numberOf(Math.min(total, MOST_ROWS))} …`
          : 'Save as CSV'}
      </Button>
      {total > MOST_ROWS && <span className="note">the first {numberOf(MOST_ROWS)}</span>}
      {typeof done === 'string' && <span role="alert">{done}</span>}
    </>
  );
}

interface PageOf<N> {
  readonly edges: readonly { readonly node: N }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
