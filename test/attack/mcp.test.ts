import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLE_ACTIONS, type Role } from '../../src/auth/index.ts';
import { mcpRoutes } from '../../src/cli/mcp-routes.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createLogger } from '../../src/lib/log.ts';
import { tools } from '../../src/mcp/tools/index.ts';
import { ReachReader } from '../../src/queries/reach/index.ts';
import { emptyGraph, type Issuer, issuer, parsed, type Reply, type Service, send, service } from './support.ts';

const PUBLIC = 'https://keyline.example.com';
const RESOURCE = `${PUBLIC}/mcp`;

let tokens: Issuer;
let api: Service;
let log = '';

beforeAll(async () => {
  tokens = await issuer();
  const config = {
    http: { publicUrl: PUBLIC },
    auth: { tokens: [{ ...tokens.config, audience: [PUBLIC, RESOURCE] }], apiKeys: true },
    outbound: { allow: ['127.0.0.1', 'localhost'] },
  };
  const graph = emptyGraph();
  const write = (line: string): void => {
    log += line;
  };
  const parts = {
    graph,
    clock: systemClock,
    log: createLogger({ level: 'trace', stream: { write } }),
    reach: new ReachReader(graph, systemClock),
  };
  api = await service(config, { graph, routes: mcpRoutes(parsed(config), parts).routes });
});

afterAll(async () => {
  await api.close();
  await tokens.stop();
});

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'odd', version: '0' } },
};

function post(body: unknown, bearer?: string, more: Record<string, string> = {}): Promise<Reply> {
  return send(`${api.base}/mcp`, {
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...more,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const call = (name: string, id = 2): object => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: {} },
});

async function sessionOf(bearer: string): Promise<string> {
  return String((await post(INITIALIZE, bearer)).headers['mcp-session-id']);
}

const trail = (): string =>
  readdirSync(join(api.home, 'audit'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && one.name.endsWith('.ndjson'))
    .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'))
    .join('');

describe('without a login that holds', () => {
  test.for([
    ['nothing', undefined],
    ['an empty bearer', ''],
    ['a made-up key', 'kl_0123456789abcdef_0123456789abcdef0123456789abcdef'],
    ['no signature', `${part({ alg: 'none', typ: 'at+jwt' })}.${part({ sub: 'x', aud: RESOURCE })}.`],
  ] as const)('%s: no method answers', async ([, bearer]) => {
    for (const body of [INITIALIZE, call('look_up'), { jsonrpc: '2.0', id: 3, method: 'tools/list' }, '[]', '{']) {
      const reply = await post(body, bearer);
      expect([reply.status, reply.text.includes('look_up')]).toEqual([401, false]);
      expect(reply.headers['www-authenticate']).toMatch(/^Bearer /);
    }
    for (const method of ['GET', 'DELETE'])
      expect((await send(`${api.base}/mcp`, { method, headers: { 'mcp-session-id': 'x' } })).status).toBe(401);
  });

  test('a good token whose algorithm was taken away', async () => {
    const [, payload = ''] = (await tokens.token({ payload: { aud: RESOURCE } })).split('.');
    for (const alg of ['none', 'None', 'NONE', 'HS256'])
      for (const signature of ['', 'AAAA'])
        expect(
          (await post(INITIALIZE, `${part({ alg, typ: 'at+jwt', kid: 'k1' })}.${payload}.${signature}`)).status,
        ).toBe(401);
  });

  test.for([
    ['another issuer', { payload: { aud: RESOURCE, iss: 'https://evil.example' } }],
    ['the issuer with a slash', { payload: { aud: RESOURCE, iss: `${'x'}/` } }],
    ['an audience that only begins so', { payload: { aud: `${RESOURCE}.evil.example` } }],
    ['an audience in another case', { payload: { aud: RESOURCE.toUpperCase() } }],
    ['not yet valid', { payload: { aud: RESOURCE, nbf: 4_000_000_000 } }],
    ['the token of another application', { payload: { aud: ['https://other.example/mcp'] } }],
  ] as const)('%s', async ([, changes]) => {
    expect((await post(INITIALIZE, await tokens.token(changes))).status).toBe(401);
  });
});

describe('roles', () => {
  const weak = (['viewer', 'analyst', 'responder'] as const satisfies readonly Role[]).flatMap((role) =>
    [undefined, { teams: ['team:odd:7'] }].map((scope) => [role, scope] as const),
  );
  test.for(weak)('%s in %j: a tool that is not for them is not there, by whatever way', async ([role, scope]) => {
    const key = api.keyOf(role, scope);
    const session = await sessionOf(key);
    for (const { name, action } of tools()) {
      const allowed = ROLE_ACTIONS[role].has(action) && (scope === undefined || action === 'read');
      const reply = await post(call(name), key, { 'mcp-session-id': session });
      if (!allowed)
        expect([name, reply.text]).toEqual([name, expect.stringMatching(/not found|forbidden|outside-scope/i)]);
      else expect([name, reply.text]).toEqual([name, expect.not.stringMatching(/not found|forbidden|outside-scope/i)]);
    }
  });

  test('a session that somebody stronger opened lends nothing', async () => {
    const [admin, viewer] = [api.keyOf('admin'), api.keyOf('viewer')];
    const session = await sessionOf(admin);
    expect((await post(call('run_cypher'), viewer, { 'mcp-session-id': session })).status).toBe(404);
    const claimed = { _meta: { role: 'admin', 'io.modelcontextprotocol/auth': { role: 'admin' } } };
    const reply = await post(
      { ...call('run_cypher'), params: { name: 'run_cypher', arguments: { statement: 'RETURN 1' }, ...claimed } },
      viewer,
      { 'mcp-session-id': await sessionOf(viewer), 'x-role': 'admin' },
    );
    expect(reply.text).toMatch(/not found|forbidden/i);
  });
});

describe('sessions', () => {
  test('are given by the server: one that a client brings is not taken', async () => {
    const key = api.keyOf('viewer');
    const brought = 'a-session-that-the-attacker-knows';
    const reply = await post(INITIALIZE, key, { 'mcp-session-id': brought });
    expect([reply.status, reply.headers['mcp-session-id']]).toEqual([404, undefined]);
    const [one, two] = [await sessionOf(key), await sessionOf(key)];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('are no login', async () => {
    const session = await sessionOf(api.keyOf('viewer'));
    expect((await post(call('coverage'), undefined, { 'mcp-session-id': session })).status).toBe(401);
  });
});

describe('from where, and how much', () => {
  test.for(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'a name that was bent to this machine: %s',
    async (host) => {
      expect((await post(INITIALIZE, api.keyOf('viewer'), { host })).status).toBe(421);
    },
  );

  test.for(['https://evil.example', 'null', 'http://127.0.0.1:1'])('a page of another origin: %s', async (origin) => {
    expect((await post(INITIALIZE, api.keyOf('viewer'), { origin })).status).toBe(403);
  });

  test('a body that is too large, and one that says it is', async () => {
    const key = api.keyOf('viewer');
    expect((await post('x'.repeat(1_048_577), key)).status).toBe(413);
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect((await post(nested, key)).status).toBeGreaterThanOrEqual(400);
    expect((await post(INITIALIZE, key)).status).toBe(200);
  });

  test('a batch is not taken: it would hide how much is asked', async () => {
    const key = api.keyOf('viewer');
    const session = await sessionOf(key);
    const batch = Array.from({ length: 1_000 }, (_, i) => call('coverage', i));
    for (const headers of [{}, { 'mcp-session-id': session }])
      expect((await post(batch, key, headers)).status).toBe(400);
  });
});

describe('the token', () => {
  test('is handed on to nobody, and kept nowhere', async () => {
    const token = await tokens.token({ payload: { aud: RESOURCE, groups: ['kl-admin'] } });
    const session = await sessionOf(token);
    const replies = [];
    for (const { name } of tools()) replies.push(await post(call(name), token, { 'mcp-session-id': session }));
    const [, payload = '', signature = ''] = token.split('.');
    const all = [...replies.map(({ text }) => text), log, api.logged(), trail()].join('\n');
    expect(trail()).toContain('tool coverage');
    for (const secret of [token, payload, signature]) expect(all).not.toContain(secret);
  });

  test('one of another resource of ours is not taken for this one', async () => {
    expect((await post(INITIALIZE, await tokens.token({ payload: { aud: PUBLIC } }))).status).toBe(401);
  });
});

function part(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}
