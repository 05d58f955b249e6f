/** Where the built page is kept, and whether it is of today's sources. Plain JavaScript: the bootstrap asks too. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Git-ignored; holds one folder for each state of the sources, and the file `current` that names the newest. */
export const PAGE_HOME = join(ROOT, '.keyline-page');

/** Hash of all that the page is built from: its sources, how it is built, and the packages with their versions. */
export function pageHash() {
  const sum = createHash('sha256');
  const files = readdirSync(join(ROOT, 'src/web'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of [...files, join(ROOT, 'package-lock.json'), join(ROOT, 'scripts/build-page.ts')])
    sum.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0');
  return sum.digest('hex').slice(0, 16);
}
