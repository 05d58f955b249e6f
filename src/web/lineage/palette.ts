import { rankOf, type ShownNode } from './fold.ts';
import type { How } from './picture.ts';

/** The colours of a picture; canvas and files cannot take them from style sheets. */
export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly columns: readonly string[];
  readonly plain: string;
  readonly sensitive: string;
  readonly sensitiveLine: string;
  readonly lines: readonly string[];
  readonly edges: Readonly<Record<How, string>>;
}

/** Line styles besides colours, for eyes that do not tell these apart. */
export const DASHES: Readonly<Record<How, readonly number[] | undefined>> = {
  granted: undefined,
  used: undefined,
  inferred: [6, 4],
};

const LIGHT: Palette = {
  background: '#ffffff',
  text: '#16202e',
  muted: '#4d5b6e',
  accent: '#1f4fd8',
  columns: ['#efe7fb', '#e3ecfd', '#fdf0d5', '#e2f1ea', '#eef1f5'],
  plain: '#eef1f5',
  sensitive: '#fde2e1',
  sensitiveLine: '#b42318',
  lines: ['#6b3fb0', '#1f4fd8', '#96620a', '#1c7a4d', '#5d6b7f'],
  edges: { granted: '#7b8798', used: '#1f4fd8', inferred: '#96620a' },
};

const DARK: Palette = {
  background: '#171e28',
  text: '#e6ebf2',
  muted: '#a3b0c2',
  accent: '#8fb0ff',
  columns: ['#35284d', '#1f3157', '#453414', '#1c3b2e', '#27313f'],
  plain: '#27313f',
  sensitive: '#5a2320',
  sensitiveLine: '#ff9a90',
  lines: ['#b79bf0', '#8fb0ff', '#e5b45a', '#7cd0a6', '#93a1b5'],
  edges: { granted: '#8391a5', used: '#8fb0ff', inferred: '#e5b45a' },
};

export function paletteOf(isDark: boolean): Palette {
  return isDark ? DARK : LIGHT;
}

/** Fill and line of a node: its column's, or those of what is sensitive. */
export function toneOf(node: ShownNode, palette: Palette): { readonly fill: string; readonly line: string } {
  if (rankOf(node) < 3) return { fill: palette.sensitive, line: palette.sensitiveLine };
  return { fill: palette.columns[node.column] ?? palette.plain, line: palette.lines[node.column] ?? palette.muted };
}
