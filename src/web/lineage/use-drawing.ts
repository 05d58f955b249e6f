import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Drawing } from './drawing.ts';
import type { Shown } from './fold.ts';
import type { Layout } from './layout.ts';
import type { Marks } from './marks.ts';
import type { Palette } from './palette.ts';

export interface DrawingProps {
  readonly shown: Shown;
  /** The same object for as long as nodes and edges are the same: another one is drawn anew. */
  readonly layout: Layout;
  readonly palette: Palette;
  readonly marks: Marks;
  readonly onFocus: (key: string | undefined) => void;
  /** Handed out for exports. */
  readonly onDrawing: (drawing: Drawing | undefined) => void;
}

/** The drawing in a place on the page, kept as its properties say; the library comes when the first is drawn. */
export function useDrawing(place: RefObject<HTMLDivElement | null>, props: DrawingProps): Drawing | undefined {
  const { shown, layout, palette, marks, onDrawing } = props;
  const latest = useRef(props);
  latest.current = props;
  const [drawing, setDrawing] = useState<Drawing>();
  useEffect(() => {
    let made: Drawing | undefined;
    let isGone = false;
    void import('./drawing.ts').then((module) => {
      if (isGone || place.current === null) return;
      const now = { ...latest.current, layout };
      made = new module.Drawing(place.current, now, (key) => latest.current.onFocus(key));
      setDrawing(made);
      onDrawing(made);
    });
    return () => {
      isGone = true;
      made?.destroy();
      setDrawing(undefined);
      onDrawing(undefined);
    };
  }, [layout, onDrawing, place]);
  useEffect(() => drawing?.tell(shown), [drawing, shown]);
  useEffect(() => drawing?.paint(palette), [drawing, palette]);
  useEffect(() => drawing?.mark(marks), [drawing, marks]);
  useEffect(() => {
    const observer = new ResizeObserver(() => drawing?.resize());
    if (place.current !== null) observer.observe(place.current);
    return () => observer.disconnect();
  }, [drawing, place]);
  return drawing;
}
