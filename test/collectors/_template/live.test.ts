import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runStep } from '../../../src/collect/index.ts';
import { problemLine } from '../../../src/collect/outcome.ts';
import collector from '../../../src/collectors/_template/collector.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let answers: Answer[] = [];
const server = createServer((request, response) => answers.shift()?.(request, response) ?? response.end());
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  answers = [];
});

function json(body: unknown, headers: Record<string, string> = {}, status = 200): Answer {
  return (_, response) => response.writeHead(status, headers).end(JSON.stringify(body));
}

async function run(id: string) {
  const context = testRunContext();
  const { signal, log } = context;
  const config: unknown = collector.config.parse({ url: `${url}/v1` });
  const [connection] = await collector.connect(config, { signal, log, env: { TEMPLATE_TOKEN: 'pelican' } });
  const step = collector.steps.find((one) => one.id === id);
  if (connection === undefined || step === undefined) throw new Error(`nothing to run for ${id}`);
  const sink = new MemorySink();
  const { outcome } = await runStep('template', step, connection, sink, context);
  const ids = [...sink.steps.values()].flatMap(({ records }) =>
    records.map((one) => ('id' in one ? one.id : one.type)),
  );
  return { status: outcome.status, problems: outcome.problems.map(problemLine), ids };
}

test('all pages are read, with the token, and a 429 is waited for', async () => {
  const seen: (string | undefined)[] = [];
  answers = [
    (request, response) => {
      seen.push(request.headers.authorization, request.url);
      json([{ id: 'u-1' }], { link: '</v1/users?page=2>; rel="next"' })(request, response);
    },
    json({}, { 'retry-after': '0' }, 429),
    json([{ id: 'u-2' }]),
  ];
  const { status, ids } = await run('users');
  expect(seen).toEqual(['Bearer pelican', '/v1/users']);
  expect([status, ids.map((id) => id.split(':').at(-1))]).toEqual(['complete', ['u-1', 'u-2']]);
});

test('a refused page keeps what was read, and says so', async () => {
  answers = [json([{ id: 'u-1' }], { link: '</v1/users?page=2>; rel="next"' }), json({}, {}, 403)];
  const { status, problems, ids } = await run('users');
  expect([status, ids.length]).toEqual(['partial', 1]);
  expect(problems[0]).toContain('denied: GET users');
  answers = [json({}, {}, 403)];
  expect((await run('users')).status).toBe('denied');
});

test('a malformed page, and a link to another origin, end the list', async () => {
  answers = [json({ users: 'none' })];
  expect((await run('users')).problems).toEqual(['malformed: GET users at users: the answer is not a list']);
  answers = [json([{ id: 'u-1' }], { link: '<http://elsewhere.example/v1/users>; rel="next"' })];
  expect((await run('users')).problems[0]).toContain('another origin');
});

test('without a token there is no connection', async () => {
  const { signal, log } = testRunContext();
  const config: unknown = collector.config.parse({ url });
  await expect(collector.connect(config, { signal, log, env: {} })).rejects.toThrow('TEMPLATE_TOKEN is not set');
});
