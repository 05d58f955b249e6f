import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signalRoutes } from '../../src/cli/signal-routes.ts';
import { createLogger } from '../../src/lib/log.ts';
import type { Signal } from '../../src/signals/index.ts';
import { CLAIMS, clock, configOf, HEADER, keyGraph, NOW_S, signedBy, transmitter } from './support.ts';

const SECRET = 'hook-secret-of-16+';
const OKTA = {
  eventType: 'com.okta.event_hook',
  data: {
    events: [
      {
        uuid: 'h-1',
        published: '2026-04-09T10:10:59.123Z',
        eventType: 'user.lifecycle.deactivate',
        target: [{ id: '00u8xRAGNA', type: 'User', alternateId: 'ragna.tveit@fjordbank.example' }],
      },
    ],
  },
};

let keys: Awaited<ReturnType<typeof transmitter>>;
let forger: Awaited<ReturnType<typeof transmitter>>;
let server: Server;
let base = '';
let log = '';
const taken: Signal[] = [];
let isDown = false;

beforeAll(async () => {
  [keys, forger] = [await transmitter(), await transmitter()];
  const graph = keyGraph();
  const session = {
    graph: { ...graph, write: (work: never) => (isDown ? Promise.reject(new Error('no graph')) : graph.write(work)) },
    clock: clock(),
    log: createLogger({ level: 'info', stream: { write: (line: string) => (log += line) } as never }),
  };
  const routes = signalRoutes(configOf(keys.jwksFile), session as never, (signals) => taken.push(...signals));
  server = createServer((request, response) => {
    const route = routes.find(({ method, path }) => method === request.method && path === request.url);
    void route?.handle(request, response, {} as never);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  keys.close();
  forger.close();
});

interface Sent {
  readonly path: '/signals/events' | '/signals/okta';
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send({ path, body, headers = {} }: Sent) {
  log = '';
  const type = path === '/signals/okta' ? 'application/json' : 'application/secevent+jwt';
  const all = { 'content-type': type, ...(path === '/signals/okta' ? { authorization: SECRET } : {}), ...headers };
  const answer = await fetch(base + path, { method: 'POST', headers: all, body });
  const lines = log.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));
  return { status: answer.status, text: await answer.text(), lines };
}

const set = async (claims: object = {}, by = keys): Promise<Sent> => ({
  path: '/signals/events',
  body: await signedBy(by.keys, { ...CLAIMS, ...claims }, HEADER),
});
const hook = (headers: Readonly<Record<string, string>> = {}, published?: string): Sent => {
  const [event] = OKTA.data.events;
  const events = [published === undefined ? event : { ...event, uuid: 'h-2', published }];
  return { path: '/signals/okta', body: JSON.stringify({ ...OKTA, data: { events } }), headers };
};

test('what is taken is answered with nothing, and logged as no refusal', async () => {
  expect(await send(await set())).toEqual({ status: 202, text: '', lines: [] });
  expect(await send(hook())).toEqual({ status: 200, text: '', lines: [] });
  expect(taken.map(({ kind }) => kind)).toEqual(['departed', 'departed']);
});

describe('is refused, and the log says why and from where', () => {
  test.each<readonly [what: string, sent: () => Sent | Promise<Sent>, err: string, why: RegExp]>([
    ['a SET that is forged', () => set({ jti: 'r-1' }, forger), 'authentication_failed', /signature/],
    ['a SET that is replayed', () => set(), 'invalid_request', /replay/],
    ['a SET that is stale', () => set({ jti: 'r-2', iat: NOW_S - 3_600 }), 'invalid_request', /stale/],
    ['a SET that is none', () => ({ path: '/signals/events', body: 'a.b.c' }), 'invalid_request', /not a signed/],
    [
      'a hook call that is forged',
      () => hook({ authorization: 'guessed-secret-16' }),
      'authentication_failed',
      /secret/,
    ],
    ['a hook call that is replayed', () => hook(), 'invalid_request', /replay/],
    ['a hook call that is stale', () => hook({}, '2026-04-01T00:00:00.000Z'), 'invalid_request', /stale/],
    ['a hook call that is none', () => ({ path: '/signals/okta', body: '[1' }), 'invalid_request', /not a delivery/],
  ])('%s', async (_what, sent, err, why) => {
    const before = taken.length;
    const one = await sent();
    const { status, text, lines } = await send(one);
    expect([400, 401]).toContain(status);
    expect(JSON.parse(text)).toEqual({ err, description: expect.stringMatching(why) });
    expect(lines).toMatchObject([
      { msg: 'a signal was refused', refused: err, why: expect.stringMatching(why), from: '127.0.0.1', path: one.path },
    ]);
    expect(JSON.stringify(lines)).not.toContain(one.body);
    expect(JSON.stringify(lines)).not.toMatch(/secret-of-16|guessed-secret/);
    expect(taken).toHaveLength(before);
  });
});

test('what cannot be kept now is not refused: it may be sent again', async () => {
  isDown = true;
  const later = await set({ jti: 'r-9' });
  const { status, lines } = await send(later);
  expect(status).toBe(503);
  expect(lines).toMatchObject([{ msg: 'a signal could not be checked', err: 'no graph' }]);
  isDown = false;
  expect(await send(later)).toMatchObject({ status: 202 });
});
