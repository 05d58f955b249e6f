import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { packed } from './png.ts';

export const IMAGES = fileURLToPath(new URL('../../docs/images', import.meta.url));

/** The pictures of docs/page.md: made by the tests of the page where KEYLINE_GOLDEN=write, held to this list by every run. */
export const PICTURES = [
  'overview',
  'finding',
  'agents',
  'lineage',
  'person',
  'resource',
  'queries',
  'dark',
  'phone',
] as const;

export type PictureName = (typeof PICTURES)[number];

/** What the run came by so far. */
export const taken = new Set<PictureName>();

export function isPicture(name: string): name is PictureName {
  return PICTURES.some((one) => one === name);
}

/** Takes the picture that the documentation shows of what stands in a tab. */
export async function shoot(page: Page, name: PictureName): Promise<void> {
  taken.add(name);
  if (process.env['KEYLINE_GOLDEN'] !== 'write') return;
  mkdirSync(IMAGES, { recursive: true });
  await page.evaluate(() => {
    scrollTo(0, 0);
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
  const bytes = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' });
  writeFileSync(join(IMAGES, `${name}.png`), packed(bytes));
}
