import type { ReactNode } from 'react';
import { DASHES, type Palette } from './palette.ts';
import type { How } from './picture.ts';

const SAID: Readonly<Record<How, string>> = {
  granted: 'granted or configured',
  used: 'seen used',
  inferred: 'inferred, conditional or not decided',
};

/** What lines and colours mean. */
export function Legend({ palette }: { readonly palette: Palette }): ReactNode {
  return (
    <ul className="legend" aria-label="Legend">
      {(Object.keys(SAID) as How[]).map((how) => (
        <li key={how}>
          <svg width="34" height="10" aria-hidden="true">
            <line
              x1="1"
              y1="5"
              x2="33"
              y2="5"
              stroke={palette.edges[how]}
              strokeWidth={how === 'used' ? 3 : 1.5}
              strokeDasharray={DASHES[how]?.join(' ')}
            />
          </svg>{' '}
          {SAID[how]}
        </li>
      ))}
      <li>
        <svg width="34" height="14" aria-hidden="true">
          <rect x="1" y="1" width="32" height="12" rx="3" fill={palette.sensitive} stroke={palette.sensitiveLine} />
        </svg>{' '}
        sensitive
      </li>
      <li>
        <svg width="34" height="14" aria-hidden="true">
          <rect
            x="1"
            y="1"
            width="32"
            height="12"
            rx="3"
            fill={palette.plain}
            stroke={palette.muted}
            strokeDasharray="4 3"
          />
        </svg>{' '}
        folded: several alike
      </li>
    </ul>
  );
}
