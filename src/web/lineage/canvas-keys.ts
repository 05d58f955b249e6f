import type { KeyboardEvent } from 'react';
import type { Drawing } from './drawing.ts';
import type { Shown } from './fold.ts';
import type { Layout } from './layout.ts';
import type { Marks } from './marks.ts';

interface Keyed {
  readonly shown: Shown;
  readonly layout: Layout;
  readonly marks: Marks;
  readonly onFocus: (key: string | undefined) => void;
  readonly onOpen: (key: string) => void;
}

export const ZOOM = 1.25;
const PAN = 80;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Does what a key means in the picture. Returns whether it meant something. */
export function handleKey({ key, shiftKey }: KeyboardEvent, drawing: Drawing, props: Keyed): boolean {
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
function stepTo({ shown, layout }: Keyed, focus: string, [x, y]: readonly [number, number]): string {
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
