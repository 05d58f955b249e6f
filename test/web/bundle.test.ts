import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildPage } from '../../scripts/build-page.ts';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
}

let folder = '';
let manifest: Readonly<Record<string, Chunk>> = {};

beforeAll(async () => {
  folder = await buildPage();
  manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as typeof manifest;
}, 120_000);

/** Files that a chunk needs at once, itself included. */
function filesOf(key: string, seen = new Set<string>()): ReadonlySet<string> {
  const chunk = manifest[key];
  if (chunk === undefined || seen.has(chunk.file)) return seen;
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file);
  for (const other of chunk.imports ?? []) filesOf(other, seen);
  return seen;
}

function zippedBytes(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + readFileSync(join(folder, `${file}.gz`)).length, 0);
}

test('the first view, with its plots, comes in at most 500 kB gzipped', () => {
  const first = new Set([...filesOf('index.html'), ...filesOf('parts/plot-engine.ts')]);
  const bytes = zippedBytes(first);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThanOrEqual(500_000);
});

test('the libraries of plots and pictures come only when they are needed', () => {
  const start = [...filesOf('index.html')];
  expect(manifest['lineage/drawing.ts']).toBeDefined();
  expect(start).not.toContain(manifest['lineage/drawing.ts']?.file);
  expect(start).not.toContain(manifest['parts/plot-engine.ts']?.file);
});

test('the HTML holds no script and no style of its own', () => {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  expect(html.match(/<script\b[^>]*>/g)).toEqual([expect.stringMatching(/ src="\/assets\/[\w-]+\.js"/)]);
  expect(html).not.toMatch(/<style|style=|\son\w+=/);
});

test('every file stands beside its gzipped self, and none names a place elsewhere to load from', () => {
  const files = readdirSync(join(folder, 'assets')).filter((name) => /\.(js|css)$/.test(name));
  expect(files.length).toBeGreaterThan(15);
  for (const name of files) expect(existsSync(join(folder, 'assets', `${name}.gz`))).toBe(true);
  const styles = files
    .filter((name) => name.endsWith('.css'))
    .map((name) => readFileSync(join(folder, 'assets', name), 'utf8'));
  expect(styles.join('')).not.toMatch(/url\((?!["']?data:)["']?https?:/);
});

test('is built for use, whatever it was built under', () => {
  const [entry] = filesOf('index.html');
  expect(readFileSync(join(folder, entry ?? ''), 'utf8')).not.toContain('React DevTools');
});
