import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ImportReport, importPaths } from '../../../src/collect/import.ts';
import { problemLine } from '../../../src/collect/outcome.ts';
import okta from '../../../src/collectors/okta/collector.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keyline-okta-'));
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

async function imported(): Promise<ImportReport & { sink: MemorySink }> {
  const sink = new MemorySink();
  return { ...(await importPaths([root], [okta], sink, testRunContext())), sink };
}

const user = (id: string, extra: object = {}): object => ({
  id,
  status: 'ACTIVE',
  statusChanged: null,
  profile: { login: `${id}@pond.example.com` },
  _links: { self: { href: `https://pond.okta.com/api/v1/users/${id}` } },
  ...extra,
});
const event = (uuid: string): object => ({
  uuid,
  published: '2026-11-01T00:00:00.000Z',
  eventType: 'user.session.start',
  actor: { id: '00u1', type: 'User' },
});

test('users and log events are known by their content, and the org by their links', async () => {
  write('export of everyone.json', JSON.stringify([user('00u1')], null, 2));
  write('siem.jsonl.gz', gzipSync(`${JSON.stringify(event('a'))}\n${JSON.stringify(event('b'))}\n`));
  const { files, sink } = await imported();
  expect(files.map(({ format }) => format)).toEqual(['okta-users', 'okta-system-log']);
  expect([...sink.steps.keys()]).toEqual(['okta:pond.okta.com/users']);
  expect(files[1]?.problems.map(problemLine)).toEqual([
    expect.stringContaining('put it into a folder okta/<org host>/'),
  ]);
});

test('pages of one list are one snapshot; an empty list is one too', async () => {
  write('okta/pond.okta.com/users-1.json', JSON.stringify([user('00u1')]));
  write('okta/pond.okta.com/users-2.json', JSON.stringify([user('00u2')]));
  write('okta/pond.okta.com/api-tokens.json', '[]');
  const { steps } = await imported();
  expect(steps.map(({ key, outcome }) => [key.step, outcome.status, outcome.fetched])).toEqual([
    ['api-tokens', 'complete', 0],
    ['users', 'complete', 2],
  ]);
});

test('a truncated file, a wrong encoding and a wrong shape are told with their place; the rest is read', async () => {
  write('okta/pond.okta.com/users.json', `[${JSON.stringify(user('00u1'))}, {"id": "00u2", "profile"`);
  write(
    'okta/pond.okta.com/groups.json',
    Buffer.from('\uFEFF[{"id":"00g1","type":"OKTA_GROUP","profile":{"name":"Ötter"}}]', 'utf16le'),
  );
  write(
    'okta/pond.okta.com/system-log.jsonl',
    Buffer.concat([
      Buffer.from(`${JSON.stringify(event('a'))}\n`),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from(`${JSON.stringify(event('b'))}\n7\n`),
    ]),
  );
  const { steps, sink } = await imported();
  const problems = Object.fromEntries(steps.map(({ key, outcome }) => [key.step, outcome.problems.map(problemLine)]));
  expect(problems['users']).toEqual([expect.stringMatching(/users\.json byte \d+: the document breaks off/)]);
  expect(problems['groups']).toEqual([]);
  expect(problems['system-log']).toEqual([
    expect.stringContaining('line 2: not valid UTF-8'),
    expect.stringMatching(/line 4/),
  ]);
  expect(sink.steps.get('okta:pond.okta.com/groups')?.records).toMatchObject([{ props: { name: 'Ötter' } }]);
  expect(sink.steps.get('okta:pond.okta.com/system-log')?.records).toHaveLength(2);
});

test('a manager reference that fits two users, or none, is left open', async () => {
  write(
    'okta/pond.okta.com/users.json',
    JSON.stringify([
      user('00u1', { profile: { login: 'a', employeeNumber: '7' } }),
      user('00u2', { profile: { login: 'b', employeeNumber: '7' } }),
      user('00u3', { profile: { login: 'c', managerId: '7' } }),
      user('00u4', { profile: { login: 'd', managerId: '99' } }),
      user('00u5', { profile: { login: 'e', managerId: 'E' } }),
      user('00u6', { profile: { login: 'f', manager: 'Ann Otter' } }),
      user('00u7', { profile: { login: 'g', managerId: 'A' } }),
    ]),
  );
  const { sink } = await imported();
  const edges = sink.steps.get('okta:pond.okta.com/users')?.records.filter((one) => one.record === 'edge');
  expect(edges).toMatchObject([
    { type: 'REPORTS_TO', from: { id: 'okta:pond.okta.com:user:00u7' }, to: { id: 'okta:pond.okta.com:user:00u1' } },
  ]);
});

test('files of others are left alone', async () => {
  write('okta/pond.okta.com/readme.txt', 'users');
  write('okta/pond.okta.com/unknown.json', '[{"id": 1}]');
  write('users.json', '[{"id": "1", "login": "octocat"}]');
  write('logs.json', '{"Records": [{"eventName": "ListUsers"}]}');
  write('scim.json', '{"schemas": [], "Resources": [{"id": "1", "userName": "x"}]}');
  write('values.json', '{"value": [{"id": "1", "userPrincipalName": "x"}]}');
  const { files } = await imported();
  expect(files.every(({ format }) => format === undefined)).toBe(true);
});
