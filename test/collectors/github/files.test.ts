import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importPaths } from '../../../src/collect/import.ts';
import github from '../../../src/collectors/github/collector.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';
import { brief } from './support.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyline-github-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function imported(name: string, content: string | Buffer) {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  const sink = new MemorySink();
  const report = await importPaths([folder], [github], sink, testRunContext());
  const records = [...sink.steps.values()].flatMap((step) => step.records);
  return { file: report.files[0], step: report.steps[0], records, names: brief(records) };
}

const team = (slug: string) => JSON.stringify({ id: 4, slug, name: slug });

test('a list that breaks off gives what stood before the break, and is not complete', async () => {
  const { step, names, file } = await imported(
    'github/Mire-9/teams.json',
    `[${team('a')}, ${team('b')}, {"id": 5, "sl`,
  );
  expect(names).toEqual(['Principal github:mire-9:team:a', 'Principal github:mire-9:team:b']);
  expect(step?.outcome.status).toBe('partial');
  expect(file?.problems[0]?.message).toContain('breaks off');
});

test('an answer of the API that is an error is no empty list', async () => {
  const { step } = await imported(
    'github/Mire-9/installations.json',
    JSON.stringify({ message: 'Not Found', documentation_url: 'https://docs.github.com', status: '404' }, null, 2),
  );
  expect(step?.outcome.status).not.toBe('complete');
  expect(step?.outcome.problems[0]?.message).toContain('error answer');
});

test('an empty list is complete', async () => {
  expect((await imported('github/Mire-9/teams.json', '[]')).step?.outcome.status).toBe('complete');
});

test('UTF-16 with a byte-order mark, packed with gzip', async () => {
  const text = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`[${team('žluť')}]`, 'utf16le')]);
  const { step, names } = await imported('github/Mire-9/teams.json.gz', gzipSync(text));
  expect(step?.outcome.status).toBe('complete');
  expect(names).toEqual(['Principal github:mire-9:team:žluť']);
});

test('pages joined with --slurp', async () => {
  const page = (name: string) => ({ total_count: 2, secrets: [{ name, created_at: '2026-01-01T00:00:00Z' }] });
  const { names } = await imported('github/Mire-9/actions-secrets.json', JSON.stringify([page('A'), page('B')]));
  expect(names).toContain('Resource github:mire-9:actions-secret:B');
});

test('a GraphQL answer with errors is told', async () => {
  const answer = { data: { organization: null }, errors: [{ type: 'FORBIDDEN', message: 'no' }] };
  const { step } = await imported('github/Mire-9/members.json', JSON.stringify(answer, null, 1));
  expect(step?.outcome.problemCount).toBeGreaterThan(0);
});

test('the REST list of members is read too', async () => {
  const { names, step } = await imported('github/Mire-9/members.json', '[{"login":"Q-q","id":7,"type":"User"}]');
  expect(step?.outcome.status).toBe('complete');
  expect(names[0]).toBe('Principal github:mire-9:user:q-q');
});

test('an audit-log line that is broken costs that line', async () => {
  const line = (id: string) =>
    JSON.stringify({ '@timestamp': 1795140000000, _document_id: id, action: 'repo.create', actor: 'q', org: 'Mire-9' });
  const { names, file } = await imported('anything.ndjson', `${line('a')}\n{"@timestamp":\n${line('b')}\n`);
  expect(names).toEqual(['github:repo.create a', 'github:repo.create b']);
  expect(file?.problems).toHaveLength(1);
  expect(file?.problems[0]?.place).toBe('line 2');
});

test.each([
  ['okta/x/teams.json', '[]'],
  ['github/teams.json', '[]'],
  ['github/Mire-9/other/place/teams.json', '[]'],
  ['log.ndjson', '{"action":"read","actor":"x","created_at":1,"org":"o"}\n{}\n'],
  ['cloudtrail.json', '{"Records":[{"eventName":"GetObject"}]}'],
])('%s is not taken for ours', async (name, content) => {
  expect((await imported(name, content)).file?.format).toBeUndefined();
});
