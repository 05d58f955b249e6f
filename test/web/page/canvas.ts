import type { Core } from 'cytoscape';
import type { Locator, Page } from 'playwright-core';

/** The drawing behind a picture: Cytoscape.js leaves itself with its container. */
interface Place extends Element {
  readonly _cyreg: { readonly cy: Core };
}

export function canvas(page: Page): Locator {
  return page.getByRole('application', { name: /Lineage picture/ });
}

/** How many nodes are drawn. */
export async function drawn(page: Page): Promise<number> {
  return Number(await canvas(page).getAttribute('data-drawn'));
}

/** Style and width of the lines of each kind; of all lines of that kind, where they differ. */
export function linesOf(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const place = document.querySelector('.canvas-place') as Place | null;
    const linesOfKind = (how: string): unknown[] => {
      const edges = place?._cyreg.cy.edges(`.${how}`).toArray() ?? [];
      return [...new Set(edges.flatMap((edge) => [edge.style('line-style'), edge.numericStyle('width')]))];
    };
    return Object.fromEntries(['granted', 'used', 'inferred'].map((how) => [how, linesOfKind(how)]));
  });
}

/** A hub of the picture, and for how many it stands. */
export async function hubOf(page: Page): Promise<{ readonly key: string; readonly count: number }> {
  const [key, label] = await page.evaluate(() => {
    const place = document.querySelector('.canvas-place') as Place | null;
    const hub = place?._cyreg.cy.nodes('.hub').first();
    return [hub?.id() ?? '', String(hub?.data('label') ?? '')];
  });
  return { key, count: Number.parseInt(label, 10) };
}
