import { parse as parseIni } from 'ini';
import { type ParseError, parse as parseJsonc } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import type { SafeFiles, ScannedFile } from './files.ts';
import { asRecord } from './shape.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The object in a JSON file; empty, and a problem, where there is another thing. */
export function jsonOf(files: SafeFiles, file: ScannedFile): Fields {
  const value = jsonValueOf(files, file);
  if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value)))
    malformed(files, file, 'a JSON object', 1);
  return asRecord(value);
}

/** JSON with comments and trailing commas, as every one of these clients accepts it. A broken file gives what could be read of it. */
export function jsonValueOf(files: SafeFiles, file: ScannedFile): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(file.text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) malformed(files, file, 'JSON', lineAt(file.text, first.offset));
  return value;
}

export function tomlOf(files: SafeFiles, file: ScannedFile): Fields {
  try {
    return asRecord(parseToml(file.text));
  } catch (thrown) {
    malformed(files, file, 'TOML', (thrown as { line?: unknown }).line);
    return {};
  }
}

export function yamlOf(files: SafeFiles, file: ScannedFile): Fields {
  try {
    return asRecord(parseYaml(file.text, { maxAliasCount: 20, logLevel: 'error' }));
  } catch (thrown) {
    malformed(files, file, 'YAML', asRecord((asRecord(thrown)['linePos'] as unknown[] | undefined)?.[0])['line']);
    return {};
  }
}

/** Sections of an INI file. The parser nests `[a.b]`; here the section is called `a.b` again. */
export function iniOf(file: ScannedFile): ReadonlyMap<string, Fields> {
  const sections = new Map<string, Fields>();
  collect('', asRecord(parseIni(file.text)), sections);
  return sections;
}

function collect(name: string, section: Fields, into: Map<string, Fields>): void {
  const own: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(section)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      collect(name === '' ? key : `${name}.${key}`, value as Fields, into);
    else own[key] = value;
  }
  if (Object.keys(own).length > 0) into.set(name, own);
}

function malformed(files: SafeFiles, file: ScannedFile, form: string, line: unknown): void {
  files.problem(file.path, 'malformed', `is not ${form}`, typeof line === 'number' ? `line ${line}` : undefined);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
