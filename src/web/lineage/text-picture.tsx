import { type ReactNode, useMemo, useState } from 'react';
import { useDark } from '../lib/dark.ts';
import { stepOf, stepsOf } from '../parts/chain.tsx';
import { Empty } from '../parts/states.tsx';
import { Canvas } from './canvas.tsx';
import { fold } from './fold.ts';
import { layout as layoutOf } from './layout.ts';
import { Legend } from './legend.tsx';
import { paletteOf } from './palette.ts';
import { type Picture, pictureOf, type Step } from './picture.ts';
import { why } from './why.ts';

/** Paths in words, as answers and findings tell them, as one picture. Nothing where no path can be read. */
export function pictureOfTexts(paths: readonly (readonly string[])[]): Picture | undefined {
  const ways = paths
    .map((path) =>
      stepsOf(path).flatMap((text): Step[] => {
        const step = stepOf(text);
        if (step === undefined) return [];
        const { edge, note, label, name } = step;
        const certainty = note === 'conditional' || note === 'unknown' ? note : 'certain';
        return [{ edge, label, id: name, name, certainty }];
      }),
    )
    .filter((way) => way.length > 0);
  const [subject] = ways[0] ?? [];
  return subject === undefined ? undefined : pictureOf(subject, ways);
}

const NOTHING: ReadonlySet<string> = new Set();

/** A picture of paths in words. */
export function TextPicture({ paths }: { readonly paths: readonly (readonly string[])[] }): ReactNode {
  const palette = paletteOf(useDark());
  const [open, setOpen] = useState<ReadonlySet<string>>(NOTHING);
  const [focus, setFocus] = useState<string>();
  const picture = useMemo(() => pictureOfTexts(paths), [paths]);
  const shown = useMemo(() => (picture === undefined ? undefined : fold(picture, { open })), [picture, open]);
  const layout = useMemo(() => (shown === undefined ? undefined : layoutOf(shown)), [shown]);
  const marks = useMemo(() => {
    const start = shown === undefined || focus === undefined ? undefined : startOf(picture, focus);
    const way =
      shown === undefined || start === undefined || focus === undefined
        ? []
        : (why(shown.edges.values(), start, focus) ?? []);
    return { focus, way: new Set(way.flatMap(({ key, from, to }) => [key, from, to])), lost: NOTHING };
  }, [shown, picture, focus]);
  if (shown === undefined || layout === undefined) return <Empty>These rows have no path that could be drawn.</Empty>;
  const onOpen = (key: string): void => setOpen(new Set([...open, key]));
  return (
    <>
      <div className="picture">
        <Canvas {...{ shown, layout, palette, marks, onOpen }} onFocus={setFocus} onDrawing={nowhere} />
      </div>
      <Legend palette={palette} />
    </>
  );
}

/** Where the first way over a node begins. */
function startOf(picture: Picture | undefined, key: string): string | undefined {
  return picture?.ways.find((way) => way.includes(key))?.[0];
}

function nowhere(): void {}
