import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { startApi } from '../../src/api/server.ts';
import { createLogger } from '../../src/lib/log.ts';
import { loaderBench } from '../support/loader.ts';
import { estate, K } from './estate.ts';
import { apiBench, post } from './support.ts';

const bench = loaderBench();
const api = apiBench(bench);

vi.setConfig({ testTimeout: 120_000 });
beforeAll(() => bench.run({ step: 'records:odd/estate', records: estate }), 180_000);

const deep = (n: number): string =>
  `{ agent(id: "x") { ${'calledBy { edges { node { '.repeat(n)} id ${'} } }'.repeat(n)} } }`;

describe('hostile queries', () => {
  test.for([
    ['too deep', deep(12)],
    ['too many aliases', `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: agent(id: "x") { id }`).join(' ')} }`],
    ['too many tokens', `{ ${'coverage { line } '.repeat(900)} }`],
    ['too many directives', `{ coverage ${'@include(if: true) '.repeat(40)} { line } }`],
    ['a cycle of fragments', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    ['no such field', '{ agents { edges { node { passwrd } } } }'],
    ['not GraphQL', '{ agents('],
    ['a mutation', 'mutation { delete { id } }'],
  ])('%s: refused', async ([_what, query]) => {
    const reply = await api.ask(query ?? '');
    expect(reply.errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(reply)).not.toMatch(/Did you mean|node_modules|\bat .*\.ts:|neo4j/i);
  });

  test.for([[0], [-1], [501], [2_000_000]])('a page of %i rows is refused', async ([first]) => {
    for (const field of ['agents', 'findings', 'orphanAgents']) {
      const reply = await api.ask(`query ($n: Int) { ${field}(first: $n) { pageInfo { endCursor } } }`, { n: first });
      expect(reply.errors[0]?.extensions?.code).toBe('page-size');
    }
  });

  test.for(['x', 'bnVsbA', 'e30', 'WzEsMl0', '💥', 'W10', 'a'.repeat(10_000)])(
    'a cursor that is none is refused: %.9s',
    async (after) => {
      for (const query of [
        'query ($after: String) { agents(after: $after) { pageInfo { endCursor } } }',
        'query ($after: String) { findings(after: $after) { pageInfo { endCursor } } }',
        `query ($after: String) { blastRadius(id: "${K.bedrock}", after: $after) { line } }`,
        `query ($after: String) { whoCanReach(resource: "${K.table}", after: $after) { line } }`,
      ]) {
        const reply = await api.ask(query, { after });
        expect(reply.errors[0]?.extensions?.code).toBe('cursor');
      }
    },
  );

  test('text that looks like Cypher is only text', async () => {
    for (const id of ["' OR 1=1 //", "x'}) DETACH DELETE n //", '`', '\\u0027', '*', '%', 'a'.repeat(5_000)]) {
      const reply = await api.ask(
        'query ($id: ID!) { node(id: $id) { id } agents(filter: {owner: $id}) { totalCount } }',
        { id },
      );
      expect(reply.errors).toEqual([]);
      expect(reply.data['node']).toBeNull();
    }
    expect((await api.data('{ agents { totalCount } }')).at('agents', 'totalCount')).toBe(4);
  });

  test('a page of another site cannot ask', async () => {
    const form = await fetch(api.url(), {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"query":"{ coverage { line } }"}',
    });
    expect([403, 415]).toContain(form.status);
    const get = await fetch(`${api.url()}?query=${encodeURIComponent('{ coverage { line } }')}`, {
      headers: { accept: 'application/json' },
    });
    expect(get.status).toBe(403);
    const preflight = await fetch(api.url(), {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    // A name that was made to resolve to this machine.
    const status = await new Promise((resolve, reject) => {
      const ask = request(api.url(), { headers: { host: 'evil.example' } }, (response) =>
        resolve(response.resume().statusCode),
      );
      ask.on('error', reject).end();
    });
    expect(status).toBe(421);
  });

  test('bodies that are too large, and batches, are refused', async () => {
    const large = await fetch(api.url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `# ${'x'.repeat(400_000)}\n{ coverage { line } }` }),
    }).then(
      (r) => r.status,
      () => 413,
    );
    expect(large).toBe(413);
    const stream = new ReadableStream({ pull: (sink) => sink.enqueue(new TextEncoder().encode('x'.repeat(65_536))) });
    const endless = await fetch(api.url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    } as RequestInit).then(
      (r) => r.status,
      () => 413,
    );
    expect(endless).toBe(413);
    expect((await post(api.url(), '[{"query":"{ coverage { line } }"}]')).status).toBe(400);
    expect((await post(api.url(), '{"query":')).status).toBe(400);
    expect((await api.data('{ coverage { line } }')).at('coverage', 'line')).toContain('sources');
  });

  test('an unexpected failure tells nothing, and is logged', async () => {
    const graph = bench.graph();
    const read = graph.read.bind(graph);
    graph.read = () => Promise.reject(new Error('bolt://secret-host:7687 password hunter2'));
    const reply = await api.ask('{ agents { totalCount } coverage { line } }').finally(() => {
      graph.read = read;
    });
    expect(JSON.stringify(reply)).not.toMatch(/secret-host|hunter2|\.ts/);
    expect(reply.errors[0]?.extensions?.code).toBe('internal');
    expect(api.logged()).toContain('secret-host');
  });
});

describe('the service', () => {
  test('health, readiness, GraphiQL, and nothing else', async () => {
    const base = api.url().replace('/graphql', '');
    expect(await (await fetch(`${base}/health`)).json()).toEqual({ status: 'up' });
    expect(await (await fetch(`${base}/ready`)).json()).toEqual({ status: 'ready' });
    expect((await fetch(`${base}/etc/passwd`)).status).toBe(404);
    expect((await fetch(`${base}/health`, { method: 'DELETE' })).status).toBe(405);
    const page = await fetch(api.url(), { headers: { accept: 'text/html' } });
    const html = await page.text();
    expect(html).toContain('Keyline');
    expect(html).not.toMatch(/(src|href)="https?:/);
    expect(page.headers.get('x-frame-options')).toBe('DENY');
  });

  test('not ready when the graph does not answer', async () => {
    const graph = bench.graph();
    const read = graph.read.bind(graph);
    graph.read = () => Promise.reject(new Error('down'));
    const response = await fetch(api.url().replace('/graphql', '/ready')).finally(() => {
      graph.read = read;
    });
    expect(response.status).toBe(503);
  });

  test('takes further routes, a time limit, and closes within a second with connections open', async () => {
    const graph = bench.graph();
    const running = await startApi({
      graph,
      clock: bench.clock,
      log: createLogger({ level: 'silent' }),
      timeoutMs: 200,
      routes: [{ method: 'POST', path: '/scan', handle: (_, response) => void response.writeHead(202).end() }],
    });
    expect((await fetch(running.url.replace('/graphql', '/scan'), { method: 'POST' })).status).toBe(202);
    const read = graph.read.bind(graph);
    graph.read = () => sleep(1_500).then(() => []);
    const slow = await post(running.url, { query: '{ coverage { line } }' }).finally(() => {
      graph.read = read;
    });
    expect(slow.errors[0]?.extensions?.code).toBe('timeout');
    const { port } = new URL(running.url);
    // One connection that never says anything, one kept alive, one in the middle of a request.
    const silent = connect(Number(port), '127.0.0.1');
    const half = connect(Number(port), '127.0.0.1');
    half.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
    for (const socket of [silent, half]) socket.on('error', () => {});
    await fetch(running.url.replace('/graphql', '/health'));
    const from = performance.now();
    await Promise.all([running.close(), running.close()]);
    expect(performance.now() - from).toBeLessThan(1_000);
    await expect(fetch(running.url)).rejects.toThrow();
  });

  test('says when it cannot listen', async () => {
    const { port } = new URL(api.url());
    const parts = { graph: bench.graph(), clock: bench.clock, log: createLogger({ level: 'silent' }) };
    await expect(startApi({ ...parts, port: Number(port) })).rejects.toMatchObject({ code: 'http-listen' });
  });
});
