import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mcpRoutes } from '../../src/cli/mcp-routes.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createLogger } from '../../src/lib/log.ts';
import { ReachReader } from '../../src/queries/reach/index.ts';
import { emptyGraph, type Issuer, issuer, parsed, type Reply, type Service, send, service } from '../attack/support.ts';

const PUBLIC = 'https://keyline.example.com';
const RESOURCE = `${PUBLIC}/mcp`;
const METADATA = `${PUBLIC}/.well-known/oauth-protected-resource/mcp`;

let tokens: Issuer;
let api: Service;

beforeAll(async () => {
  tokens = await issuer();
  const config = {
    http: { publicUrl: PUBLIC },
    auth: { tokens: [{ ...tokens.config, audience: [PUBLIC, RESOURCE] }], apiKeys: true },
    outbound: { allow: ['127.0.0.1', 'localhost'] },
  };
  const graph = emptyGraph();
  const parts = {
    graph,
    clock: systemClock,
    log: createLogger({ level: 'silent' }),
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

describe('as a protected resource', () => {
  it('says where to log in: in the challenge, and in its metadata (RFC 9728)', async () => {
    const reply = await post(INITIALIZE);
    expect(reply.status).toBe(401);
    expect(reply.headers['www-authenticate']).toBe(`Bearer realm="keyline", resource_metadata="${METADATA}"`);
    const told = await send(`${api.base}${new URL(METADATA).pathname}`);
    expect(told).toMatchObject({
      status: 200,
      json: { resource: RESOURCE, authorization_servers: [tokens.url], bearer_methods_supported: ['header'] },
    });
  });

  it.each([
    ['for this server', RESOURCE, 200],
    ['for several, this one among them', ['https://other.example', RESOURCE], 200],
    ['with a slash at the end', `${RESOURCE}/`, 401],
    ['for the service, but not for MCP', PUBLIC, 401],
    ['for somebody else', 'https://other.example/mcp', 401],
    ['for nobody', undefined, 401],
  ])('takes a token %s: %j → %i', async (_what, aud, status) => {
    const reply = await post(INITIALIZE, await tokens.token({ payload: { aud } }));
    expect(reply.status).toBe(status);
    if (status === 401) expect(reply.headers['www-authenticate']).toMatch(/error="invalid_token".*resource_metadata=/);
  });

  it.each([
    ['another issuer', { payload: { aud: RESOURCE, iss: 'https://evil.example' } }],
    ['a foreign key', { payload: { aud: RESOURCE }, foreign: true }],
    ['no end', { payload: { aud: RESOURCE, exp: undefined } }],
    ['an end in the past', { payload: { aud: RESOURCE, exp: 1 } }],
    ['another kind of token', { payload: { aud: RESOURCE }, header: { typ: 'JWT' } }],
    ['no role', { payload: { aud: RESOURCE, groups: ['odd'] } }],
  ])('refuses a token with %s', async (_what, changes) => {
    expect((await post(INITIALIZE, await tokens.token(changes))).status).toBe(401);
  });

  it('is not asked by machines that only hand data in', async () => {
    expect((await post(INITIALIZE, api.keyOf('sender'))).status).toBe(403);
  });
});

describe('what a role may ask', () => {
  const names = async (bearer: string): Promise<string[]> => {
    const opened = await post(INITIALIZE, bearer);
    const session = String(opened.headers['mcp-session-id']);
    const reply = await post({ jsonrpc: '2.0', id: 2, method: 'tools/list' }, bearer, { 'mcp-session-id': session });
    const [, json = '{}'] = /^data: (\{.*\})$/m.exec(reply.text) ?? [];
    return (JSON.parse(json) as { result: { tools: { name: string }[] } }).result.tools.map(({ name }) => name);
  };

  it('viewers have no Cypher, analysts do', async () => {
    expect(await names(api.keyOf('viewer'))).not.toContain('run_cypher');
    expect(await names(api.keyOf('analyst'))).toContain('run_cypher');
  });

  it('a scope leaves what can be cut to it', async () => {
    const all = await names(api.keyOf('analyst'));
    expect(await names(api.keyOf('analyst', { teams: ['team:odd:7'] }))).toEqual(
      all.filter((name) => name !== 'run_cypher'),
    );
  });
});

describe('a session', () => {
  it('is for the caller who opened it, and ends', async () => {
    const [mine, theirs] = [api.keyOf('viewer'), api.keyOf('admin')];
    const session = String((await post(INITIALIZE, mine)).headers['mcp-session-id']);
    const ping = { jsonrpc: '2.0', id: 3, method: 'ping' };
    const at = { 'mcp-session-id': session };
    expect((await post(ping, mine, at)).status).toBe(200);
    expect((await post(ping, theirs, at)).status).toBe(404);
    expect((await post(ping, mine, { 'mcp-session-id': 'guessed' })).status).toBe(404);
    const end = { method: 'DELETE', headers: { authorization: `Bearer ${mine}`, ...at } };
    expect((await send(`${api.base}/mcp`, end)).status).toBe(200);
    expect((await post(ping, mine, at)).status).toBe(404);
  });

  it('is opened by initialize only', async () => {
    const mine = api.keyOf('viewer');
    expect((await post({ jsonrpc: '2.0', id: 4, method: 'tools/list' }, mine)).status).toBe(400);
    const reply = await send(`${api.base}/mcp`, {
      headers: { authorization: `Bearer ${mine}`, accept: 'text/event-stream' },
    });
    expect(reply).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });
});

describe('what is no request', () => {
  it.each([
    ['no JSON', '{', 400, -32_700],
    ['no object', '7', 400, undefined],
    ['too much', 'x'.repeat(1_100_000), 413, undefined],
  ])('is refused: %s', async (_what, body, status, code) => {
    const reply = await post(body, api.keyOf('viewer'));
    expect(reply.status).toBe(status);
    if (code !== undefined) expect(reply.json).toMatchObject({ error: { code } });
  });
});
