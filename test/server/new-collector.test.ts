import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCollector } from '../../scripts/new-collector.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NAME = 'heron-post9';
const SHARED = ['src/lib', 'src/schema', 'src/collect', 'test/contract', 'test/support', 'package.json', 'biome.json'];
const TEMPLATE = ['src/collectors/_template', 'test/collectors/_template', 'docs/sources/_template.md', 'scripts'];

/** A copy of the project that has no collector yet. */
let copy = '';

beforeAll(() => {
  mkdirSync(join(ROOT, '.keyline-test'), { recursive: true });
  copy = mkdtempSync(join(ROOT, '.keyline-test/new-collector-'));
  for (const path of [...SHARED, ...TEMPLATE]) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const config = {
    extends: '../../tsconfig.json',
    include: ['src/collectors', 'test/collectors', 'test/contract/*.test.ts'],
  };
  writeFileSync(join(copy, '.gitignore'), 'node_modules\n');
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ ...config, exclude: ['**/*.graph.test.ts'] }));
  writeFileSync(
    join(copy, 'vitest.config.ts'),
    "export default { test: { include: ['test/**/*.test.ts'], exclude: ['**/*.graph.test.ts'] } };\n",
  );
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function run(...command: readonly [string, ...string[]]): string {
  const [file, ...args] = command;
  try {
    return execFileSync(process.execPath, [file, ...args], { cwd: copy, encoding: 'utf8', stdio: 'pipe' });
  } catch (thrown) {
    const { stdout, stderr } = thrown as { stdout?: string; stderr?: string };
    throw new Error(`${command.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`);
  }
}

test('makes a collector that is linted, typed, and passes its own tests and the contract suite', () => {
  const said = run('scripts/new-collector.ts', NAME);
  expect(said).toContain(`src/collectors/${NAME}/collector.ts`);
  expect(readFileSync(join(copy, 'src/collectors/registry.ts'), 'utf8')).toContain(
    `import heronPost9 from './${NAME}/collector.ts';`,
  );
  for (const path of TEMPLATE.slice(0, 3)) rmSync(join(copy, path), { recursive: true });
  const written = said.split('\n').filter((path) => /\.(ts|json|md)$/.test(path));
  const left = written.filter((path) => /template/i.test(path + readFileSync(join(copy, path), 'utf8')));
  expect(left).toEqual([]);
  run('node_modules/@biomejs/biome/bin/biome', 'check', `src/collectors/${NAME}`, `test/collectors/${NAME}`);
  run('node_modules/typescript/bin/tsc', '-p', '.');
  run('node_modules/vitest/vitest.mjs', 'run', '--reporter=json', '--outputFile=result.json');
  const result: unknown = JSON.parse(readFileSync(join(copy, 'result.json'), 'utf8'));
  const { numPassedTests, numFailedTests } = result as { numPassedTests: number; numFailedTests: number };
  expect([numFailedTests, numPassedTests >= 15]).toEqual([0, true]);
});

test.each(['Heron', '_x', 'a--b', '../x', ''])('%j is no name', (name) => {
  expect(() => newCollector(name, copy)).toThrow('is no name for a source');
});

test('a name that is taken is refused', () => {
  expect(() => newCollector(NAME, copy)).toThrow(`src/collectors/${NAME} exists`);
});
