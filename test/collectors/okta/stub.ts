import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const FIXTURE = fileURLToPath(
  new URL('../../../src/collectors/okta/fixture/okta/otter-holt.okta.com', import.meta.url),
);

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Text is sent as it is. */
  readonly body: unknown;
}

/** What the stub was asked. */
export interface StubCall {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
}

/**
 * Serves the fixture's lists as the Okta API does: two objects a page, the next page in a Link header with an opaque
 * `after`. `answers` go before the fixture; each is asked until it gives `undefined`; `never` leaves the
 * request without an answer.
 */
export class OktaStub {
  readonly calls: StubCall[] = [];
  readonly answers: ((call: StubCall, times: number) => StubAnswer | 'never' | undefined)[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const answer = this.#answer(request);
      if (answer === 'never') return;
      const { status, headers, body } = answer;
      const sent = typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status ?? 200, { 'content-type': 'application/json', ...headers }).end(sent);
    });
  }

  static async start(): Promise<OktaStub> {
    const stub = new OktaStub();
    await new Promise<void>((resolve) => stub.#server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage): StubAnswer | 'never' {
    const url = new URL(request.url ?? '/', this.url);
    const call = { path: url.pathname, query: url.searchParams, authorization: request.headers.authorization };
    this.calls.push(call);
    const times = this.calls.filter((one) => one.path === call.path).length;
    for (const answer of this.answers) {
      const given = answer(call, times);
      if (given !== undefined) return given;
    }
    return this.#fromFixture(url);
  }

  #fromFixture(url: URL): StubAnswer {
    const items = itemsOf(url);
    if (items === undefined) return okta(404, 'E0000007', 'Not found: Resource not found');
    const start = Number(Buffer.from(url.searchParams.get('after') ?? '', 'base64url').toString() || '0');
    const links = [`<${this.url}${url.pathname}>; rel="self"`];
    if (start + 2 < items.length) {
      const next = new URL(url);
      next.searchParams.set('after', Buffer.from(String(start + 2)).toString('base64url'));
      links.push(`<${next.href}>; rel="next"`);
    }
    const page = items.slice(start, start + 2);
    const wrapped = url.pathname.startsWith('/workload-principals') || url.pathname.startsWith('/governance');
    return { headers: { link: links.join(', ') }, body: wrapped ? { data: page } : page };
  }
}

/** An error as the Okta API writes it. */
export function okta(status: number, errorCode: string, errorSummary: string): StubAnswer {
  return { status, body: { errorCode, errorSummary, errorLink: errorCode, errorId: 'oae1', errorCauses: [] } };
}

const FILES: readonly (readonly [RegExp, string])[] = [
  [/^\/api\/v1\/iam\/assignees\/users$/, ''],
  [/^\/oauth2\/v1\/(clients\/[^/]+\/roles)$/, '$1'],
  [/^\/api\/v1\/(.+)$/, '$1'],
  [/^\/integrations\/api\/v1\/(api-services)$/, '$1'],
  [/^\/privileged-access\/api\/v1\/(service-accounts)$/, '$1'],
  [/^\/governance\/api\/v1\/(resource-owners)$/, '$1'],
  [/^\/workload-principals\/api\/v1\/(ai-agents(?:\/[^/]+)?)\/credentials\/(jwks)$/, '$1/$2'],
  [/^\/workload-principals\/api\/v1\/(ai-agents(?:\/.+)?)$/, '$1'],
];

function itemsOf(url: URL): readonly unknown[] | undefined {
  const rule = FILES.find(([path]) => path.test(url.pathname));
  if (rule === undefined) return undefined;
  if (rule[1] === '') return [{ id: '00uQUAY000000000001', orn: 'orn:okta:directory:00oO:users:00uQUAY000000000001' }];
  if (url.pathname === '/api/v1/logs') return logEvents();
  const items = fixtureList(url.pathname.replace(rule[0], rule[1]));
  if (url.pathname !== '/api/v1/users') return items;
  const gone = url.searchParams.has('filter');
  return items.filter((user) => ((user as { status?: string } | null)?.status === 'DEPROVISIONED') === gone);
}

/** A list that the fixture has no file for is empty, as below a parent without children. */
function fixtureList(name: string): readonly unknown[] {
  try {
    const body = JSON.parse(readFileSync(`${FIXTURE}/${name}.json`, 'utf8')) as unknown;
    return Array.isArray(body) ? body : (body as { data: unknown[] }).data;
  } catch {
    return [];
  }
}

function logEvents(): readonly unknown[] {
  const lines = readFileSync(`${FIXTURE}/system-log/2026-11.jsonl`, 'utf8').trim().split('\n');
  return lines.slice(0, 10).map((line) => JSON.parse(line) as unknown);
}
