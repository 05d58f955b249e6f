import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { Button } from 'react-aria-components';
import { Loading } from '../parts/states.tsx';
import { handleKey, ZOOM } from './canvas-keys.ts';
import type { Shown } from './fold.ts';
import type { Layout } from './layout.ts';
import { COLUMNS } from './picture.ts';
import { type DrawingProps, useDrawing } from './use-drawing.ts';

interface CanvasProps extends DrawingProps {
  /** Unfolds a hub, or leads to a node's own view. */
  readonly onOpen: (key: string) => void;
}

/** The picture, for pointers and for keys: arrows move along columns and edges, Enter opens, Escape lets go. */
export function Canvas(props: CanvasProps): ReactNode {
  const { shown, layout, marks } = props;
  const place = useRef<HTMLDivElement>(null);
  const drawing = useDrawing(place, props);
  const onKey = (event: KeyboardEvent): void => {
    if (drawing !== undefined && handleKey(event, drawing, props)) event.preventDefault();
  };
  return (
    <div className="canvas-frame">
      <div
        role="application"
        aria-roledescription="lineage picture"
        aria-label={`Lineage picture, ${shown.nodes.size} nodes`}
        aria-describedby="picture-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
        tabIndex={0}
        className="canvas"
        data-drawn={drawing === undefined ? '' : shown.nodes.size}
        onKeyDown={onKey}
      >
        <div ref={place} className="canvas-place" aria-hidden="true" />
        {drawing === undefined && <Loading what="Drawing" />}
      </div>
      <p id="picture-keys" className="unseen">
        Up and down move within a column, left and right along an edge. Enter opens or unfolds, Escape lets go, plus and
        minus zoom, Shift with arrows moves the picture. The table has the same facts.
      </p>
      <p className="unseen" aria-live="polite">
        {announced(shown, layout, marks.focus)}
      </p>
      <div className="canvas-buttons">
        <Button className="icon-button" aria-label="Zoom in" onPress={() => drawing?.zoomBy(ZOOM)}>
          +
        </Button>
        <Button className="icon-button" aria-label="Zoom out" onPress={() => drawing?.zoomBy(1 / ZOOM)}>
          −
        </Button>
        <Button className="icon-button" aria-label="Whole picture" onPress={() => drawing?.fit()}>
          ⤢
        </Button>
        <Button className="icon-button" aria-label="Back to the subject" onPress={() => drawing?.overview()}>
          ⌂
        </Button>
      </div>
    </div>
  );
}

function announced(shown: Shown, layout: Layout, focus: string | undefined): string {
  const node = focus === undefined ? undefined : shown.nodes.get(focus);
  if (node === undefined) return '';
  const column = layout.columns[node.column] ?? [];
  const edges = [...shown.edges.values()];
  const comes = edges.filter(({ to }) => to === node.key).length;
  const goes = edges.filter(({ from }) => from === node.key).length;
  return `${node.label} ${node.name}, ${column.indexOf(node.key) + 1} of ${column.length} in ${COLUMNS[node.column]}, ${comes} edges in, ${goes} out${node.folded === undefined ? '' : ', folded'}`;
}
