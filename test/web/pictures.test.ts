import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { IMAGES, PICTURES } from './pictures.ts';

const PAGE = fileURLToPath(new URL('../../docs/page.md', import.meta.url));
const MOST_BYTES = 150_000;

test('docs/page.md shows the pictures that the tests of the page make, and no others', () => {
  const shown = [...readFileSync(PAGE, 'utf8').matchAll(/!\[[^\]]+\]\(images\/([\w-]+)\.png\)/g)].map(
    ([, name]) => name,
  );
  expect(shown.toSorted()).toEqual([...PICTURES].toSorted());
});

test('the pictures are there, small, and nothing else is', () => {
  expect(readdirSync(IMAGES).sort()).toEqual(PICTURES.map((name) => `${name}.png`).sort());
  for (const name of PICTURES) expect(statSync(join(IMAGES, `${name}.png`)).size, name).toBeLessThan(MOST_BYTES);
});

test.each(PICTURES)('%s is as wide and high as the window it was taken in', (name) => {
  const bytes = readFileSync(join(IMAGES, `${name}.png`));
  // Width and height stand at the head of a PNG (https://www.w3.org/TR/png/#11IHDR).
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual(name === 'phone' ? [390, 800] : [1280, 800]);
});
