import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authorize, localAuthenticator } from '../auth/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import { inputError, KeylineError, messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { ReachReader, type ReachSource } from '../queries/reach/index.ts';
import { GRAPHQL_PATH, graphqlHandler } from './http/graphql.ts';
import { isLoopback, namesLoopback } from './http/origin.ts';
import { type Handler, type Route, Router, sendJson } from './http/router.ts';
import { LIMITS } from './limits.ts';

export interface ApiOptions {
  readonly graph: Graph;
  readonly clock: Clock;
  readonly log: Logger;
  /** Address to listen on; default loopback. */
  readonly host?: string;
  /** 0 (default) takes a free one. */
  readonly port?: number;
  /** Closes the API when it is aborted. */
  readonly signal?: AbortSignal;
  /** Where reach is had from memory; without it, it is read from the graph. */
  readonly reach?: ReachSource;
  /** Further paths beside `/graphql`, `/health` and `/ready`. */
  readonly routes?: readonly Route[];
  /** Longest time one GraphQL request may take; default 30,000 ms. */
  readonly timeoutMs?: number;
}

export interface RunningApi {
  /** Where GraphQL answers. */
  readonly url: string;
  /** Stops listening and ends what is under way, within a second. Can be called twice. */
  readonly close: () => Promise<void>;
}

const CLOSE_GRACE_MS = 500;

/** Serves the API until it is closed. Errors: `http-listen` when the address or port cannot be had. */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const host = options.host ?? '127.0.0.1';
  const local = isLoopback(host);
  if (!local) options.log.warn({ host }, 'listening beyond this machine, without login');
  const router = routerOf(options);
  const server = createServer((request, response) => {
    void answer(router, local, options.log, request, response);
  });
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  await listen(server, host, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const close = closer(server);
  options.signal?.addEventListener('abort', () => void close(), { once: true });
  return { url: `http://${urlHost(host)}:${port}${GRAPHQL_PATH}`, close };
}

function routerOf(options: ApiOptions): Router {
  const { graph, clock, log } = options;
  const graphql = graphqlHandler(
    { graph, clock, log, reach: new ReachReader(graph, clock, options.reach) },
    options.timeoutMs ?? LIMITS.timeoutMs,
  );
  const router = new Router();
  for (const method of ['GET', 'POST', 'OPTIONS'])
    router.add({ method, path: GRAPHQL_PATH, access: 'read', handle: graphql });
  const up: Handler = (_, response) => sendJson(response, 200, { status: 'up' });
  for (const path of ['/health', '/healthz']) router.add({ method: 'GET', path, access: 'public', handle: up });
  for (const path of ['/ready', '/readyz'])
    router.add({ method: 'GET', path, access: 'public', handle: readiness(graph) });
  router.add({
    method: 'GET',
    path: '/',
    access: 'public',
    handle: (_, response) => void response.writeHead(302, { location: GRAPHQL_PATH }).end(),
  });
  for (const route of options.routes ?? []) router.add(route);
  return router;
}

/** Ready: the graph answers. */
function readiness(graph: Graph): Handler {
  return async (_request, response) => {
    const answers = await graph.read('RETURN 1 AS one', {}, { timeoutMs: 2_000 }).then(
      () => true,
      () => false,
    );
    sendJson(response, answers ? 200 : 503, { status: answers ? 'ready' : 'the graph does not answer' });
  };
}

async function answer(
  router: Router,
  local: boolean,
  log: Logger,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  try {
    if (local && !namesLoopback(request)) sendJson(response, 421, { error: 'This host is not served here' });
    else await dispatch(router, request, response);
  } catch (thrown) {
    refuse(thrown, log, request, response);
  }
}

/** Finds the route, finds out who asks, and asks whether they may. */
async function dispatch(router: Router, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const match = router.match(request);
  if (!('route' in match)) {
    if (match.status === 405) response.setHeader('allow', match.allow);
    sendJson(response, match.status, {
      error: match.status === 405 ? 'This method is not for this path' : 'There is nothing here',
    });
    return;
  }
  const { access = 'administer', handle } = match.route;
  if (access === 'public') return handle(request, response, {});
  const caller = await localAuthenticator.authenticate(request);
  authorize(caller, access);
  await handle(request, response, { caller });
}

function refuse(thrown: unknown, log: Logger, request: IncomingMessage, response: ServerResponse): void {
  if (request.destroyed && !response.writable) return;
  if (thrown instanceof KeylineError && thrown.code === 'body-too-large') {
    response.setHeader('connection', 'close');
    sendJson(response, 413, { error: thrown.message });
  } else if (thrown instanceof KeylineError && thrown.exitCode === 2) {
    sendJson(response, 400, { error: thrown.message });
  } else {
    log.error({ err: thrown instanceof Error ? thrown : String(thrown), path: request.url }, 'a request failed');
    sendJson(response, 500, { error: 'internal error' });
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw inputError('http-listen', `Cannot listen on ${host} port ${port}: ${messageOf(cause)}`, {
      hint: 'Choose another one with --port, or 0 for a free one.',
      cause,
    });
  }
}

function closer(server: Server): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => {
    closed ??= new Promise((resolve) => {
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      server.closeIdleConnections();
    });
    return closed;
  };
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
