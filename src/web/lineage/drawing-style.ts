import type { StylesheetJson } from 'cytoscape';
import { NODE_HEIGHT, NODE_WIDTH } from './layout.ts';
import { DASHES, type Palette } from './palette.ts';

/** Arrows that leave a node level and arrive level. */
const CURVED = {
  'curve-style': 'unbundled-bezier',
  'edge-distances': 'endpoints',
  'source-endpoint': '50% 0%',
  'target-endpoint': '-50% 0%',
  'control-point-weights': 'data(weights)',
  'control-point-distances': 'data(distances)',
  'target-arrow-shape': 'triangle',
  'arrow-scale': 0.8,
};

/** How a drawing looks, by the classes of its elements: no function is asked for each of thousands. */
export function styleOf(palette: Palette, isMany: boolean): StylesheetJson {
  const style: unknown[] = [...nodeStyle(palette), ...edgeStyle(palette, isMany), ...markStyle(palette)];
  return style as StylesheetJson;
}

function nodeStyle(palette: Palette): readonly unknown[] {
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
        label: 'data(label)',
        color: palette.text,
        'font-size': 12,
        'text-valign': 'center',
        'text-halign': 'center',
        'min-zoomed-font-size': 5,
        'border-width': 1.4,
      },
    },
    { selector: '.head', style: { 'background-opacity': 0, 'border-width': 0, 'font-weight': 600, events: 'no' } },
    ...palette.columns.map((fill, i) => ({
      selector: `.column-${i}`,
      style: { 'background-color': fill, 'border-color': palette.lines[i] ?? palette.muted },
    })),
    {
      selector: '.sensitive',
      style: { 'background-color': palette.sensitive, 'border-color': palette.sensitiveLine },
    },
    { selector: '.hub', style: { 'border-style': 'dashed' } },
    { selector: '.subject', style: { 'border-width': 3 } },
  ];
}

function edgeStyle(palette: Palette, isMany: boolean): readonly unknown[] {
  return [
    // Nothing comes of pointing at an edge, and looking for one under the pointer costs a walk over all.
    { selector: 'edge', style: { width: 1.3, events: 'no', ...(isMany ? { 'curve-style': 'haystack' } : CURVED) } },
    ...(isMany ? [] : [{ selector: '.back', style: { 'target-endpoint': '50% 0%' } }]),
    ...(['granted', 'used', 'inferred'] as const).map((how) => ({
      selector: `.${how}`,
      style: {
        'line-color': palette.edges[how],
        'target-arrow-color': palette.edges[how],
        width: how === 'used' ? 2.6 : 1.3,
        ...(DASHES[how] === undefined ? {} : { 'line-style': 'dashed', 'line-dash-pattern': DASHES[how] }),
      },
    })),
  ];
}

function markStyle(palette: Palette): readonly unknown[] {
  return [
    { selector: '.faded', style: { opacity: 0.25 } },
    { selector: 'edge.way', style: { width: 3, 'z-index': 2 } },
    {
      selector: 'node.lost',
      style: { 'border-style': 'dotted', 'border-width': 3, 'border-color': palette.sensitiveLine },
    },
    {
      selector: 'node.focus',
      style: { 'outline-width': 3, 'outline-offset': 2, 'outline-color': palette.accent, 'border-width': 2 },
    },
  ];
}
