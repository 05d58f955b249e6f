import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** One import of a source file. Paths are relative to `src`, with `/`. */
export interface Import {
  readonly file: string;
  /** A file of `src`, or the name of a package (`neo4j-driver`, `node:fs`). */
  readonly target: string;
  readonly isPackage: boolean;
  /** `import type` and the like: nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

const IMPORT =
  /(?:^|[\n;}])\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s*['"]([^'"]+)['"]|import\s*\(\s*['"]([^'"]+)['"]/g;

/** Every import of every file of `src`. */
export function importsOfSource(): readonly Import[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(m?ts|tsx|mjs)$/.test(entry.name))
    .flatMap((entry) => importsOf(join(entry.parentPath, entry.name)));
}

function importsOf(path: string): Import[] {
  const file = named(path);
  return [...readFileSync(path, 'utf8').matchAll(IMPORT)].map(([, type, from, dynamic]) => {
    const target = from ?? dynamic ?? '';
    const isPackage = !target.startsWith('.');
    return {
      file,
      target: isPackage ? packageOf(target) : named(resolve(dirname(path), target)),
      isPackage,
      typeOnly: type !== undefined,
    };
  });
}

function named(path: string): string {
  return relative(SRC, path).split(sep).join('/');
}

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** Files that import each other in a circle, as `a → b → a`; what only types need does not count. */
export function cyclesOf(imports: readonly Import[]): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { file, target, isPackage, typeOnly } of imports)
    if (!isPackage && !typeOnly) next.set(file, [...(next.get(file) ?? []), target]);
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    else if (!done.has(file)) {
      for (const target of next.get(file) ?? []) walk(target, [...path, file]);
      done.add(file);
    }
  };
  for (const file of next.keys()) walk(file, []);
  return found;
}
