import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { problemLine } from '../../../src/collect/outcome.ts';
import { runStep } from '../../../src/collect/run.ts';
import hr from '../../../src/collectors/hr/collector.ts';
import { createLogger } from '../../../src/lib/log.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

const USERS = 7;
const folder = mkdtempSync(join(tmpdir(), 'keyline-hr-'));
let server: Server;
let url = '';
let answer: (
  startIndex: number,
  count: number,
  call: number,
) => { status: number; headers?: Record<string, string>; body: unknown };
let calls: string[] = [];

/** A ListResponse as RFC 7644 §3.4.2.4 shapes it; the server gives at most 3 users a page whatever `count` asks. */
function page(startIndex: number, count: number): { status: number; body: unknown } {
  const users = Array.from({ length: USERS }, (_, at) => ({
    id: `id-${at + 1}`,
    userName: `ü${at + 1}@pond.example.com`,
    active: true,
  }));
  const Resources = users.slice(startIndex - 1, startIndex - 1 + Math.min(count, 3));
  return {
    status: 200,
    body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: USERS,
      startIndex,
      itemsPerPage: Resources.length,
      Resources,
    },
  };
}

beforeAll(async () => {
  server = createServer((request, response) => {
    calls.push(`${request.url} ${request.headers.authorization}`);
    const query = new URL(request.url ?? '', 'http://127.0.0.1').searchParams;
    const { status, headers, body } = answer(Number(query.get('startIndex')), Number(query.get('count')), calls.length);
    response
      .writeHead(status, { 'content-type': 'application/scim+json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;
});

beforeEach(() => {
  calls = [];
  answer = page;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

async function run(
  step: string,
  settings: object,
): Promise<{ status: string; problems: string[]; ids: string[]; skip: object }> {
  const config = hr.config.parse(settings);
  const connections = await hr.connect(config, {
    signal: new AbortController().signal,
    log: createLogger({ level: 'silent' }),
    env: { HR_SCIM_TOKEN: 'canary-scim-token' },
  });
  const connection = connections[0];
  const spec = hr.steps.find((one) => one.id === step);
  if (connection === undefined || spec === undefined) throw new Error('no connection');
  const sink = new MemorySink();
  const report = await runStep('hr', spec, connection, sink, testRunContext());
  const records = [...sink.steps.values()].flatMap((one) => one.records);
  return {
    status: report.outcome.status,
    problems: report.outcome.problems.map(problemLine),
    ids: records.flatMap((one) => (one.record === 'node' && one.label === 'Principal' ? [one.id] : [])),
    skip: connection.skip ?? {},
  };
}

const scim = (): object => ({ tenant: 'pond', scim: { url, pageSize: 5 } });

describe('a live SCIM service', () => {
  test('pages by what the server gave, with the token, to the end', async () => {
    const { status, ids, skip } = await run('scim-users', scim());
    expect(status).toBe('complete');
    expect(ids).toEqual(Array.from({ length: USERS }, (_, at) => `hr:pond:user:id-${at + 1}`));
    expect(calls.map((call) => /startIndex=(\d+)/.exec(call)?.[1])).toEqual(['1', '4', '7']);
    expect(calls[0]).toContain('Bearer canary-scim-token');
    expect(Object.keys(skip)).toEqual(['workers', 'teams']);
  });

  test('waits when told to, and goes on', async () => {
    answer = (start, count, call) =>
      call === 2 ? { status: 429, headers: { 'retry-after': '0' }, body: {} } : page(start, count);
    expect(await run('scim-users', scim())).toMatchObject({ status: 'complete', ids: { length: USERS } });
  });

  test('a refusal after the first page keeps what was read and is not complete', async () => {
    answer = (start, count) => (start > 1 ? { status: 403, body: {} } : page(start, count));
    const { status, ids, problems } = await run('scim-users', scim());
    expect([status, ids.length]).toEqual(['partial', 3]);
    expect(problems).toEqual([expect.stringMatching(/^denied: GET \/Users at Users\?startIndex=4/)]);
  });

  test('a refusal at once is a denied step', async () => {
    answer = () => ({ status: 401, body: {} });
    expect(await run('scim-users', scim())).toMatchObject({ status: 'denied', ids: [] });
  });

  test('a malformed page and a malformed user are reported with their place', async () => {
    answer = (start, count) => (start > 1 ? { status: 200, body: '{"totalResults": "se' } : page(start, count));
    expect(await run('scim-users', scim())).toMatchObject({
      status: 'partial',
      ids: { length: 3 },
      problems: [expect.stringMatching(/^malformed: GET \/Users/)],
    });
    answer = () => ({
      status: 200,
      body: { totalResults: 2, Resources: [{ userName: 'no id' }, { id: 'ok', active: 'yes' }] },
    });
    const { problems } = await run('scim-users', scim());
    expect(problems).toEqual([expect.stringContaining('at user 1'), expect.stringContaining('at user 2')]);
  });

  test('a service that holds back what it counts does not end complete, and does not loop', async () => {
    answer = () => ({ status: 200, body: { totalResults: 9, Resources: [] } });
    expect(await run('scim-users', scim())).toMatchObject({
      problems: [expect.stringContaining('counts 9 users and gave 0')],
    });
    expect(calls).toHaveLength(1);
  });
});

describe('configured files', () => {
  test('columns may be named, managers and sponsors be found by e-mail across files, dates be ordered', async () => {
    const first = join(folder, 'büro one.csv');
    const second = join(folder, 'two.csv');
    writeFileSync(first, '\uFEFFKenn-Nr;Mail;Vorgesetzt;Ende\n1;a@pond.example.com;;\n');
    writeFileSync(
      second,
      'Kenn-Nr;Mail;Vorgesetzt;Ende\n2;b@pond.example.com;A@pond.example.com;03/04/2020\n1;again@pond.example.com;;\n',
    );
    const columns = { employeeId: 'Kenn-Nr', manager: 'Vorgesetzt', endDate: 'Ende' };
    const settings = { workers: [first, second, join(folder, 'missing.csv')], columns, dateOrder: 'dmy' };
    const { status, ids, problems } = await run('workers', settings);
    expect(ids).toEqual(['hr:default:worker:1', 'hr:default:worker:2']);
    expect(status).toBe('partial');
    expect(problems).toEqual([
      expect.stringContaining('missing.csv'),
      expect.stringMatching(/two\.csv at line 3: the employee id "1" stands there twice/),
    ]);
  });

  test('a truncated quote and bytes that are not UTF-8 cost their rows only', async () => {
    const file = join(folder, 'broken.csv');
    const good = 'employee_id,name,status\nA1,Ann,active\n';
    writeFileSync(
      file,
      Buffer.concat([
        Buffer.from(good),
        Buffer.from([0x42, 0x32, 0x2c, 0xff, 0xfe, 0x2c, 0x61, 0x0a]),
        Buffer.from('C3,"Cy'),
      ]),
    );
    const { ids, problems } = await run('workers', { workers: [file] });
    expect(ids).toEqual(['hr:default:worker:A1']);
    expect(problems[0]).toMatch(/line 3: the field name is not valid UTF-8 text/);
    expect(problems).toHaveLength(2);
  });

  test('teams name their managers by e-mail when the workers files are there', async () => {
    const workers = join(folder, 'w.csv');
    const teams = join(folder, 't.csv');
    writeFileSync(workers, 'employee_id,email,status\n9,lead@pond.example.com,active\n');
    writeFileSync(teams, 'name,manager_email,status\nOtters,LEAD@pond.example.com,disbanded\n');
    expect(await run('teams', { workers: [workers], teams: [teams] })).toMatchObject({
      status: 'complete',
      problems: [],
    });
  });

  test('a source that names nothing is bad input', async () => {
    await expect(run('workers', {})).rejects.toThrow('names nothing to read');
  });
});
