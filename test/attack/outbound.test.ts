import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guardedFetch, guardedLookup, outboundPolicy } from '../../src/lib/outbound.ts';
import { postJson } from '../../src/lib/post.ts';
import { ask, issuer, send, service } from './support.ts';

const strict = outboundPolicy([]);

let asked = 0;
const inner = createServer((_, response) => {
  asked += 1;
  response.writeHead(200).end('secret of the inside');
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
  ({ port } = inner.address() as AddressInfo);
});
afterAll(() => void inner.close());

const PRIVATE = [
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '169.254.170.2',
  '168.63.129.16',
  '192.0.0.192',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '::ffff:10.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::10.0.0.1',
  '64:ff9b::a9fe:a9fe',
];

describe('addresses', () => {
  test.for(PRIVATE)('%s is refused', (address) => {
    expect(strict.whyRefused(address, 'x.example')).toBeDefined();
  });

  test.for(['93.184.216.34', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:2800:220:1::1', '::ffff:8.8.8.8'])(
    '%s is public',
    (address) => {
      expect(strict.whyRefused(address, 'x.example')).toBeUndefined();
    },
  );

  test('what is allowed is allowed and nothing beside it; metadata never is', () => {
    const policy = outboundPolicy(['10.1.0.0/16', 'idp.internal', 'fd12::/16', '169.254.0.0/16', '0.0.0.0/0']);
    const narrow = outboundPolicy(['10.1.0.0/16', 'idp.internal', 'fd12::/16']);
    expect(narrow.whyRefused('10.1.2.3', 'x')).toBeUndefined();
    expect(narrow.whyRefused('10.2.2.3', 'x')).toBeDefined();
    expect(narrow.whyRefused('10.2.2.3', 'IDP.internal')).toBeUndefined();
    expect(narrow.whyRefused('fd12::9', 'x')).toBeUndefined();
    expect(narrow.whyRefused('fd13::9', 'x')).toBeDefined();
    for (const address of ['169.254.169.254', '::ffff:169.254.169.254', '168.63.129.16'])
      expect(policy.whyRefused(address, 'idp.internal')).toMatch(/metadata/);
    for (const wrong of ['10.0.0.0/33', '::/129', '10.0.0.0/x', '10.0.0.0/-1'])
      expect(() => outboundPolicy([wrong])).toThrow(/CIDR/);
  });
});

describe('requests', () => {
  const urls = [
    'http://127.0.0.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://localhost:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://0:PORT/',
    'http://user:pw@127.0.0.1:PORT/',
    'https://127.0.0.1:PORT/',
    'http://93.184.216.34/',
    'ftp://93.184.216.34/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:PORT/_x',
    'data:text/plain,x',
    'https://169.254.169.254/latest/meta-data/',
    'https://[fd00:ec2::254]/latest/meta-data/',
  ];
  test.for(urls)('%s: not sent', async (url) => {
    const before = asked;
    const fetch = await guardedFetch(strict);
    await expect(fetch(url.replace('PORT', String(port)), { signal: AbortSignal.timeout(3_000) })).rejects.toThrow();
    expect(asked).toBe(before);
  });

  test('a name that leads inside, or that has one inner address among good ones', async () => {
    for (const addresses of [['127.0.0.1'], ['93.184.216.34', '10.0.0.1'], []]) {
      const lookup = guardedLookup(strict, ((_host: string, _options: object, done: (...all: unknown[]) => void) =>
        done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        )) as never);
      const error = await new Promise<unknown>((resolve) => lookup('rebound.example', { all: true }, resolve));
      expect(error).toMatchObject({ code: 'outbound-refused' });
    }
  });

  test('a name that changes between the look-up and the connection: the connection looks itself', async () => {
    const before = asked;
    const posting = postJson(
      `http://localhost:${port}/`,
      {},
      { policy: strict, addressesOf: () => Promise.resolve(['93.184.216.34']), retries: 0 },
    );
    await expect(posting).rejects.toMatchObject({ code: 'post-target' });
    const second = postJson(
      `https://localhost:${port}/`,
      {},
      { policy: strict, addressesOf: () => Promise.resolve(['93.184.216.34']), retries: 0 },
    );
    await expect(second).rejects.toMatchObject({ code: 'outbound-refused' });
    expect(asked).toBe(before);
  });

  test('a redirect inside is not followed', async () => {
    const outer = createServer((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end(),
    );
    await new Promise<void>((resolve) => outer.listen(0, '127.0.0.1', resolve));
    const before = asked;
    const fetch = await guardedFetch(outboundPolicy(['127.0.0.1']));
    const reply = await fetch(`http://127.0.0.1:${(outer.address() as AddressInfo).port}/`);
    expect([reply.status, asked]).toEqual([302, before]);
    outer.close();
  });

  test('webhooks of reports: inside only where it is allowed', async () => {
    const url = `http://127.0.0.1:${port}/hook`;
    await expect(postJson(url, {}, { policy: strict, retries: 0 })).rejects.toThrow(/private address/);
    const before = asked;
    await postJson(url, {}, { policy: outboundPolicy(['127.0.0.1']), retries: 0 });
    expect(asked).toBe(before + 1);
  });
});

describe('issuers', () => {
  test('one inside that is not allowed is never asked for its keys', async () => {
    const provider = await issuer();
    const api = await service({ auth: { tokens: [provider.config] } });
    expect((await ask(api, '{ coverage { line } }', await provider.token())).status).toBe(401);
    expect(api.logged()).toContain('private address');
    await api.close();
    await provider.stop();
  });

  test('a login there is told as not available, without saying what is inside', async () => {
    const oidc = { issuer: `http://127.0.0.1:${port}`, clientId: 'x' };
    const api = await service({ auth: { oidc }, http: { publicUrl: 'http://127.0.0.1:9' } });
    const before = asked;
    const reply = await send(`${api.base}/auth/login`);
    expect([reply.status, asked]).toEqual([502, before]);
    expect(reply.text).not.toMatch(/secret of the inside|ECONN/);
    await api.close();
  });

  test('keys are where the configuration says, not where a token or another issuer’s metadata says', async () => {
    const liar = createServer((_, response) =>
      response.end(JSON.stringify({ issuer: 'https://other.example', jwks_uri: `http://127.0.0.1:${port}/` })),
    );
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
    const api = await service({
      auth: { tokens: [{ issuer: url, audience: 'x' }] },
      outbound: { allow: ['127.0.0.1'] },
    });
    const before = asked;
    const token = ['{"alg":"RS256","typ":"at+jwt"}', `{"iss":"${url}"}`, 'x']
      .map((one) => Buffer.from(one).toString('base64url'))
      .join('.');
    expect((await ask(api, '{ coverage { line } }', token)).status).toBe(401);
    expect(asked).toBe(before);
    liar.close();
    await api.close();
  });
});
