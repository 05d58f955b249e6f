import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { loopbackCertificate } from './certificate.ts';

export const TENANT = '7c0ffee1-0b57-4a1d-9e55-5ca1ab1e0007';
const FIXTURE = fileURLToPath(new URL(`../../../src/collectors/entra/fixture/entra/${TENANT}/`, import.meta.url));

export interface Call {
  /** `/v1.0/users` */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** What was sent, once it has been read. */
  body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  readonly body: unknown;
}

type Value = Readonly<Record<string, unknown>>;

/** Graph answers 403 like this where a permission is missing (https://learn.microsoft.com/graph/errors). */
export function denied(): Answer {
  const error = { code: 'Authorization_RequestDenied', message: 'Insufficient privileges to complete the operation.' };
  return { status: 403, body: { error } };
}

/**
 * An https double of Microsoft Graph and of the sign-in service, on loopback: it serves the fixture's lists two items a
 * page. `override` answers first. Calls without the token it issued are refused as Graph does.
 */
export class GraphDouble {
  readonly calls: Call[] = [];
  override: ((call: Call, earlier: readonly Call[]) => Answer | undefined) | undefined;
  readonly #server: Server;
  readonly #token = 'eyJ.double-of-a-token';

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<GraphDouble> {
    const { cert, key } = loopbackCertificate();
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), cert]);
    const server = createServer({ cert, key });
    const double = new GraphDouble(server);
    server.on('request', (request, response) => double.#handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Calls of Graph, without those of the sign-in service. */
  graphCalls(path: string): Call[] {
    return this.calls.filter((call) => call.path === path);
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    const call: Call = { path: url.pathname, query: url.searchParams, headers: request.headers, body: '' };
    const earlier = this.calls.filter((one) => one.path === call.path);
    this.calls.push(call);
    request.setEncoding('utf8').on('data', (chunk: string) => {
      call.body += chunk;
    });
    request.on('end', () => {
      const answer = this.override?.(call, earlier) ?? this.#signIn(call) ?? this.#graph(call);
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers }).end(text);
    });
  }

  #signIn(call: Call): Answer | undefined {
    const issuer = `${this.url}/${TENANT}/v2.0`;
    if (call.path.endsWith('/.well-known/openid-configuration')) {
      const endpoint = (name: string): string => `${this.url}/${TENANT}/oauth2/v2.0/${name}`;
      const jwks = `${this.url}/${TENANT}/discovery/v2.0/keys`;
      return {
        body: {
          issuer,
          authorization_endpoint: endpoint('authorize'),
          token_endpoint: endpoint('token'),
          jwks_uri: jwks,
        },
      };
    }
    if (!call.path.endsWith('/oauth2/v2.0/token')) return undefined;
    return { body: { token_type: 'Bearer', expires_in: 3599, access_token: this.#token } };
  }

  #graph(call: Call): Answer {
    if (call.headers.authorization !== `Bearer ${this.#token}`)
      return { status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'no token' } } };
    const advanced = call.query.get('$count') === 'true';
    if (advanced && call.headers['consistencylevel'] !== 'eventual')
      return { status: 400, body: { error: { code: 'Request_UnsupportedQuery', message: 'ConsistencyLevel' } } };
    const values = listOf(call);
    if (values === undefined)
      return { status: 404, body: { error: { code: 'Request_ResourceNotFound', message: '' } } };
    return { body: this.page(call, values) };
  }

  /** Two items, and a link to the rest. */
  page(call: Call, values: readonly unknown[], size = 2): Value {
    const from = Number(call.query.get('$skiptoken') ?? 0);
    const next = new URL(call.path, this.url);
    for (const [name, value] of call.query) next.searchParams.set(name, value);
    next.searchParams.set('$skiptoken', String(from + size));
    const more = from + size < values.length;
    return { value: values.slice(from, from + size), ...(more ? { '@odata.nextLink': next.href } : {}) };
  }
}

const CASTS: Readonly<Record<string, string>> = {
  'applications/microsoft.graph.agentIdentityBlueprint': 'agentIdentityBlueprints',
  'servicePrincipals/microsoft.graph.agentIdentityBlueprintPrincipal': 'agentIdentityBlueprintPrincipals',
  'servicePrincipals/microsoft.graph.agentIdentity': 'agentIdentities',
};

function fixture(path: string): readonly Value[] | undefined {
  try {
    return (JSON.parse(readFileSync(`${FIXTURE}${path}.json`, 'utf8')) as { value: Value[] }).value;
  } catch {
    return undefined;
  }
}

/** The list of the fixture that a path names; relations of an object come from its own file or from inside the object. */
function listOf(call: Call): readonly unknown[] | undefined {
  const path = call.path.replace(/^\/(v1\.0|beta)\//, '');
  const whole = fixture(CASTS[path] ?? path);
  if (whole !== undefined) return whole.map((item) => shaped(item, path, call));
  const [collection, id, ...rest] = path.split('/');
  const relation = rest.at(-1);
  const lists =
    collection === 'applications' ? ['agentIdentityBlueprints', collection] : [collection, 'agentIdentities'];
  const owner = lists.flatMap((list) => fixture(list ?? '') ?? []).find((item) => item['id'] === id);
  if (owner === undefined || relation === undefined) return undefined;
  const inline = owner[relation];
  return Array.isArray(inline) ? inline : [];
}

/** As `$select` and `$expand` shape it: what was not asked for is not there. */
function shaped(item: Value, path: string, call: Call): Value {
  const select = call.query.get('$select')?.split(',');
  const expand = call.query.get('$expand')?.replace(/\(.*/, '');
  if (select === undefined) return withoutRelations(item);
  const kept = Object.entries(item).filter(([name]) => name.startsWith('@') || select.includes(name));
  const related =
    expand === undefined ? undefined : (item[expand] ?? fixture(`${path}/${String(item['id'])}/${expand}`));
  const flat = (list: unknown): unknown => (call.path.startsWith('/beta') ? list : v1(list));
  if (expand === undefined) return Object.fromEntries(kept);
  const value = expand === 'manager' ? related : flat(related ?? []);
  return { ...Object.fromEntries(kept), ...(value === undefined ? {} : { [expand]: value }) };
}

function withoutRelations(item: Value): Value {
  const { owners: _owners, sponsors: _sponsors, federatedIdentityCredentials: _federated, ...rest } = item;
  return rest;
}

/** v1.0 does not show the expression of a flexible federated credential. */
function v1(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((one: Value) => {
    const { claimsMatchingExpression: _expression, ...rest } = one;
    return rest;
  });
}
