import { type ReactNode, useMemo } from 'react';
import { Button, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { csvOf } from '../lib/csv.ts';
import { download } from '../lib/download.ts';
import { counted } from '../lib/words.ts';
import { TextPicture } from '../lineage/text-picture.tsx';
import { Unknown } from '../parts/badges.tsx';
import { Chain } from '../parts/chain.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Window } from '../parts/window.tsx';

interface AnswersProps {
  /** Of the file that is saved. */
  readonly name: string;
  readonly columns: readonly string[];
  /** Each an object by column. */
  readonly rows: readonly unknown[];
  /** The path that proves each row, in words; empty where there is none. */
  readonly paths: readonly (readonly string[])[];
  readonly more: boolean;
}

interface AnswerRow {
  readonly key: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly path: readonly string[];
}

/** The rows of an answer as a table and as a picture. */
export function Answers({ name, columns, rows, paths, more }: AnswersProps): ReactNode {
  const items = useMemo(
    () => rows.map((values, i): AnswerRow => ({ key: String(i), values: bagOf(values), path: paths[i] ?? [] })),
    [rows, paths],
  );
  const hasPaths = paths.some((path) => path.length > 0);
  // First, where it is in sight however many columns there are.
  const shown = useMemo(() => [...(hasPaths ? [PROOF] : []), ...columns.map(columnOf)], [columns, hasPaths]);
  const save = (): void =>
    download(
      `${name}.csv`,
      csvOf(
        columns,
        items.map(({ values }) => columns.map((column) => textOf(values[column]))),
      ),
      'text/csv',
    );
  return (
    <Tabs className="tabs">
      <div className="toolbar">
        <TabList aria-label="Seen as" className="tablist">
          <Tab id="table" className="tab">
            Table
          </Tab>
          <Tab id="picture" className="tab" isDisabled={!hasPaths}>
            Picture
          </Tab>
        </TabList>
        <p className="grow" aria-live="polite">
          {counted(rows.length, 'row')}
          {more ? ', and more behind them' : ''}
        </p>
        <Button className="button" onPress={save} isDisabled={rows.length === 0}>
          Save as CSV
        </Button>
      </div>
      <TabPanel id="table">
        <DataTable
          label="Answer"
          columns={shown}
          rows={items}
          keyOf={keyOf}
          empty="No row: nothing is so, as far as was seen."
        />
      </TabPanel>
      <TabPanel id="picture">
        <TextPicture paths={paths} />
      </TabPanel>
    </Tabs>
  );
}

const PROOF: TableColumn<AnswerRow> = {
  id: 'proof',
  title: 'Proof',
  always: true,
  cell: ({ path }) =>
    path.length === 0 ? (
      <Unknown />
    ) : (
      <Window title="The path that proves it" button={<Button className="link">path of {path.length} steps</Button>}>
        <Chain path={path} />
      </Window>
    ),
  text: ({ path }) => path.join(' '),
};

function columnOf(name: string): TableColumn<AnswerRow> {
  const text = ({ values }: AnswerRow): string => textOf(values[name]);
  return {
    id: name,
    title: name,
    wide: 1.5,
    text,
    cell: (row) => (text(row) === '' ? <Unknown /> : <span title={text(row)}>{text(row)}</span>),
  };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function bagOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function keyOf({ key }: AnswerRow): string {
  return key;
}
