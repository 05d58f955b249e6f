import { createHmac, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type Issuer, issuer, type Service, send, service, type TokenChanges } from './support.ts';

const QUESTION = '{ coverage { line } }';
const now = (): number => Math.floor(Date.now() / 1000);

let provider: Issuer;
let api: Service;
beforeAll(async () => {
  provider = await issuer();
  api = await service({
    auth: { tokens: [provider.config], apiKeys: true },
    http: { publicUrl: 'https://keyline.example.com' },
    outbound: { allow: ['127.0.0.1/32'] },
  });
});
afterAll(async () => {
  await api.close();
  await provider.stop();
});

describe('access tokens', () => {
  test('a good one is let in, and the trail names it', async () => {
    const reply = await ask(api, QUESTION, await provider.token());
    expect(reply.json).toMatchObject({ data: { coverage: { line: expect.any(String) } } });
    const file = join(api.home, 'audit', 'service', '000001.ndjson');
    expect(readFileSync(file, 'utf8')).toContain(`"who":"token:${provider.url}#svc-7"`);
  });

  const attacks: readonly (readonly [string, TokenChanges])[] = [
    ['another audience', { payload: { aud: 'https://other.example.com' } }],
    ['no audience', { payload: { aud: undefined } }],
    ['expired', { payload: { exp: now() - 120 } }],
    ['without an end', { payload: { exp: undefined } }],
    ['not yet valid', { payload: { nbf: now() + 600 } }],
    ['an end that is no time', { payload: { exp: 'tomorrow' } }],
    ['an issuer that is not known', { payload: { iss: 'https://evil.example.com' } }],
    ['an issuer that only begins like ours', { payload: { iss: undefined } }],
    ['signed by somebody else with our key id', { foreign: true }],
    ['a key that the issuer does not have', { header: { kid: 'k9' } }],
    ['an ID token', { header: { typ: 'JWT' } }],
    ['no type', { header: { typ: undefined } }],
    ['a key in its own header', { foreign: true, header: { jku: 'http://127.0.0.1:9/jwks', kid: 'evil' } }],
    ['a critical header that nobody knows', { header: { crit: ['exp'], exp: 1 } }],
    ['no subject', { payload: { sub: undefined } }],
    ['no client', { payload: { client_id: undefined } }],
    ['no group that gives a role', { payload: { groups: ['everybody'] } }],
    ['a role as text in another claim', { payload: { groups: undefined, role: 'admin' } }],
    ['a group in a longer name', { payload: { groups: ['kl-admins', 'xkl-admin', 'KL-ADMIN'] } }],
    ['groups that are an object', { payload: { groups: { 'kl-admin': true } } }],
  ];
  test.for(attacks)('%s: refused', async ([_what, changes]) => {
    const token = await provider.token(changes).catch(() => 'cannot.be.signed');
    const reply = await ask(api, QUESTION, token);
    expect(reply.status).toBe(401);
    expect(reply.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(reply.text).not.toMatch(/audience|exp|kid|signature|jwks/i);
  });

  test('no signature, and a public key taken for a shared secret', async () => {
    const good = await provider.token({ payload: { groups: ['kl-admin'] } });
    const [, payload = ''] = good.split('.');
    const header = (fields: object): string =>
      Buffer.from(JSON.stringify({ typ: 'at+jwt', kid: 'k1', ...fields })).toString('base64url');
    const { pem, jwk } = await provider.publicKey();
    const hmac = (alg: string, secret: string): string => {
      const open = `${header({ alg })}.${payload}`;
      return `${open}.${createHmac(`sha${alg.slice(2)}`, secret)
        .update(open)
        .digest('base64url')}`;
    };
    const forged = [
      ...['none', 'None', 'NONE', ''].flatMap((alg) => [
        `${header({ alg })}.${payload}.`,
        `${header({ alg })}.${payload}.AA`,
      ]),
      ...[pem, pem.trim(), jwk, ''].flatMap((secret) => [hmac('HS256', secret), hmac('HS512', secret)]),
      good.slice(0, -4),
      `${good.slice(0, -4)}AAAA`,
      `${good}.${good}`,
      `${header({ alg: 'RS256' })}.${Buffer.from('{}').toString('base64url')}.AA`,
      'a.b.c',
      'x'.repeat(15_000),
    ];
    for (const token of forged)
      expect([token.slice(0, 30), (await ask(api, QUESTION, token)).status]).toEqual([token.slice(0, 30), 401]);
  });

  test('claims that were changed after signing', async () => {
    const [header = '', payload = '', signature = ''] = (await provider.token()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const raised = Buffer.from(JSON.stringify({ ...claims, groups: ['kl-admin'] })).toString('base64url');
    expect((await ask(api, QUESTION, `${header}.${raised}.${signature}`)).status).toBe(401);
  });
});

describe('API keys', () => {
  test('nothing, or what is no key, opens nothing', async () => {
    const good = api.keyOf('viewer');
    expect((await ask(api, QUESTION, good)).status).toBe(200);
    const bearers = [
      undefined,
      'klk_',
      good.slice(0, -1),
      `${good}A`,
      good.replace(/^klk_.{16}/, `klk_${'0'.repeat(16)}`),
      `klk_../../../../etc_${randomBytes(32).toString('base64url')}`,
      `${good.slice(0, 21)}${randomBytes(32).toString('base64url')}`,
      readFileSync(join(api.home, 'api-keys', readdirSync(join(api.home, 'api-keys'))[0] ?? ''), 'utf8').match(
        /[0-9a-f]{64}/,
      )?.[0],
    ];
    for (const bearer of bearers) expect([bearer, (await ask(api, QUESTION, bearer)).status]).toEqual([bearer, 401]);
  });

  test.for(['Basic YWRtaW46YWRtaW4=', 'Bearer', 'Bearer  ', 'bearer a b', 'Digest x', 'Bearer \u00e9'])(
    'the header "%s" opens nothing',
    async (authorization) => {
      const reply = await send(api.url, {
        body: '{"query":"{__typename}"}',
        headers: { authorization, 'content-type': 'application/json' },
      });
      expect(reply.status).toBe(401);
    },
  );

  test('a key that was revoked or has ended is refused at once', async () => {
    const { key, kept } = api.keys.create({ name: 'x', role: 'admin', teams: [], environments: [] });
    expect((await ask(api, QUESTION, key)).status).toBe(200);
    api.keys.revoke(kept.id.slice(0, 9));
    expect((await ask(api, QUESTION, key)).status).toBe(401);
    const past = api.keys.create({
      name: 'x',
      role: 'admin',
      teams: [],
      environments: [],
      expiresAt: '2026-01-01T00:00:00.000Z',
    });
    expect((await ask(api, QUESTION, past.key)).status).toBe(401);
    const broken = api.keys.create({ name: 'x', role: 'admin', teams: [], environments: [] });
    writeFileSync(join(api.home, 'api-keys', `${broken.kept.id}.json`), '{"role":"admin"}');
    expect((await ask(api, QUESTION, broken.key)).status).toBe(401);
  });

  test('a key in the query, the body or a cookie opens nothing', async () => {
    const key = api.keyOf('admin');
    const body = '{"query":"{__typename}"}';
    const json = { 'content-type': 'application/json' };
    const replies = [
      await send(`${api.url}?access_token=${key}`, { body, headers: json }),
      await send(api.url, { body: JSON.stringify({ query: '{__typename}', access_token: key }), headers: json }),
      await send(api.url, {
        body,
        headers: { ...json, cookie: `__Host-keyline-session=${key}; keyline-session=${key}` },
      }),
      await send(api.url, { body, headers: { ...json, 'x-api-key': key } }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  });

  test('the key itself is kept nowhere', async () => {
    const { key } = api.keys.create({ name: 'hidden', role: 'viewer', teams: [], environments: [] });
    await ask(api, `{ node(id: "${key}") { id } }`, key);
    const secret = key.slice(21);
    const kept = readdirSync(api.home, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'));
    expect(kept.length).toBeGreaterThan(3);
    expect([...kept, api.logged()].filter((text) => text.includes(secret))).toEqual([]);
  });
});
