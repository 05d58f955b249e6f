import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import {
  type AnyCollector,
  defineCollector,
  type FileFormat,
  type ImportItem,
  importPaths,
  step,
} from '../../src/collect/index.ts';
import { problemLine } from '../../src/collect/outcome.ts';
import { node } from '../../src/schema/index.ts';
import { MemorySink, testRunContext } from '../support/memory-sink.ts';

function format(id: string, name: RegExp, items: readonly ImportItem[], thrown?: Error): FileFormat {
  return {
    id,
    title: `Format ${id}`,
    madeBy: 'hand',
    recognise: (file) => name.test(file.name),
    async *read() {
      yield* items;
      if (thrown !== undefined) throw thrown;
    },
  };
}

function collector(...files: readonly FileFormat[]): AnyCollector {
  const hosts = (id: string) =>
    step({
      id,
      title: id,
      mode: 'snapshot',
      emits: ['Endpoint'],
      permissions: ['none'],
      async *fetch(): AsyncGenerator<string> {},
      map: (host: string) => [node('Endpoint', `endpoint:${host}`, { host })],
    });
  return defineCollector({
    source: 'gannet',
    title: 'Gannet',
    config: z.strictObject({}),
    faith: 'own-stub',
    testedAgainst: 'nothing',
    cannotSee: [],
    connect: () => Promise.resolve([]),
    steps: [hosts('near'), hosts('far')],
    files,
  });
}

const covers = (id: string): ImportItem => ({ item: 'covers', step: id, scope: 's' });
const raw = (id: string, host: unknown): ImportItem => ({
  item: 'raw',
  step: id,
  scope: 's',
  raw: host,
  place: 'line 1',
});
const problem: ImportItem = {
  item: 'problem',
  problem: { kind: 'malformed', what: 'x', place: 'line 2', message: 'odd' },
};

async function imported(files: Readonly<Record<string, string>>, ...formats: readonly FileFormat[]) {
  const folder = mkdtempSync(join(tmpdir(), 'keyline-import-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const sink = new MemorySink();
  const report = await importPaths([folder], [collector(...formats)], sink, testRunContext());
  const told = (text: string): string => text.replaceAll(`${folder}/`, '');
  return {
    files: report.files.map((one) => [
      told(one.path),
      one.format,
      ...one.problems.map((each) => told(problemLine(each))),
    ]),
    steps: Object.fromEntries(
      [...sink.steps.values()].map(({ key, outcome, records }) => [key.step, [outcome?.status, records.length]]),
    ),
  };
}

it('files that speak for one step are one run of it', async () => {
  const one = format('one', /^a/, [covers('near'), raw('near', 'a.example')]);
  const two = format('two', /^b/, [covers('near'), raw('near', 'b.example')]);
  expect((await imported({ a: 'x', b: 'x' }, one, two)).steps).toEqual({ near: ['complete', 2] });
});

it('a step that no file covers is not complete', async () => {
  expect((await imported({ a: 'x' }, format('one', /^a/, [raw('near', 'a.example')]))).steps).toEqual({
    near: ['partial', 1],
  });
});

it('a problem of the file makes every step incomplete that it speaks for, before and after', async () => {
  const mixed = format('one', /^a/, [covers('near'), problem, covers('far'), raw('far', 'a.example')]);
  expect((await imported({ a: 'x' }, mixed)).steps).toEqual({ near: ['partial', 0], far: ['partial', 1] });
});

it('a problem of one step leaves the other steps complete', async () => {
  const named = { ...problem, step: 'near', scope: 's' };
  const mixed = format('one', /^a/, [covers('near'), covers('far'), named, raw('far', 'a.example')]);
  expect((await imported({ a: 'x' }, mixed)).steps).toEqual({ near: ['partial', 0], far: ['complete', 1] });
});

it('an item that cannot be mapped is told with file and place', async () => {
  const { files, steps } = await imported({ a: 'x' }, format('one', /^a/, [covers('near'), raw('near', 7)]));
  expect(files).toEqual([['a', 'one', 'malformed: near at line 1: cannot be mapped']]);
  expect(steps).toEqual({ near: ['partial', 0] });
});

it('a format that throws costs the rest of that file', async () => {
  const torn = format('one', /^a/, [covers('near'), raw('near', 'a.example')], new Error('torn'));
  const whole = format('two', /^b/, [covers('far'), raw('far', 'b.example')]);
  const { files, steps } = await imported({ a: 'x', b: 'x' }, torn, whole);
  expect(files[0]).toEqual(['a', 'one', 'failed: Format one: torn']);
  expect(steps).toEqual({ near: ['partial', 1], far: ['complete', 1] });
});

it('a file that nobody or more than one claims is told, and the others are read', async () => {
  const one = format('one', /^[ab]/, [covers('near'), raw('near', 'a.example')]);
  const two = format('two', /^b/, [covers('near'), raw('near', 'b.example')]);
  const { files, steps } = await imported({ a: 'x', b: 'x', c: 'x', d: '' }, one, two);
  expect(files).toEqual([
    ['a', 'one'],
    [
      'b',
      undefined,
      'malformed: import at b: it could be Format one and Format two: put it in a folder named after its source',
    ],
    ['c', undefined, 'malformed: import at c: no source recognises this file'],
    ['d', undefined, 'malformed: import at d: the file is empty, or cannot be unpacked'],
  ]);
  expect(steps).toEqual({ near: ['complete', 1] });
});

it.each([
  ['[]', 'complete'],
  ['{"value": [], "next": null}', 'complete'],
  ['{"value": [{"id": 1}]}', 'partial'],
  ['[{"id": 1}]', 'partial'],
  ['{"message": "Not Found"}', 'partial'],
  ['{}', 'partial'],
  ['id;name\n', 'complete'],
])('a snapshot file of which nothing is read, %s, is %s', async (content, status) => {
  const { steps } = await imported({ a: content }, format('one', /^a/, [covers('near')]));
  expect(steps).toEqual({ near: [status, 0] });
});

it('files are read in a stable order; hidden ones and node_modules are passed over', async () => {
  const all = format('one', /./, [covers('near')]);
  const { files } = await imported({ b: '[]', 'a/z': '[]', '.git/x': '[]', 'node_modules/y': '[]', 'a/b': '[]' }, all);
  expect(files.map(([path]) => path)).toEqual(['a/b', 'a/z', 'b']);
});

it('a link to a file of the folder is read in its own place; any other link is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyline-import-'));
  const beyond = mkdtempSync(join(tmpdir(), 'keyline-beyond-'));
  for (const one of [folder, beyond]) onTestFinished(() => rmSync(one, { recursive: true, force: true }));
  mkdirSync(join(folder, 'inner'));
  writeFileSync(join(folder, 'inner', 'a'), '[]');
  writeFileSync(join(beyond, 'secret'), '[]');
  const links = { b: join('inner', 'a'), c: join(beyond, 'secret'), d: 'nowhere', e: 'inner', f: '..', g: 'g' };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, name));
  const all = format('one', /./, [covers('near')]);
  const report = await importPaths([folder], [collector(all)], new MemorySink(), testRunContext());
  const told = report.files.map(({ path, format: read, problems }) => [
    path.slice(folder.length + 1),
    read ?? problems[0]?.message.replace(/: ELOOP.*|: ENOENT.*/, ''),
  ]);
  expect(told).toEqual([
    ['b', 'one'],
    ['c', expect.stringContaining('a symbolic link that leads out of the folder')],
    ['d', expect.stringContaining('a symbolic link that cannot be followed')],
    ['e', expect.stringContaining('a symbolic link that leads to no file')],
    ['f', expect.stringContaining('a symbolic link that leads out of the folder')],
    ['g', expect.stringContaining('a symbolic link that cannot be followed')],
    ['inner/a', 'one'],
  ]);
});

it('a path that is not there ends the import', async () => {
  await expect(importPaths(['/no/such/tern'], [], new MemorySink(), testRunContext())).rejects.toThrow(
    'There is no file or folder',
  );
});
