import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programOf } from '../../src/cli/program.ts';
import records from '../../src/collectors/records/collector.ts';
import { EventStore } from '../../src/events/store.ts';
import { loaderBench } from '../support/loader.ts';
import { company } from './company.ts';
import { sessionOver } from './session.ts';
import { type CliRun, runCommand } from './support.ts';

const DOC = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const bench = loaderBench();
const place = mkdtempSync(join(tmpdir(), 'keyline-examples-'));
const environment = { ...process.env };
let events: EventStore;

beforeAll(async () => {
  await bench.run(...company);
  events = await EventStore.open(place);
  mkdirSync(join(place, 'exports'));
  mkdirSync(join(place, 'home', 'src'), { recursive: true });
  cpSync(
    fileURLToPath(new URL('../../src/collectors/records/fixture/pushed.ndjson', import.meta.url)),
    join(place, 'exports', 'pushed.ndjson'),
  );
  writeFileSync(join(place, 'keyline.config.yaml'), 'sources: []\n');
  process.env['KEYLINE_HOME'] = bench.home();
  process.env['KEYLINE_CONFIG'] = join(place, 'keyline.config.yaml');
});
afterAll(async () => {
  await events.close();
  process.env = environment;
  rmSync(place, { recursive: true, force: true });
});

/** The examples of a text: lines of shell blocks, in order. */
function examplesOf(text: string): string[] {
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) => (block[1] ?? '').trim().split('\n'));
}

/** Words of a line; `'…'` is one. Paths of `./` are below the test's folder. */
function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
  return words.slice(1).map((word) => (word.startsWith('./') ? join(place, word) : word));
}

function run(argv: readonly string[]): Promise<CliRun> {
  const session = sessionOver(bench.graph(), bench.home(), bench.clock, events);
  return runCommand(argv, { session, collectors: [records] });
}

const sections = DOC.split(/^## /m).slice(1);

describe('docs/cli.md', () => {
  test('has a section with an example for each command', () => {
    const names = programOf({ output: { write() {}, note() {}, width: 0 } } as never).commands.map((one) => one.name());
    expect(sections.map((text) => /^[\w-]+/.exec(text)?.[0])).toEqual(expect.arrayContaining(names));
    for (const text of sections) expect(examplesOf(text)).not.toEqual([]);
  });

  // `keyline mcp` answers until its input closes: test/mcp drives it.
  test.each(examplesOf(DOC).filter((line) => line !== 'keyline mcp'))('%s', async (line) => {
    expect(line).toMatch(/^keyline /);
    const { code, stdout, stderr } = await run(wordsOf(line));
    expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
    if (!line.includes('--out ./exports')) expect(stdout).not.toBe('');
  });
});

test('a file with a broken line is read as far as it goes: the place is told, and the exit code is 2', async () => {
  const path = join(place, 'broken.ndjson');
  const lines = readFileSync(join(place, 'exports', 'pushed.ndjson'), 'utf8')
    .trimEnd()
    .split('\n');
  writeFileSync(path, [...lines, '{"node": "Agent", "id"'].join('\n'));
  const { code, stdout, stderr } = await run(['import', path, '--format', 'json']);
  expect(code).toBe(2);
  expect((JSON.parse(stdout) as unknown[]).length).toBeGreaterThan(0);
  expect(stderr).toContain(`line ${lines.length + 1}`);
  expect(stderr).toContain('1 of 1 files have problems');
});

/** Names of the outermost fields in `{a, b: {c}, d}`. */
function fieldsOf(shape: string): string[] {
  let depth = 0;
  let flat = '';
  for (const letter of shape) {
    if (letter === '}' || letter === ']') depth -= 1;
    if (depth === 1) flat += letter;
    if (letter === '{' || letter === '[') depth += 1;
  }
  return flat.split(',').map((part) => /\w+/.exec(part)?.[0] ?? '');
}

/** Sections that document an object, with their JSON run of the last example. */
const documented = sections.flatMap((text) => {
  const shape = /^JSON[^`]*`(\{[^`]*\})`/m.exec(text)?.[1];
  const line = examplesOf(text).find((one) => one.includes('json')) ?? examplesOf(text).at(-1);
  return shape === undefined || line === undefined ? [] : [{ line, fields: fieldsOf(shape) }];
});

describe('JSON', () => {
  test.each(documented)('$line has the documented fields, in their order, and no other', async ({ line, fields }) => {
    const words = wordsOf(line.replace(/ --format \w+/, '').replace(/ --out \.\/exports\S+/, ''));
    const { stdout } = await run(line.startsWith('keyline scan') ? words : [...words, '--format', 'json']);
    const found = Object.keys(JSON.parse(stdout) as object);
    expect(fields.filter((one) => found.includes(one))).toEqual(found);
    expect(found.length).toBeGreaterThanOrEqual(fields.length - 1);
  });

  test('there are eight such answers', () => expect(documented.length).toBeGreaterThanOrEqual(8));
});
