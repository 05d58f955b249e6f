import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What is no page for a reader: fetched, built, a copy of somebody's format, a template. */
const SKIPPED = /^(node_modules|\.git|\.keyline.*|coverage|target|fixtures?|_template(\.md)?)$/;

/** Files of the project below a folder, as paths from its root. */
export function filesOf(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesOf(path) : [relative(ROOT, path)];
    })
    .sort();
}

export interface Page {
  readonly path: string;
  readonly text: string;
}

/** Every Markdown page. */
export function pages(): Page[] {
  return filesOf()
    .filter((path) => path.endsWith('.md'))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

export interface Fence {
  readonly path: string;
  readonly text: string;
}

/** The fenced blocks of one language on all pages. */
export function fences(language: string): Fence[] {
  const block = new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm');
  return pages().flatMap(({ path, text }) =>
    [...text.matchAll(block)].map((found) => ({
      path,
      text: (found[2] ?? '').replaceAll(new RegExp(`^${found[1] ?? ''}`, 'gm'), ''),
    })),
  );
}
