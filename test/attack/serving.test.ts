import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type Service, send, service } from './support.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyline-serving-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function certificate(name: string): { readonly cert: string; readonly key: string } {
  const [cert, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  const subject = ['-subj', `/CN=${name}`, '-days', '2'];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    key,
    '-out',
    cert,
    ...subject,
  ];
  execFileSync('openssl', made, { stdio: 'ignore' });
  return { cert, key };
}

function shown(port: number, maxVersion: 'TLSv1.3' | 'TLSv1.1' = 'TLSv1.3'): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { port, host: '127.0.0.1', rejectUnauthorized: false, minVersion: 'TLSv1.1', maxVersion },
      () => {
        resolve(socket.getPeerCertificate());
        socket.end();
      },
    );
    socket.on('error', reject);
  });
}

describe.skipIf(!hasOpenssl())('TLS', () => {
  test('is spoken in 1.2 and up; a new certificate is taken at SIGHUP, a broken one is not', async () => {
    const api = await service({ auth: { apiKeys: true }, http: { tls: certificate('first.example') } });
    const port = Number(new URL(api.url).port);
    expect(api.url).toMatch(/^https:/);
    expect((await shown(port)).subject.CN).toBe('first.example');
    await expect(shown(port, 'TLSv1.1')).rejects.toThrow();
    const reply = await new Promise<{ status: number; hsts: unknown }>((resolve, reject) => {
      request(`https://127.0.0.1:${port}/healthz`, { rejectUnauthorized: false }, (response) =>
        resolve({ status: response.resume().statusCode ?? 0, hsts: response.headers['strict-transport-security'] }),
      )
        .on('error', reject)
        .end();
    });
    expect(reply).toEqual({ status: 200, hsts: 'max-age=31536000' });
    await expect(send(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    certificate('second.example');
    process.emit('SIGHUP');
    expect((await shown(port)).subject.CN).toBe('second.example');
    writeFileSync(join(folder, 'tls.crt'), 'broken');
    process.emit('SIGHUP');
    expect((await shown(port)).subject.CN).toBe('second.example');
    expect(api.logged()).toContain('the old one stays');
    await api.close();
  });

  test('files that are not there are told', async () => {
    const http = { tls: { cert: join(folder, 'none.crt'), key: join(folder, 'none.key') } };
    await expect(service({ http })).rejects.toMatchObject({ code: 'tls-files' });
  });
});

describe('traces', () => {
  test('go to the endpoint that is configured, and hold no address, query or name', async () => {
    const got: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const collector = createServer((incoming, response) => {
      let body = '';
      incoming.on('data', (chunk) => (body += String(chunk)));
      incoming.on('end', () => {
        got.push(`${incoming.url} ${body}`);
        response.writeHead(200, JSON_TYPE).end('{}');
        resolve();
      });
    });
    await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
    const otlpEndpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    const api = await service({ auth: { apiKeys: true }, telemetry: { otlpEndpoint } });
    const key = api.keyOf('viewer');
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    // The exporter is loaded beside the first requests.
    for (let i = 0; i < 200 && got.length === 0; i += 1) {
      await send(`${api.url}?secret=odd-query`, {
        headers: { ...JSON_TYPE, authorization: `Bearer ${key}`, traceparent },
        body: '{"query":"{ coverage { line } }"}',
      });
    }
    await api.close();
    await promise;
    collector.closeAllConnections();
    collector.close();
    const text = got.join('\n');
    expect(text).toMatch(/^\/v1\/traces /);
    expect(text).toContain('POST /graphql');
    expect(text).toContain('0af7651916cd43dd8448eb211c80319c');
    expect(text).not.toMatch(/odd-query|127\.0\.0\.1|klk_|key:/);
  });
});

describe('persisted operations and introspection', () => {
  const text = 'query Line { coverage { line } }';
  const hash = createHash('sha256').update(text).digest('hex');
  let api: Service;
  beforeAll(async () => {
    const file = join(folder, 'operations.json');
    writeFileSync(file, JSON.stringify({ [`sha256:${hash}`]: text, line: text }));
    api = await service({
      auth: { apiKeys: true },
      graphql: { operations: file, onlyPersisted: true, introspection: 'admin' },
    });
  });
  afterAll(() => api.close());

  const persisted = (body: object, key: string) =>
    send(api.url, { headers: { ...JSON_TYPE, authorization: `Bearer ${key}` }, body: JSON.stringify(body) });

  test('a viewer asks what is persisted, by hash or id, and nothing else; an analyst asks anything', async () => {
    const viewer = api.keyOf('viewer');
    for (const body of [{ documentId: 'line' }, { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }])
      expect((await persisted(body, viewer)).json).toMatchObject({ data: { coverage: { line: expect.any(String) } } });
    for (const body of [
      { query: text },
      { documentId: 'none' },
      { documentId: '__proto__' },
      { documentId: 'line', query: '{ agents { totalCount } }' },
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'f'.repeat(64) } }, query: text },
    ]) {
      const reply = await persisted(body, viewer);
      expect([
        body,
        reply.text.includes('totalCount'),
        reply.text.includes('"data":{"coverage"') && !('documentId' in body),
      ]).toEqual([body, false, false]);
    }
    expect((await persisted({ query: text }, api.keyOf('analyst'))).status).toBe(200);
  });

  test('the schema is for administrators here', async () => {
    const query = '{ __schema { types { name } } }';
    const refused = await ask(api, query, api.keyOf('responder'));
    expect(refused.json['data']).toBeUndefined();
    expect(refused.text).not.toContain('AgentTable');
    expect((await ask(api, query, api.keyOf('admin'))).text).toContain('AgentTable');
  });

  test('a file whose hashes are wrong is refused', async () => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, JSON.stringify({ [`sha256:${'0'.repeat(64)}`]: text }));
    await expect(service({ graphql: { operations: file } })).rejects.toThrow(/not its SHA-256/);
  });
});

describe('behind a proxy', () => {
  test('only the proxy is served, and what it says of addresses is believed', async () => {
    const config = { auth: { apiKeys: true }, http: { trustedProxies: ['127.0.0.1'], requestsPerMinutePerAddress: 3 } };
    const api = await service(config, { host: '127.0.0.1' });
    const key = api.keyOf('viewer');
    const from = async (forwarded: string): Promise<number> =>
      (
        await send(api.url, {
          headers: { ...JSON_TYPE, authorization: `Bearer ${key}`, 'x-forwarded-for': forwarded },
          body: '{"query":"{__typename}"}',
        })
      ).status;
    const found: number[] = [];
    // What a client writes itself stands before what the proxy adds: it changes nothing.
    for (let i = 0; i < 5; i += 1) found.push(await from(`10.9.9.${i}, 203.0.113.7`));
    expect(found).toEqual([200, 200, 200, 429, 429]);
    expect(await from('203.0.113.8')).toBe(200);
    await api.close();
  });
});
