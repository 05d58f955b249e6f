import { type ReactNode, useEffect, useRef } from 'react';
import { useDark } from '../lib/dark.ts';
import type { PlotOptions } from './plot-engine.ts';

interface PlotProps {
  /** What it shows, in one sentence, for those who do not see it. */
  readonly label: string;
  readonly options: (isDark: boolean) => PlotOptions;
  readonly height?: number;
  /** The same numbers as a table. */
  readonly table: ReactNode;
}

/** A plot; the library comes when the first is drawn. The numbers stand beneath it as well. */
export function Plot({ label, options, height = 220, table }: PlotProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const isDark = useDark();
  useEffect(() => {
    let drawn: { readonly dispose: () => void; readonly resize: () => void } | undefined;
    let isGone = false;
    void import('./plot-engine.ts').then(({ draw }) => {
      if (!isGone && place.current !== null) drawn = draw(place.current, options(isDark));
    });
    const observer = new ResizeObserver(() => drawn?.resize());
    if (place.current !== null) observer.observe(place.current);
    return () => {
      isGone = true;
      observer.disconnect();
      drawn?.dispose();
    };
  }, [options, isDark]);
  return (
    <figure className="plot">
      <div ref={place} role="img" aria-label={label} style={{ height }} className="plot-place" />
      <details>
        <summary>As numbers</summary>
        {table}
      </details>
    </figure>
  );
}

interface NumbersProps {
  readonly caption: string;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A small table of numbers. */
export function Numbers({ caption, titles, rows }: NumbersProps): ReactNode {
  return (
    <table className="numbers">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {titles.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([first, ...rest]) => (
          <tr key={String(first)}>
            <th scope="row">{first}</th>
            {rest.map((value, i) => (
              <td key={titles[i + 1]}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
