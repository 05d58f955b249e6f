import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from 'cytoscape';
import { shortened } from '../lib/words.ts';
import type { Shown } from './fold.ts';
import { columnX, type Layout, NODE_HEIGHT, NODE_WIDTH, type Place } from './layout.ts';
import { DASHES, type Palette, toneOf } from './palette.ts';
import { COLUMNS } from './picture.ts';

/** What is put in front: a focus, the way to it, what would be lost. */
export interface Marks {
  readonly focus: string | undefined;
  /** Keys of nodes and edges. */
  readonly way: ReadonlySet<string>;
  readonly lost: ReadonlySet<string>;
}

/** Past so many elements edges are drawn straight and the picture is moved as an image: an eye follows no curve there. */
const MANY = 900;
const LABEL_LENGTH = 27;
const CURVE_OUT = 46;
const HEAD_KEY = 'head ';

/** The picture on a canvas. Drawn anew for another picture; marks and colours change in place. */
export class Drawing {
  readonly #cy: Core;
  readonly #layout: Layout;
  readonly #shown: Shown;

  constructor(container: HTMLElement, shown: Shown, layout: Layout, palette: Palette, onTap: (key: string) => void) {
    this.#layout = layout;
    this.#shown = shown;
    const isMany = shown.nodes.size + shown.edges.size > MANY;
    this.#cy = cytoscape({
      container,
      elements: elementsOf(shown, layout, isMany),
      style: styleOf(palette, isMany),
      layout: { name: 'preset' },
      autoungrabify: true,
      boxSelectionEnabled: false,
      minZoom: 0.05,
      maxZoom: 2.5,
      textureOnViewport: isMany,
      hideEdgesOnViewport: false,
      ...(isMany ? { pixelRatio: 1 } : {}),
    });
    this.#cy.on('tap', 'node', (event) => {
      const key: string = event.target.id();
      if (!key.startsWith(HEAD_KEY)) onTap(key);
    });
    this.overview();
  }

  /** The whole width, with the subject in sight. */
  overview(): void {
    const cy = this.#cy;
    const zoom = Math.min(1.1, Math.max(0.35, cy.width() / (this.#layout.width + 60)));
    const subject = this.#layout.places.get(this.#shown.subject)?.y ?? 0;
    const isWhole = (this.#layout.height + 80) * zoom <= cy.height();
    const top = isWhole ? 50 * zoom + 4 : Math.min(50 * zoom + 4, cy.height() / 2 - subject * zoom);
    cy.viewport({ zoom, pan: { x: Math.max(8, (cy.width() - this.#layout.width * zoom) / 2), y: top } });
  }

  /** Everything at once, however small. */
  fit(): void {
    this.#cy.fit(undefined, 20);
  }

  zoomBy(factor: number): void {
    const cy = this.#cy;
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  panBy(x: number, y: number): void {
    this.#cy.panBy({ x, y });
  }

  mark({ focus, way, lost }: Marks): void {
    const cy = this.#cy;
    cy.batch(() => {
      cy.elements().removeClass('focus way lost faded');
      if (way.size > 0) {
        for (const one of cy.elements()) {
          if (way.has(one.id())) one.addClass('way');
          else if (!one.hasClass('head')) one.addClass('faded');
        }
      }
      for (const key of lost) cy.getElementById(key).addClass('lost');
      if (focus !== undefined) cy.getElementById(focus).removeClass('faded').addClass('focus');
    });
    if (focus !== undefined) this.#reveal(focus);
  }

  #reveal(key: string): void {
    const node = this.#cy.getElementById(key);
    if (node.empty()) return;
    const { x1, y1, x2, y2 } = node.renderedBoundingBox({});
    const margin = 24;
    const x = x1 < margin ? margin - x1 : x2 > this.#cy.width() - margin ? this.#cy.width() - margin - x2 : 0;
    const y = y1 < margin ? margin - y1 : y2 > this.#cy.height() - margin ? this.#cy.height() - margin - y2 : 0;
    if (x !== 0 || y !== 0) this.#cy.panBy({ x, y });
  }

  /** The whole picture as an image; smaller where a canvas could not hold it. */
  png(background: string): Promise<Blob> {
    const side = Math.max(this.#layout.width, this.#layout.height) + 100;
    const scale = Math.min(2, 14_000 / side);
    return this.#cy.png({ output: 'blob-promise', full: true, scale, bg: background });
  }

  resize(): void {
    this.#cy.resize();
  }

  destroy(): void {
    this.#cy.destroy();
  }
}

function elementsOf(shown: Shown, { places }: Layout, isMany: boolean): ElementDefinition[] {
  const heads = COLUMNS.map(
    (name, i): ElementDefinition => ({
      data: { id: `${HEAD_KEY}${i}`, label: name },
      position: { x: columnX(i), y: -18 },
      classes: 'head',
      selectable: false,
    }),
  );
  const nodes = [...shown.nodes.values()].flatMap((node): ElementDefinition[] => {
    const place = places.get(node.key);
    if (place === undefined) return [];
    return [
      {
        data: { id: node.key, label: shortened(node.name, LABEL_LENGTH), node },
        position: { ...place },
        classes: [node.folded === undefined ? '' : 'hub', node.key === shown.subject ? 'subject' : ''].join(' '),
      },
    ];
  });
  const edges = [...shown.edges.values()].flatMap((edge): ElementDefinition[] => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    if (from === undefined || to === undefined) return [];
    return [
      {
        data: { id: edge.key, source: edge.from, target: edge.to, how: edge.how, ...(isMany ? {} : curveOf(from, to)) },
        classes: `${edge.how} ${from.x < to.x ? 'onward' : 'back'}`,
      },
    ];
  });
  return [...heads, ...nodes, ...edges];
}

/** Control points that leave a node level and arrive level, as Cytoscape.js wants them: along the line and off it. */
function curveOf(
  from: Place,
  to: Place,
): { readonly weights: readonly number[]; readonly distances: readonly number[] } {
  const half = NODE_WIDTH / 2;
  const isOnward = from.x < to.x;
  const a = { x: from.x + half, y: from.y };
  const b = { x: to.x + (isOnward ? -half : half), y: to.y };
  const out = isOnward ? (a.x + b.x) / 2 : Math.max(a.x, b.x) + CURVE_OUT;
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const points = [
    { x: out, y: a.y },
    { x: out, y: b.y },
  ];
  return {
    weights: points.map((one) => ((one.x - a.x) * dx + (one.y - a.y) * dy) / length ** 2),
    distances: points.map((one) => ((one.x - a.x) * -dy + (one.y - a.y) * dx) / length),
  };
}

function styleOf(palette: Palette, isMany: boolean): StylesheetJson {
  const curved = {
    'curve-style': 'unbundled-bezier',
    'edge-distances': 'endpoints',
    'source-endpoint': '50% 0%',
    'target-endpoint': '-50% 0%',
    'control-point-weights': 'data(weights)',
    'control-point-distances': 'data(distances)',
    'target-arrow-shape': 'triangle',
    'arrow-scale': 0.8,
  };
  const style: unknown[] = [
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
        ...(isMany ? {} : { 'transition-duration': 0 }),
      },
    },
    { selector: 'node.head', style: { 'background-opacity': 0, 'border-width': 0, 'font-weight': 600, events: 'no' } },
    {
      selector: 'node[node]',
      style: {
        'background-color': (one: cytoscape.NodeSingular) => toneOf(one.data('node'), palette).fill,
        'border-color': (one: cytoscape.NodeSingular) => toneOf(one.data('node'), palette).line,
      },
    },
    { selector: 'node.hub', style: { 'border-style': 'dashed' } },
    { selector: 'node.subject', style: { 'border-width': 3 } },
    { selector: 'edge', style: { width: 1.3, ...(isMany ? { 'curve-style': 'haystack' } : curved) } },
    ...(isMany ? [] : [{ selector: 'edge.back', style: { 'target-endpoint': '50% 0%' } }]),
    ...(['granted', 'used', 'inferred'] as const).map((how) => ({
      selector: `edge.${how}`,
      style: {
        'line-color': palette.edges[how],
        'target-arrow-color': palette.edges[how],
        width: how === 'used' ? 2.6 : 1.3,
        ...(DASHES[how] === undefined ? {} : { 'line-style': 'dashed', 'line-dash-pattern': DASHES[how] }),
      },
    })),
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
  return style as StylesheetJson;
}
