import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { csvOf } from '../lib/csv.ts';
import { download } from '../lib/download.ts';
import { Window } from '../parts/window.tsx';
import { lineageColumns } from './as-table.tsx';
import type { Drawing } from './drawing.ts';
import type { Shown } from './fold.ts';
import type { Layout } from './layout.ts';
import type { Palette } from './palette.ts';
import type { Row } from './rows.ts';
import { svgOf } from './svg.ts';

interface ExportsProps {
  readonly rows: readonly Row[];
  readonly shown: Shown;
  readonly layout: Layout;
  readonly palette: Palette;
  readonly drawing: Drawing | undefined;
  readonly question: { readonly text: string; readonly variables: unknown };
  /** Where this very picture is found again. */
  readonly permalink: string;
}

const NAME = 'keyline-lineage';

/** What can be taken along: the picture, its facts, the question behind it, the address of it. */
export function Exports(props: ExportsProps): ReactNode {
  const { rows, shown, layout, palette, drawing, question, permalink } = props;
  const save = (how: string): void => {
    if (how === 'svg') download(`${NAME}.svg`, svgOf(shown, layout, palette), 'image/svg+xml');
    if (how === 'png') void drawing?.png(palette.background).then((blob) => download(`${NAME}.png`, blob));
    if (how === 'csv') download(`${NAME}.csv`, csvOf(...sheetOf(rows)), 'text/csv');
  };
  return (
    <>
      <MenuTrigger>
        <Button className="button">Export</Button>
        <Popover className="popover">
          <Menu className="listbox" onAction={(key) => save(String(key))}>
            <MenuItem id="png" className="listbox-item" isDisabled={drawing === undefined}>
              Picture as PNG
            </MenuItem>
            <MenuItem id="svg" className="listbox-item">
              Picture as SVG
            </MenuItem>
            <MenuItem id="csv" className="listbox-item">
              Facts as CSV
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <Button className="button" onPress={() => void navigator.clipboard?.writeText(permalink)}>
        Copy link
      </Button>
      <Window title="The question behind it" button={<Button className="button">Query</Button>}>
        <p>
          GraphQL, as any tool can ask it at <code>/graphql</code>:
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
        <pre className="code" tabIndex={0}>
          {question.text}
        </pre>
        <p>Variables:</p>
        <pre className="code">{JSON.stringify(question.variables, null, 2)}</pre>
      </Window>
    </>
  );
}

function sheetOf(rows: readonly Row[]): [readonly string[], readonly (readonly string[])[]] {
  return [
    ['key', ...lineageColumns.map(({ title }) => title)],
    rows.map((row) => [row.end.id, ...lineageColumns.map(({ text }) => text(row))]),
  ];
}
