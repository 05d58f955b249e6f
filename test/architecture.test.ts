import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../scripts/generate.ts';
import { collectors } from '../src/collectors/registry.ts';
import { edgeTypes, labels } from '../src/schema/index.ts';
import { cyclesOf, type Import, importsOfSource } from './support/imports.ts';

const BASE = ['schema', 'lib'];
const ANSWERS = ['queries', 'findings', 'decisions', 'reach', 'graph', ...BASE];

/** The folders of `src` that each folder may import. Data flows one way; a folder that is not listed fails. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  schema: [],
  lib: [],
  collect: BASE,
  collectors: ['collect', ...BASE],
  'cypher-guard': BASE,
  graph: ['cypher-guard', ...BASE],
  access: BASE,
  reach: ['queries', 'graph', 'access', ...BASE],
  events: BASE,
  derive: ['graph', 'access', 'events', ...BASE],
  queries: ['graph', 'cypher-guard', ...BASE],
  decisions: ['graph', ...BASE],
  signals: ['graph', ...BASE],
  findings: ['queries', 'graph', ...BASE],
  pipeline: ['collect', 'graph', 'derive', 'findings', 'decisions', 'queries', 'signals', 'events', ...BASE],
  auth: ['graph', ...BASE],
  audit: BASE,
  api: ['auth', 'audit', ...ANSWERS],
  mcp: ['auth', 'audit', ...ANSWERS],
  report: ANSWERS,
  demo: ['events', ...BASE],
  web: [],
};

/** Composition roots: they wire everything, and nothing else imports them. */
const ROOTS = ['cli.ts', 'main.ts', 'cli'];
const ROOT_IMPORTERS = ['cli.ts', 'main.ts', 'cli'];

const imports = importsOfSource();
const inner = imports.filter(({ isPackage }) => !isPackage);

function folderOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function listed(found: readonly Import[]): readonly string[] {
  return found.map(({ file, target }) => `${file} imports ${target}`);
}

describe('the import direction', () => {
  it('goes one way between folders', () => {
    const wrong = inner.filter(({ file, target }) => {
      const [from, to] = [folderOf(file), folderOf(target)];
      if (from === to || ROOTS.includes(from)) return false;
      return MAY_IMPORT[from]?.includes(to) !== true;
    });
    expect(listed(wrong)).toEqual([]);
  });

  it('ends at the composition roots, which nothing imports', () => {
    const wrong = inner.filter(
      ({ file, target }) => ROOTS.includes(folderOf(target)) && !ROOT_IMPORTERS.includes(folderOf(file)),
    );
    expect(listed(wrong)).toEqual([]);
  });

  it('leaves one collector out of another: what they share is in collect', () => {
    const wrong = inner.filter(({ file, target }) => {
      const [a, b] = [file.split('/'), target.split('/')];
      return a[0] === 'collectors' && b[0] === 'collectors' && a.length > 2 && a[1] !== b[1];
    });
    expect(listed(wrong)).toEqual([]);
  });

  it('keeps the database driver in src/graph, and the loader from those who answer', () => {
    const driver = imports.filter(({ file, target }) => target === 'neo4j-driver' && folderOf(file) !== 'graph');
    const loader = inner.filter(
      ({ file, target }) =>
        ['api', 'mcp', 'report', 'queries'].includes(folderOf(file)) && target.startsWith('graph/load/'),
    );
    expect(listed([...driver, ...loader])).toEqual([]);
  });

  it('has no circles between files', () => {
    expect(cyclesOf(imports)).toEqual([]);
  });

  it('sees the imports it judges', () => {
    expect(inner.length).toBeGreaterThan(300);
    expect(imports.some(({ file, target }) => file === 'main.ts' && target === 'cli.ts')).toBe(true);
    const circle: Import[] = [
      { file: 'a.ts', target: 'b.ts', isPackage: false, typeOnly: false },
      { file: 'b.ts', target: 'a.ts', isPackage: false, typeOnly: false },
    ];
    expect(cyclesOf(circle)).toEqual(['a.ts → b.ts → a.ts']);
  });
});

describe('what is declared once', () => {
  it.each(collectors.map(({ source, steps }) => ({ source, steps })))(
    '$source emits canonical names only',
    ({ steps }) => {
      const known = new Set<string>([...labels, ...edgeTypes, 'Event']);
      expect(
        steps.flatMap(({ id, emits }) => emits.filter((name) => !known.has(name)).map((name) => [id, name])),
      ).toEqual([]);
    },
  );

  it('generated files are as `npm run generate` makes them', async () => {
    const root = fileURLToPath(new URL('..', import.meta.url));
    const files = await generatedFiles();
    expect([...files.keys()]).toContain('src/collectors/registry.ts');
    for (const [path, content] of files)
      expect([path, readFileSync(`${root}/${path}`, 'utf8') === content]).toEqual([path, true]);
  });
});
