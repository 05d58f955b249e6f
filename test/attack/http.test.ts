import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyTrail } from '../../src/audit/index.ts';
import { ask, emptyGraph, parsed, type Service, send, service } from './support.ts';

const QUESTION = '{ coverage { line } }';
const JSON_TYPE = { 'content-type': 'application/json' };

let api: Service;
let key = '';
beforeAll(async () => {
  api = await service({ auth: { apiKeys: true }, http: { metricsPort: 0 } }, { headersMs: 300 });
  key = api.keyOf('analyst');
});
afterAll(() => api.close());

describe('from where', () => {
  test.for(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'evil@127.0.0.1', '[::1].evil'])(
    'a host "%s" is not served',
    async (host) => {
      const reply = await send(api.url, {
        headers: { ...JSON_TYPE, host, authorization: `Bearer ${key}` },
        body: '{}',
      });
      expect([400, 421]).toContain(reply.status);
    },
  );

  test.for(['https://evil.example', 'null', 'http://localhost.evil.example', 'http://127.0.0.1:1', 'file://', 'x'])(
    'a page of "%s" may not ask',
    async (origin) => {
      const reply = await send(api.url, {
        headers: { ...JSON_TYPE, origin, authorization: `Bearer ${key}` },
        body: JSON.stringify({ query: QUESTION }),
      });
      expect(reply.status).toBe(403);
      expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  test('a page of the service itself may', async () => {
    const reply = await send(api.url, {
      headers: { ...JSON_TYPE, origin: api.base, authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: QUESTION }),
    });
    expect(reply.status).toBe(200);
  });

  test('what a form can send without asking first is not taken', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']) {
      const reply = await send(api.url, {
        headers: { ...(type === '' ? {} : { 'content-type': type }), authorization: `Bearer ${key}` },
        body: JSON.stringify({ query: QUESTION }),
      });
      expect([type, reply.status >= 400]).toEqual([type, true]);
    }
    const get = await send(`${api.url}?query=${encodeURIComponent(QUESTION)}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(get.status).toBe(403);
  });
});

const repeat = (count: number, of: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => of(i)).join(' ');

const within = (inner: string): string =>
  `usedBy { edges { node { ... on Agent { credentials { edges { node { ${inner} } } } } } } }`;

describe('bombs', () => {
  const bombs: readonly (readonly [string, string])[] = [
    [
      'depth',
      `{ agents { edges { node { ${'delegatesTo { edges { node { '.repeat(12)} id ${'} } }'.repeat(12)} } } } }`,
    ],
    [
      'depth through fragments',
      `{ agents { edges { node { ...F0 } } } } ${repeat(12, (i) => `fragment F${i} on Agent { delegatesTo { edges { node { ...F${i + 1} } } } }`)} fragment F12 on Agent { id }`,
    ],
    ['aliases', `{ ${repeat(60, (i) => `a${i}: coverage { line }`)} }`],
    ['aliases within a fragment', `{ ...F } fragment F on Query { ${repeat(60, (i) => `a${i}: coverage { line }`)} }`],
    ['directives', `{ coverage ${repeat(60, () => '@include(if: true)')} { line } }`],
    ['tokens', `{ ${'coverage { line } '.repeat(2_000)} }`],
    ['a circle of fragments', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    [
      'fragments that double',
      `{ ...F0 } ${repeat(18, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F18 on Query { agents { edges { node { id name kind } } } }`,
    ],
    [
      'wide and deep',
      `{ agents { edges { node { ${repeat(12, (i) => `c${i}: credentials { edges { node { ${within('storedIn { edges { node { id known claims firstSeen lastSeen } } }')} } } }`)} } } } }`,
    ],
    [
      'lists of lists',
      '{ agents(first: 500) { edges { node { credentials(first: 500) { edges { node { usedBy(first: 500) { edges { node { ... on Agent { credentials(first: 500) { edges { node { usedBy(first: 500) { edges { node { ... on Agent { credentials { edges { node { id } } } } } } } } } } } } } } } } } } } } }',
    ],
    ['a page that is too long', '{ agents(first: 1000000000) { edges { node { id } } } }'],
    ['a number that is none', '{ agents(first: 99999999999999999999) { edges { node { id } } } }'],
    [
      'introspection in circles',
      `{ __schema { types { ${'fields { type { '.repeat(12)} name ${'} }'.repeat(12)} } } }`,
    ],
    ['a subscription', 'subscription { agents { line } }'],
    ['nothing', ''],
    ['a null byte', '{ node(id: "a\u0000b") { id } agents(filter: {kind: "\u0000"}) { nothing } }'],
  ];
  test.for(bombs)('%s: refused, quickly, and told without internals', async ([_what, query]) => {
    const reply = await ask(api, query, key);
    expect(reply.json['errors']).toBeInstanceOf(Array);
    expect(reply.text).not.toMatch(/Did you mean|node_modules|\bat .*\.ts:|neo4j|\/src\//i);
  });

  test('a batch is one request too many', async () => {
    const one = { query: QUESTION };
    for (const body of [[one], Array.from({ length: 500 }, () => one), [[one]], []]) {
      const reply = await send(api.url, {
        headers: { ...JSON_TYPE, authorization: `Bearer ${key}` },
        body: JSON.stringify(body),
      });
      expect(reply.status).toBe(400);
    }
  });

  test('bodies that are too large, and that say they are small', async () => {
    const large = JSON.stringify({ query: `# ${'x'.repeat(400_000)}\n${QUESTION}` });
    expect(
      (await send(api.url, { headers: { ...JSON_TYPE, authorization: `Bearer ${key}` }, body: large })).status,
    ).toBe(413);
    const headers = { ...JSON_TYPE, authorization: `Bearer ${key}`, 'content-encoding': 'gzip' };
    expect((await send(api.url, { headers, body: 'x'.repeat(100) })).status).toBeGreaterThanOrEqual(400);
    const wide = { 'x-wide': 'x'.repeat(40_000), authorization: `Bearer ${key}` };
    expect((await send(api.url, { headers: wide })).status).toBe(431);
  });

  test('variables: prototypes are not touched, depth is cut in the trail', async () => {
    const deep = `${'{"a":'.repeat(400)}1${'}'.repeat(400)}`;
    const body = `{"query":"query ($p: JSON) { runSavedQuery(id: \\"orphan-agents\\", params: $p) { more } }","variables":{"p":${deep},"__proto__":{"role":"admin"},"constructor":{"prototype":{"isOpen":true}}}}`;
    const reply = await send(api.url, { headers: { ...JSON_TYPE, authorization: `Bearer ${key}` }, body });
    expect(reply.status).toBeLessThan(500);
    expect(({} as Record<string, unknown>)['role']).toBeUndefined();
    const trail = readFileSync(join(api.home, 'audit', 'service', '000001.ndjson'), 'utf8');
    expect(Math.max(...trail.split('\n').map((line) => line.length))).toBeLessThan(6_000);
  });
});

describe('slow clients', () => {
  /** Sends text piece by piece, and tells what came back until the connection ended. */
  function trickle(pieces: readonly string[], everyMs: number): Promise<string> {
    return new Promise((resolve) => {
      const { port } = new URL(api.url);
      const socket = connect(Number(port), '127.0.0.1');
      let got = '';
      let at = 0;
      const timer = setInterval(() => socket.write(pieces[Math.min(at++, pieces.length - 1)] ?? ''), everyMs);
      socket.on('data', (chunk) => {
        got += String(chunk);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        resolve(got);
      });
    });
  }

  test('headers that never end are cut off, and others are answered meanwhile', async () => {
    const slow = Array.from({ length: 40 }, () => trickle(['GET / HTTP/1.1\r\nHost: localhost\r\n', 'X-A: b\r\n'], 40));
    expect((await ask(api, QUESTION, key)).status).toBe(200);
    const ends = await Promise.all(slow);
    expect(ends.every((got) => got === '' || got.startsWith('HTTP/1.1 408'))).toBe(true);
  });

  test('two lengths, a length and chunks, a bare line feed: not taken for two requests', async () => {
    const start = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`;
    const inner = 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n';
    for (const headers of [
      'Content-Length: 2\r\nContent-Length: 60\r\n\r\n',
      'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'Transfer-Encoding: xchunked\r\n\r\n',
      'Content-Length: +2\r\n\r\n',
      'X: y\nZ: w\r\nTransfer-Encoding : chunked\r\n\r\n',
    ]) {
      const got = await trickle([`${start}${headers}${inner}`, ''], 50);
      expect([headers, got.match(/HTTP\/1\.1 \d+/g)]).toEqual([headers, ['HTTP/1.1 400']]);
    }
  });
});

describe('paths', () => {
  const paths = [
    '/../../../../etc/passwd',
    '/assets/../../../../etc/passwd',
    '/assets/..%2f..%2f..%2fetc%2fpasswd',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets/....//....//package.json',
    '/assets/%00.js',
    '/assets//etc/passwd',
    '/.keyline/api-keys',
    '/audit.key',
    '/graphql/../metrics',
    '//evil.example/graphql',
    '/%67raphql',
    '/GRAPHQL',
    '/auth/../metrics',
    '/healthz/../metrics',
    'http://evil.example/metrics',
    '*',
  ];
  test.for(paths)('%s leads nowhere', async (path) => {
    const reply = await send(api.url, { path, headers: { authorization: `Bearer ${key}` } });
    expect([400, 401, 403, 404, 405]).toContain(reply.status);
    expect(reply.text).not.toMatch(/\broot:|"name": "keyline"|klk_|process_cpu/);
  });

  test.for(['TRACE', 'CONNECT', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])(
    'the method %s is for nothing',
    async (method) => {
      const reply = await send(api.url, { method, headers: { authorization: `Bearer ${key}` } }).catch(() => ({
        status: 405,
      }));
      expect([400, 404, 405]).toContain(reply.status);
    },
  );
});

describe('headers, and what they keep from happening', () => {
  test('every answer has them, refusals too', async () => {
    for (const path of ['/healthz', '/graphql', '/nothing', '/metrics']) {
      const { headers } = await send(`${api.base}${path}`);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toMatch(/unsafe/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['x-powered-by'] ?? headers['server']).toBeUndefined();
    }
  });

  test('GraphiQL alone may run what stands in its page, and still fetches nothing from elsewhere', async () => {
    const page = await send(api.url, { headers: { accept: 'text/html', authorization: `Bearer ${key}` } });
    expect(page.text).toContain('Keyline');
    expect(page.text).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).not.toMatch(/https?:|\*/);
  });
});

describe('rates', () => {
  test('too many of one caller, then of one address; others are not kept waiting', async () => {
    const small = await service({
      auth: { apiKeys: true },
      http: { requestsPerMinute: 5, requestsPerMinutePerAddress: 14 },
    });
    const [one, two] = [small.keyOf('viewer'), small.keyOf('viewer')];
    const many = async (bearer: string, count: number): Promise<number[]> => {
      const found: number[] = [];
      for (let i = 0; i < count; i += 1) found.push((await ask(small, QUESTION, bearer)).status);
      return found;
    };
    expect(await many(one, 7)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(await many(two, 5)).toEqual([200, 200, 200, 200, 200]);
    expect((await many(two, 3)).at(-1)).toBe(429);
    const last = await ask(small, QUESTION, two);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
    await small.close();
  });

  test('guessing keys is slowed down', async () => {
    const small = await service({ auth: { apiKeys: true } });
    const found = new Set<number>();
    for (let i = 0; i < 70; i += 1)
      found.add((await ask(small, QUESTION, `klk_${'0'.repeat(16)}_${'A'.repeat(43)}`)).status);
    expect([...found]).toEqual([401, 429]);
    expect((await ask(small, QUESTION, small.keyOf('viewer'))).status).toBe(200);
    await small.close();
  });
});

describe('where it listens', () => {
  const closed: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
    ['0.0.0.0', {}, /does not listen on 0\.0\.0\.0 without login/],
    ['::', {}, /without login/],
    ['0.0.0.0', { auth: { apiKeys: true } }, /without TLS/],
    ['192.0.2.7', { http: { trustedProxies: ['10.0.0.1'] } }, /without login/],
  ];
  test.for(closed)('%s with %j does not start', async ([host, config, says]) => {
    await expect(service(config, { host })).rejects.toThrow(says);
  });

  test('login by OpenID Connect needs the address that people come back to', async () => {
    const auth = { oidc: { issuer: 'https://id.example.com', clientId: 'x' } };
    await expect(service({ auth })).rejects.toThrow(/publicUrl/);
  });

  test('a configuration that says nothing of login lets the local user do everything, on loopback', async () => {
    const local = await service({});
    const reply = await ask(local, '{ coverage { line } }');
    expect(reply.status).toBe(200);
    expect((await send(local.url, { headers: { ...JSON_TYPE, host: 'evil.example' }, body: '{}' })).status).toBe(421);
    await local.close();
  });

  test('a wrong configuration is told with its place', () => {
    expect(() =>
      parsed({ auth: { tokens: [{ issuer: 'https://x.example', audience: 'a', algorithms: ['HS256'] }] } }),
    ).toThrow(/algorithms/);
    expect(() =>
      parsed({ auth: { tokens: [{ issuer: 'https://x.example', audience: 'a', algorithms: ['none'] }] } }),
    ).toThrow(/algorithms/);
    expect(() => parsed({ auth: { tokens: [{ issuer: 'https://x.example' }] } })).toThrow(/audience/);
  });
});

describe('the trail and the log', () => {
  test('what was asked is there, line by line, and holds; line feeds and escapes stay within their line', async () => {
    const evil = 'x\n{"seq":1,"who":"admin"}\r\n\u001b[31m\u2028fake';
    await ask(api, 'query Odd($id: ID!) { node(id: $id) { id } }', key, { id: evil, password: 'hunter2hunter2' });
    await send(`${api.base}/nothing%0d%0aSet-Cookie:%20a=b`, {
      headers: { authorization: `Bearer ${key}`, 'user-agent': 'a\tb' },
    });
    const text = readFileSync(join(api.home, 'audit', 'service', '000001.ndjson'), 'utf8');
    const records = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, i) => i + 1));
    const found = records.find(({ question }) => question === 'node' && JSON.stringify(records).includes('fake'));
    expect(found).toMatchObject({
      who: expect.stringMatching(/^key:/),
      what: 'answer',
      surface: 'graphql',
      outcome: expect.any(String),
    });
    expect(text).not.toContain('hunter2hunter2');
    expect(text).not.toContain('\u001b');
    expect((await verifyTrail(api.home)).problems).toEqual([]);
    for (const line of api
      .logged()
      .trim()
      .split('\n')
      .filter((one) => one !== ''))
      expect(() => JSON.parse(line)).not.toThrow();
  });

  test('what cannot be recorded is not answered', async () => {
    const broken = await service({ auth: { apiKeys: true } });
    const bearer = broken.keyOf('viewer');
    expect((await ask(broken, QUESTION, bearer)).status).toBe(200);
    const { AuditTrail } = await import('../../src/audit/index.ts');
    const append = AuditTrail.prototype.append;
    AuditTrail.prototype.append = () => {
      throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    };
    const reply = await ask(broken, QUESTION, bearer).finally(() => {
      AuditTrail.prototype.append = append;
    });
    expect(reply.status).toBeGreaterThanOrEqual(500);
    expect(reply.text).not.toContain('line');
    await broken.close();
  });

  test('an unexpected failure tells nothing', async () => {
    const graph = {
      ...emptyGraph(),
      read: () => Promise.reject(new Error('bolt://secret-host:7687 password hunter2')),
    };
    const failing = await service({ auth: { apiKeys: true } }, { graph: graph as never });
    const reply = await ask(failing, '{ agents { totalCount } }', failing.keyOf('viewer'));
    expect(reply.text).not.toMatch(/secret-host|hunter2|\.ts/);
    expect(reply.codes).toEqual(['internal']);
    expect(failing.logged()).toContain('secret-host');
    await failing.close();
  });
});

describe('metrics', () => {
  test('on a port of their own they need no login, and name nobody', async () => {
    await ask(api, QUESTION, key);
    const reply = await send(api.metricsUrl ?? '');
    expect(reply.status).toBe(200);
    expect(reply.text).toMatch(/keyline_http_request_seconds_count\{route="\/graphql"/);
    expect(reply.text).not.toMatch(/key:|klk_|person:/);
    expect((await send(api.metricsUrl ?? '', { headers: { host: 'evil.example' } })).status).toBe(404);
    expect((await send((api.metricsUrl ?? '').replace('/metrics', '/graphql'))).status).toBe(404);
  });
});
