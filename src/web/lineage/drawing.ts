import cytoscape, { type Core } from 'cytoscape';
import { styleOf } from './drawing-style.ts';
import { isHead } from './elements.ts';
import type { Shown } from './fold.ts';
import { InSight } from './in-sight.ts';
import { type Layout, NODE_HEIGHT, NODE_WIDTH, type Place } from './layout.ts';
import { classesOf, type Marks } from './marks.ts';
import type { Palette } from './palette.ts';
import { Scene } from './scene.ts';

interface Drawn {
  readonly shown: Shown;
  readonly layout: Layout;
  readonly palette: Palette;
}

/** Past so many elements edges are drawn straight, only what is near is drawn, and a way is put in front without fading the rest. */
const MANY = 900;
const MARGIN = 24;
const LEAST_ZOOM = 0.05;

/** The picture on a canvas. Drawn anew for other nodes or edges; marks, colours and what is told of edges change in place. */
export class Drawing {
  readonly #cy: Core;
  readonly #scene: Scene;
  readonly #inSight: InSight;
  readonly #layout: Layout;
  readonly #isMany: boolean;
  #shown: Shown;
  #palette: Palette;
  /** How the picture was put in sight; it is elsewhere once somebody moves it. */
  #first: { readonly zoom: number; readonly pan: Place } | undefined;

  constructor(container: HTMLElement, { shown, layout, palette }: Drawn, onTap: (key: string) => void) {
    this.#layout = layout;
    this.#shown = shown;
    this.#palette = palette;
    this.#isMany = shown.nodes.size + shown.edges.size > MANY;
    this.#scene = new Scene(shown, layout, this.#isMany);
    this.#cy = cytoscape({
      container,
      style: styleOf(palette, this.#isMany),
      layout: { name: 'preset', fit: false },
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
      minZoom: LEAST_ZOOM,
      maxZoom: 2.5,
      ...(this.#isMany ? { pixelRatio: 1 } : {}),
    });
    this.#inSight = new InSight(this.#cy, this.#scene, this.#isMany);
    this.#cy.on('tap', 'node', (event) => {
      const key: string = event.target.id();
      if (!isHead(key)) onTap(key);
    });
    this.overview();
    this.#inSight.follow();
  }

  /** Takes over what is now known of the same edges. */
  tell(shown: Shown): void {
    if (this.#isGone || shown === this.#shown) return;
    this.#inSight.tell(this.#scene.tell(this.#shown, shown));
    this.#shown = shown;
  }

  /** Other colours. */
  paint(palette: Palette): void {
    if (this.#isGone || palette === this.#palette) return;
    this.#palette = palette;
    this.#cy.style(styleOf(palette, this.#isMany));
  }

  /** The whole width, with the subject in sight. */
  overview(): void {
    const cy = this.#cy;
    const zoom = Math.min(1.1, Math.max(0.35, cy.width() / (this.#layout.width + 60)));
    const subject = this.#layout.places.get(this.#shown.subject)?.y ?? 0;
    const isWhole = (this.#layout.height + 80) * zoom <= cy.height();
    const top = isWhole ? 50 * zoom + 4 : Math.min(50 * zoom + 4, cy.height() / 2 - subject * zoom);
    cy.viewport({ zoom, pan: { x: Math.max(8, (cy.width() - this.#layout.width * zoom) / 2), y: top } });
    this.#first = { zoom: cy.zoom(), pan: { ...cy.pan() } };
  }

  /** Everything at once, as far as it can be made small enough. */
  fit(): void {
    const cy = this.#cy;
    const { width, height } = this.#layout;
    const zoom = Math.max(LEAST_ZOOM, Math.min(1.1, cy.width() / (width + 40), cy.height() / (height + 80)));
    cy.viewport({ zoom, pan: { x: (cy.width() - width * zoom) / 2, y: 50 * zoom + 4 } });
  }

  zoomBy(factor: number): void {
    const cy = this.#cy;
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  panBy(x: number, y: number): void {
    this.#cy.panBy({ x, y });
  }

  mark(marks: Marks): void {
    if (this.#isGone) return;
    this.#inSight.mark(classesOf(this.#shown, marks, !this.#isMany));
    if (marks.focus !== undefined) this.#reveal(marks.focus);
  }

  #reveal(key: string): void {
    const place = this.#layout.places.get(key);
    if (place === undefined) return;
    const cy = this.#cy;
    const [zoom, pan] = [cy.zoom(), cy.pan()];
    const x = into(place.x * zoom + pan.x, (NODE_WIDTH / 2) * zoom + MARGIN, cy.width());
    const y = into(place.y * zoom + pan.y, (NODE_HEIGHT / 2) * zoom + MARGIN, cy.height());
    if (x !== 0 || y !== 0) cy.panBy({ x, y });
  }

  /** The whole picture as an image; smaller where a canvas could not hold it. */
  png(background: string): Promise<Blob> {
    const side = Math.max(this.#layout.width, this.#layout.height) + 100;
    const scale = Math.min(2, 14_000 / side);
    return this.#inSight.whole(() => this.#cy.png({ output: 'blob-promise', full: true, scale, bg: background }));
  }

  /** The place of the picture is of another size; who has not moved it yet keeps the whole width in sight. */
  resize(): void {
    if (this.#isGone) return;
    const [first, zoom, pan] = [this.#first, this.#cy.zoom(), this.#cy.pan()];
    const isUnmoved = first !== undefined && zoom === first.zoom && pan.x === first.pan.x && pan.y === first.pan.y;
    this.#cy.resize();
    if (isUnmoved) this.overview();
  }

  destroy(): void {
    this.#cy.destroy();
  }

  /** Effects of a view may still come when it has another drawing. */
  get #isGone(): boolean {
    return this.#cy.destroyed();
  }
}

/** By how much something at `at`, so far to either side, has to move to be inside of `size`. */
function into(at: number, half: number, size: number): number {
  if (at < half) return half - at;
  return at > size - half ? size - half - at : 0;
}
