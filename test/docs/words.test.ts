import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesOf, ROOT } from './pages.ts';

/** Binary files, and this one. */
const UNREAD = /\.(png|gz|parquet|jsa)$|^test\/docs\/words\.test\.ts$/;

/** What says something about the machine or the circumstances that a file was written in, and nothing to its reader. */
const FOREIGN: Readonly<Record<string, RegExp>> = {
  'a path of the machine': /(?<![\w~.\\-])\/(work\/(main|shared)|root|tmp\/(brief|bash_jobs))\b/,
  'an address of a registry':
    /\b(registry\.npmjs\.org|pypi\.org\/simple|repo1?\.maven\.(apache\.)?org|(nexus|artifactory)\.)/i,
  'a page that is not here': /\b(SOURCES|TEST-SERVERS|DESIGN|MISSION|STYLE)\.md\b/,
};

const files = filesOf()
  .filter((path) => !UNREAD.test(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

test.each(Object.entries(FOREIGN))('no file holds %s', (_, pattern) => {
  expect(files.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
});
