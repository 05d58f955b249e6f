import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, pages, ROOT } from './pages.ts';

interface Link {
  readonly page: string;
  readonly to: string;
}

/** Links of a page to files and headings of ours, code left out. */
function linksOf({ path, text }: { readonly path: string; readonly text: string }): Link[] {
  const prose = text.replaceAll(/^( *)```[\s\S]*?^\1```/gm, '').replaceAll(/`[^`\n]*`(?!\])/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((found) => ({ page: path, to: found[1] ?? '' }))
    .filter(({ to }) => !/^[a-z]+:/.test(to));
}

/** The anchors that GitHub gives to a page's headings. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map((found) => found[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function isBroken({ page, to }: Link): boolean {
  const [file = '', anchor] = to.split('#');
  const target = join(ROOT, file === '' ? page : normalize(join(dirname(page), file)));
  if (!existsSync(target)) return true;
  return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).has(anchor);
}

describe('pages', () => {
  it('link to what is there', () => {
    const links = pages().flatMap(linksOf);
    expect(links.length).toBeGreaterThan(60);
    expect(links.filter(isBroken)).toEqual([]);
  });

  it('of docs are all in its index, or in that of the sources', () => {
    const linked = new Set(
      pages()
        .filter(({ path }) => /^docs\/(sources\/)?README\.md$/.test(path))
        .flatMap((page) => linksOf(page).map(({ to }) => join(dirname(page.path), to))),
    );
    const listed = filesOf().filter((path) => /^docs\/.*\.md$/.test(path) && path !== 'docs/README.md');
    expect(listed.filter((path) => !linked.has(path))).toEqual([]);
  });
});
