import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Sessions } from '../../src/auth/index.ts';
import { ownPath } from '../../src/auth/oidc.ts';
import { FixedClock } from '../../src/lib/clock.ts';
import { Browser } from './browser.ts';
import { type Service, send, service } from './support.ts';

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  wren: ['soc'],
  tern: ['soc', 'platform'],
  stork: ['lunch'],
};
const QUESTION = JSON.stringify({ query: '{ coverage { line } }' });
const JSON_TYPE = { 'content-type': 'application/json' };

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

let provider: Server;
let api: Service;
let issuer = '';
beforeAll(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  provider = createServer((request, response) => void handler(request, response));
  issuer = `http://127.0.0.1:${await listening(provider)}`;
  const client = {
    client_id: 'keyline',
    client_secret: 'not-a-secret-but-long-enough',
    redirect_uris: [`${publicUrl}/auth/callback`],
    post_logout_redirect_uris: [`${publicUrl}/`],
    application_type: 'native',
    token_endpoint_auth_method: 'client_secret_basic',
  };
  const handler = new Provider(issuer, {
    clients: [client],
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ['odd'] },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `${id} <b>`, groups: GROUPS[id] ?? [] }),
    }),
  }).callback();
  api = await service(
    {
      auth: {
        oidc: {
          issuer,
          clientId: client.client_id,
          clientSecret: client.client_secret,
          scopes: 'openid profile',
          roles: [
            { value: 'soc', role: 'viewer' },
            { value: 'platform', role: 'analyst', teams: ['team:odd:7'] },
          ],
        },
      },
      http: { publicUrl, port },
      outbound: { allow: ['127.0.0.1/32'] },
    },
    { port },
  );
}, 60_000);
afterAll(async () => {
  await api.close();
  provider.closeAllConnections();
  provider.close();
  vi.restoreAllMocks();
});

const enter = (login: string, browser = new Browser()) =>
  browser.visit(`${api.base}/auth/login?return=/auth/me`, login);

describe('login of people', () => {
  test('a person comes in, with the role of their group; the cookie is out of reach of scripts and other sites', async () => {
    const browser = new Browser();
    const { url, reply } = await enter('wren', browser);
    expect(url).toBe(`${api.base}/auth/me`);
    expect(reply?.json).toMatchObject({
      name: 'wren <b>',
      role: 'viewer',
      kind: 'person',
      scope: null,
      canLogOut: true,
    });
    const callback = await new Browser().visit(`${api.base}/auth/login`, 'wren', `${api.base}/auth/callback`);
    expect(callback.url).toContain('code=');
    expect(browser.cookies.get(api.base)?.get('keyline-session')).toMatch(/^[\w-]{43}$/);
    const trail = readFileSync(join(api.home, 'audit', 'service', '000001.ndjson'), 'utf8');
    expect(trail).toContain(`"what":"login"`);
    expect(trail).toContain(`person:${issuer}#wren`);
    expect(trail).not.toMatch(/code=|eyJ/);
  });

  test('the strongest role counts, as far as it reaches', async () => {
    const { reply } = await enter('tern');
    expect(reply?.json).toMatchObject({ role: 'analyst', scope: [{ teams: ['team:odd:7'], environments: [] }] });
  });

  test('who has no group has no access', async () => {
    const { reply } = await enter('stork');
    expect([reply?.status, reply?.json['code']]).toEqual([403, 'login-no-role']);
  });

  test('attributes of the cookies', async () => {
    const begun = await send(`${api.base}/auth/login`);
    expect(begun.headers['set-cookie']?.[0]).toMatch(
      /^keyline-login=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/,
    );
    const url = new URL(begun.headers.location ?? '');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test('a page that needs a login sends people there, and tools not', async () => {
    const page = await send(`${api.base}/graphql`, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.location]).toEqual([302, '/auth/login?return=%2Fgraphql']);
    const tool = await send(`${api.base}/graphql`, { headers: JSON_TYPE, body: QUESTION });
    expect([tool.status, tool.json['login']]).toEqual([401, '/auth/login']);
  });
});

describe('attacks on the login', () => {
  test('an answer that was not asked for, or of another browser, or twice', async () => {
    const mine = new Browser();
    const { url } = await mine.visit(`${api.base}/auth/login`, 'wren', `${api.base}/auth/callback`);
    expect((await new Browser().open(url)).status).toBe(403);
    const other = new Browser();
    await other.open(`${api.base}/auth/login`);
    expect((await other.open(url)).status).toBe(403);
    expect(other.cookies.get(api.base)?.has('keyline-session')).toBe(false);
    expect((await mine.open(url)).status).toBe(302);
    expect((await mine.open(url)).status).toBe(403);
  });

  test.for([
    'code=stolen',
    'error=access_denied',
    'code=a&code=b',
    '',
    'state=',
    `code=x&iss=https%3A%2F%2Fevil.example`,
  ])('an answer with "%s"', async (query) => {
    const browser = new Browser();
    const begun = await browser.open(`${api.base}/auth/login`);
    const state = new URL(begun.headers.location ?? '').searchParams.get('state') ?? '';
    const reply = await browser.open(`${api.base}/auth/callback?${query}&state=${state}`);
    expect(reply.status).toBe(403);
    expect(reply.text).not.toMatch(/stack|secret|node_modules/);
  });

  test.for([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/%0d%0aSet-Cookie:x',
    '///evil.example',
    '/\t/evil.example',
  ])('back to "%s" stays here', (given) => {
    expect(new URL(ownPath(given), 'https://keyline.example.com').origin).toBe('https://keyline.example.com');
    expect(ownPath(given)).not.toMatch(/[\r\n\\]|^\/\//);
  });

  test('a session is of no use to another site, and ends at logout', async () => {
    const browser = new Browser();
    await enter('wren', browser);
    const cookie = `keyline-session=${browser.cookies.get(api.base)?.get('keyline-session')}`;
    const ask = (headers: Record<string, string>) =>
      send(api.url, { headers: { ...JSON_TYPE, cookie, ...headers }, body: QUESTION });
    expect((await ask({ origin: api.base })).status).toBe(200);
    expect((await ask({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    const foreign = [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: api.base },
      { 'sec-fetch-site': 'none' },
    ];
    for (const headers of foreign) expect([headers, (await ask(headers)).status]).toEqual([headers, 403]);
    expect(
      (
        await send(api.url, {
          headers: { ...JSON_TYPE, origin: api.base, cookie: `${cookie}; ${cookie}` },
          body: QUESTION,
        })
      ).status,
    ).toBe(401);
    const logout = await send(`${api.base}/auth/logout`, { method: 'POST', headers: { cookie, origin: api.base } });
    expect(String(logout.json['goTo'])).toContain(`${issuer}/session/end`);
    expect((await ask({ origin: api.base })).status).toBe(401);
  });

  test('a new login takes a new session: one that was set before is of no use', async () => {
    const browser = new Browser();
    browser.cookies.set(api.base, new Map([['keyline-session', 'A'.repeat(43)]]));
    await enter('wren', browser);
    expect(browser.cookies.get(api.base)?.get('keyline-session')).not.toBe('A'.repeat(43));
    const planted = await send(api.url, {
      headers: { ...JSON_TYPE, origin: api.base, cookie: `keyline-session=${'A'.repeat(43)}` },
      body: QUESTION,
    });
    expect(planted.status).toBe(401);
  });
});

describe('sessions', () => {
  const caller = { id: 'person:x#1', kind: 'person', name: 'x', role: 'viewer', audience: [] } as const;
  const times = { lifetimeMs: 8 * 3_600_000, idleMs: 60 * 60_000 };

  test('end after their time, and when nobody asks for long', () => {
    const clock = new FixedClock('2026-11-21T08:00:00Z');
    const sessions = new Sessions(clock, times);
    const idle = sessions.begin(caller);
    clock.advance(59 * 60_000);
    const { newId = idle } = sessions.find(idle) ?? {};
    clock.advance(61 * 60_000);
    expect(sessions.find(newId)).toBeUndefined();
    let id = sessions.begin(caller);
    for (let minutes = 0; minutes < 8 * 60 - 30; minutes += 30) {
      clock.advance(30 * 60_000);
      id = sessions.find(id)?.newId ?? id;
    }
    expect(sessions.find(id)).toBeDefined();
    clock.advance(31 * 60_000);
    expect(sessions.find(id)).toBeUndefined();
  });

  test('get a new id every quarter of an hour; the old one is good for what is on its way', () => {
    const clock = new FixedClock('2026-11-21T08:00:00Z');
    const sessions = new Sessions(clock, times);
    const first = sessions.begin(caller, 'id-token');
    expect(sessions.find(first)?.newId).toBeUndefined();
    clock.advance(16 * 60_000);
    const second = sessions.find(first)?.newId ?? '';
    expect(second).toMatch(/^[\w-]{43}$/);
    expect(sessions.find(first)).toMatchObject({ caller: { id: caller.id } });
    expect(sessions.find(first)?.newId).toBeUndefined();
    clock.advance(31_000);
    expect(sessions.find(first)).toBeUndefined();
    expect(sessions.find(second)).toBeDefined();
    expect(sessions.end(second)).toBe('id-token');
    expect(sessions.find(second)).toBeUndefined();
  });
});
