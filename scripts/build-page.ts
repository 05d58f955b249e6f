/**
 * Builds the web page into `.keyline-page/<hash of its sources>`, unless it is there: `node scripts/build-page.ts`. Each file
 * stands beside its gzipped self. A build that breaks off leaves nothing that is taken for a page.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { PAGE_HOME, pageHash } from './page-sources.mjs';

const CONFIG = fileURLToPath(new URL('../src/web/vite.config.ts', import.meta.url));
const COMPRESSED = /\.(html|js|css|svg)$/;

/** The folder of the page of today's sources; built when it is not there. */
export async function buildPage(): Promise<string> {
  const hash = pageHash();
  const folder = join(PAGE_HOME, hash);
  if (!existsSync(join(folder, 'index.html'))) {
    const draft = `${folder}.${process.pid}`;
    mkdirSync(PAGE_HOME, { recursive: true });
    try {
      await buildForUse(draft);
      compress(draft);
      if (!existsSync(folder)) renameSync(draft, folder);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  const previous = currentHash();
  if (previous !== hash) {
    writeFileSync(join(PAGE_HOME, 'current'), hash);
    dropOthers([hash, previous]);
  }
  return folder;
}

/** Libraries behave otherwise under the NODE_ENV of tests, and what is built is kept and served. */
async function buildForUse(outDir: string): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ configFile: CONFIG, build: { outDir } });
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

function compress(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && COMPRESSED.test(entry.name))
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
}

function currentHash(): string {
  const file = join(PAGE_HOME, 'current');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

/** The page before this one stays for browsers that still show it. */
function dropOthers(kept: readonly string[]): void {
  for (const name of readdirSync(PAGE_HOME))
    if (/^[0-9a-f]{16}$/.test(name) && !kept.includes(name))
      rmSync(join(PAGE_HOME, name), { recursive: true, force: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${await buildPage()}\n`);
