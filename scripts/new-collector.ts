import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TEMPLATES = ['src/collectors/_template', 'test/collectors/_template', 'docs/sources/_template.md'];
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/**
 * Copies the template of a collector under another name: folder, fixture, golden records, tests, docs. Returns the files
 * written, relative to `root`. Errors: for a name that is no `lower-case-name`, and for one that is taken.
 */
export function newCollector(name: string, root: string): readonly string[] {
  if (!NAME.test(name))
    throw new Error(`"${name}" is no name for a source: lower-case letters, digits, single hyphens`);
  if (existsSync(join(root, 'src/collectors', name))) throw new Error(`src/collectors/${name} exists`);
  return TEMPLATES.flatMap((path) => filesBelow(root, path)).map((path) => {
    const copy = renamed(path, name);
    mkdirSync(dirname(join(root, copy)), { recursive: true });
    writeFileSync(join(root, copy), renamed(readFileSync(join(root, path), 'utf8'), name));
    return copy;
  });
}

function filesBelow(root: string, path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesBelow(root, `${path}/${name}`));
}

/** The text with the template's name, in each of its forms, replaced. */
function renamed(text: string, name: string): string {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return text
    .replaceAll('_template', name)
    .replaceAll('TEMPLATE', name.toUpperCase().replaceAll('-', '_'))
    .replaceAll(/Template(?=[A-Z])/g, words.join(''))
    .replaceAll('Template', words.join(' '))
    .replaceAll('template', name);
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const [name = ''] = process.argv.slice(2);
  try {
    const written = newCollector(name, root);
    const run = (file: string, ...args: string[]): unknown =>
      execFileSync(process.execPath, [join(root, file), ...args]);
    // Another length of the name is another line length.
    run('node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...written.filter((path) => path.endsWith('.ts')));
    run('scripts/generate.ts');
    console.log([...written, 'src/collectors/registry.ts'].join('\n'));
    console.log(
      `\nIt works as it stands: npm run test:unit -- test/collectors/${name}. CONTRIBUTING.md says what comes next.`,
    );
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    process.exitCode = 1;
  }
}
