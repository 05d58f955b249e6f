import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { OAuth2Server } from 'oauth2-mock-server';
import { type ApiOptions, type RunningApi, startApi } from '../../src/api/server.ts';
import { ApiKeys, type Role } from '../../src/auth/index.ts';
import type { Graph } from '../../src/graph/index.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { configOf, type KeylineConfig } from '../../src/lib/config.ts';
import { createLogger } from '../../src/lib/log.ts';

/** A graph that answers and holds nothing: for attacks that must fail before anything is read. */
export function emptyGraph(): Graph {
  const rowsOf = (text: string): unknown[] => (text === 'RETURN 1 AS one' ? [{ one: 1 }] : []);
  const graph: Pick<Graph, 'read'> = { read: (text) => Promise.resolve(rowsOf(text) as never) };
  return graph as Graph;
}

export interface Service extends RunningApi {
  readonly home: string;
  readonly base: string;
  readonly logged: () => string;
  readonly keys: ApiKeys;
  /** A good API key of a role. */
  readonly keyOf: (role: Role, scope?: { readonly teams?: string[]; readonly environments?: string[] }) => string;
}

/** The real service on loopback, over `graph` (default: one that holds nothing). `config`: as in the configuration file. */
export async function service(
  config: Readonly<Record<string, unknown>>,
  options: Partial<ApiOptions> = {},
): Promise<Service> {
  const home = mkdtempSync(join(tmpdir(), 'keyline-attack-'));
  let log = '';
  const stream = { write: (line: string) => (log += line) };
  const api = await startApi({
    graph: emptyGraph(),
    clock: systemClock,
    log: createLogger({ level: 'trace', stream: stream as never }),
    security: { config: parsed(config), home },
    ...options,
  });
  const keys = new ApiKeys(home, systemClock);
  return {
    ...api,
    home,
    base: api.url.replace('/graphql', ''),
    logged: () => log,
    keys,
    keyOf: (role, scope = {}) => keys.create({ name: role, role, teams: [], environments: [], ...scope }).key,
    close: async () => {
      await api.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export function parsed(config: Readonly<Record<string, unknown>>): KeylineConfig {
  return configOf(config, 'test');
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** Codes of GraphQL errors. */
  readonly codes: readonly string[];
}

/** One request, with headers that `fetch` would not send. */
export function send(
  url: string,
  options: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  } = {},
): Promise<Reply> {
  const target = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: target.hostname,
        port: target.port,
        path: options.path ?? `${target.pathname}${target.search}`,
        method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
        headers: options.headers ?? {},
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve(replyOf(response.statusCode ?? 0, response.headers, text)));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

function replyOf(status: number, headers: IncomingHttpHeaders, text: string): Reply {
  const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>;
  const errors = (json['errors'] ?? []) as { extensions?: { code?: string } }[];
  return { status, headers, text, json, codes: errors.map(({ extensions }) => extensions?.code ?? 'none') };
}

/** Asks GraphQL with a bearer token or API key. */
export function ask(
  { url }: Pick<RunningApi, 'url'>,
  query: string,
  bearer?: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Reply> {
  return send(url, {
    headers: {
      'content-type': 'application/json',
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
}

export interface Issuer {
  readonly url: string;
  /** What the configuration says of it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** A token with the claims of a good one, changed. */
  readonly token: (changes?: TokenChanges) => Promise<string>;
  /** Its public key, as PEM and JWK text: what a confused verifier would take for a shared secret. */
  readonly publicKey: () => Promise<{ readonly pem: string; readonly jwk: string }>;
  readonly stop: () => Promise<void>;
}

export interface TokenChanges {
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signed with a key of somebody else’s. */
  readonly foreign?: boolean;
}

export const AUDIENCE = 'https://keyline.example.com';

/** An issuer of access tokens that signs whatever it is told. */
export async function issuer(): Promise<Issuer> {
  const server = new OAuth2Server();
  const pair = await generateKeyPair('RS256', { extractable: true });
  const foreign = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(pair.privateKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  await server.issuer.keys.add(jwk as never);
  await server.start(0, '127.0.0.1');
  const url = server.issuer.url ?? '';
  const { exportSPKI } = await import('jose');
  return {
    url,
    config: {
      issuer: url,
      audience: AUDIENCE,
      roles: (['sender', 'viewer', 'analyst', 'responder', 'admin'] as const).map((role) => ({
        value: `kl-${role}`,
        role,
      })),
    },
    token: async ({ payload = {}, header = {}, foreign: isForeign = false } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const claims: Record<string, unknown> = {
        iss: url,
        aud: AUDIENCE,
        sub: 'svc-7',
        client_id: 'svc-7',
        jti: `j${now}`,
        iat: now,
        exp: now + 300,
        groups: ['kl-viewer'],
        ...payload,
      };
      for (const [name, value] of Object.entries(claims)) if (value === undefined) delete claims[name];
      return new SignJWT(claims as JWTPayload)
        .setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'at+jwt', ...header })
        .sign(isForeign ? foreign.privateKey : pair.privateKey);
    },
    publicKey: async () => ({
      pem: await exportSPKI(pair.publicKey),
      jwk: JSON.stringify(await exportJWK(pair.publicKey)),
    }),
    stop: () => server.stop(),
  };
}
