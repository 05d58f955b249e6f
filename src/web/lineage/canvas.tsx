import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Loading } from '../parts/states.tsx';
import type { Drawing, Marks } from './drawing.ts';
import type { Shown } from './fold.ts';
import type { Layout } from './layout.ts';
import type { Palette } from './palette.ts';
import { COLUMNS } from './picture.ts';

interface CanvasProps {
  readonly shown: Shown;
  readonly layout: Layout;
  readonly palette: Palette;
  readonly marks: Marks;
  readonly onFocus: (key: string | undefined) => void;
  /** Unfolds a hub, or leads to a node's own view. */
  readonly onOpen: (key: string) => void;
  /** Handed out for exports. */
  readonly onDrawing: (drawing: Drawing | undefined) => void;
}

const ZOOM = 1.25;
const PAN = 80;

/** The picture, for pointers and for keys: arrows move along columns and edges, Enter opens, Escape lets go. */
export function Canvas(props: CanvasProps): ReactNode {
  const { shown, layout, palette, marks, onFocus, onDrawing } = props;
  const place = useRef<HTMLDivElement>(null);
  const tap = useRef(onFocus);
  tap.current = onFocus;
  const [drawing, setDrawing] = useState<Drawing>();
  useEffect(() => {
    let made: Drawing | undefined;
    let isGone = false;
    void import('./drawing.ts').then((module) => {
      if (isGone || place.current === null) return;
      made = new module.Drawing(place.current, shown, layout, palette, (key) => tap.current(key));
      setDrawing(made);
      onDrawing(made);
    });
    return () => {
      isGone = true;
      made?.destroy();
      setDrawing(undefined);
      onDrawing(undefined);
    };
  }, [shown, layout, palette, onDrawing]);
  useEffect(() => drawing?.mark(marks), [drawing, marks]);
  useEffect(() => {
    const observer = new ResizeObserver(() => drawing?.resize());
    if (place.current !== null) observer.observe(place.current);
    return () => observer.disconnect();
  }, [drawing]);
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

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Whether the key meant something. */
function handleKey({ key, shiftKey }: KeyboardEvent, drawing: Drawing, props: CanvasProps): boolean {
  const { focus } = props.marks;
  const arrow = ARROWS[key];
  if (arrow !== undefined) {
    if (shiftKey) drawing.panBy(-arrow[0] * PAN, -arrow[1] * PAN);
    else props.onFocus(focus === undefined ? props.shown.subject : stepTo(props, focus, arrow));
    return true;
  }
  if (key === '+' || key === '=') drawing.zoomBy(ZOOM);
  else if (key === '-') drawing.zoomBy(1 / ZOOM);
  else if (key === 'Escape' && focus !== undefined) props.onFocus(undefined);
  else if (key === 'Enter' && focus !== undefined) props.onOpen(focus);
  else return false;
  return true;
}

/** The next node in a direction: the neighbour in the column, or the nearest that an edge leads to on that side. */
function stepTo({ shown, layout }: CanvasProps, focus: string, [x, y]: readonly [number, number]): string {
  const at = layout.places.get(focus);
  const column = layout.columns.find((keys) => keys.includes(focus)) ?? [];
  if (y !== 0) return column[column.indexOf(focus) + y] ?? focus;
  const beside = [...shown.edges.values()]
    .flatMap(({ from, to }) => (from === focus ? [to] : to === focus ? [from] : []))
    .filter((key) => Math.sign((layout.places.get(key)?.x ?? 0) - (at?.x ?? 0)) === x)
    .sort((a, b) => distance(layout, a, at?.y ?? 0) - distance(layout, b, at?.y ?? 0));
  return beside[0] ?? focus;
}

function distance({ places }: Layout, key: string, y: number): number {
  return Math.abs((places.get(key)?.y ?? 0) - y);
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
