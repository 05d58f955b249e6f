import { type DecisionDesk, decisionDesk } from '../decisions/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import { standardConfig } from '../lib/config.ts';
import type { Logger } from '../lib/log.ts';
import { ReachReader, type ReachSource } from '../queries/reach/index.ts';
import { answer } from './http/answer.ts';
import { GRAPHQL_PATH, graphqlHandler } from './http/graphql.ts';
import { type Listening, listen } from './http/listen.ts';
import { loginRoutes } from './http/login.ts';
import { Metrics } from './http/metrics.ts';
import { isLoopback } from './http/origin.ts';
import { pageRoutes } from './http/page.ts';
import { type Handler, type Route, Router, sendJson } from './http/router.ts';
import { openSecurity, type Security, type SecurityOptions } from './http/security.ts';
import { tracerOf } from './http/traces.ts';
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
  /** Where decisions are handed in; default: a desk whose decisions the graph follows with the next derivation. */
  readonly decisions?: DecisionDesk;
  /** Further paths; one that says nothing of its access is for administrators. */
  readonly routes?: readonly Route[];
  /** Longest time one GraphQL request may take; default 30,000 ms. */
  readonly timeoutMs?: number;
  /** Who may log in and what is written down. Without it: nobody has to, on loopback only, and there is no trail. */
  readonly security?: SecurityOptions;
  /** Longest time for the headers of a request; default 15,000 ms. */
  readonly headersMs?: number;
}

export interface RunningApi {
  /** Where GraphQL answers. */
  readonly url: string;
  /** Every route, for those who check that each has a rule. */
  readonly routes: readonly Route[];
  /** Where `/metrics` answers without login, when it does. */
  readonly metricsUrl: string | undefined;
  /** Stops listening and ends what is under way, within a second. Can be called twice. */
  readonly close: () => Promise<void>;
}

/**
 * Serves the API until it is closed. Errors: `http-listen` when the address or port cannot be had; `not-exposed` when others could
 * reach it without login or TLS; those of the certificate and of the audit trail.
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const host = options.host ?? '127.0.0.1';
  const { log, clock } = options;
  const security = openSecurity(host, options.security ?? unsecured(), clock, log);
  const { http, telemetry } = security.config;
  const metrics = new Metrics();
  const tracer = tracerOf(telemetry.otlpEndpoint, log);
  const router = routerOf(options, security, metrics);
  const parts = { router, security, metrics, tracer, log };
  const open: Listening[] = [];
  const close = once(async () => {
    await Promise.all(open.map((one) => one.close()));
    await Promise.race([tracer.close().catch(() => undefined), pause(TRACES_MS)]);
    await security.close();
  });
  try {
    const { headersMs, port = 0 } = options;
    open.push(await listen((...both) => void answer(parts, ...both), { host, port, tls: http.tls, log, headersMs }));
    if (http.metricsPort !== undefined) open.push(await listenForMetrics(metrics, http.metricsPort, log));
  } catch (thrown) {
    await close();
    throw thrown;
  }
  options.signal?.addEventListener('abort', () => void close(), { once: true });
  const [main, figures] = open;
  const scheme = http.tls === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://${urlHost(host)}:${main?.port}${GRAPHQL_PATH}`,
    metricsUrl: figures === undefined ? undefined : `http://127.0.0.1:${figures.port}/metrics`,
    routes: router.routes(),
    close,
  };
}

const TRACES_MS = 500;

function unsecured(): SecurityOptions {
  const config = standardConfig();
  return { config: { ...config, audit: { ...config.audit, enabled: false } }, home: '' };
}

function routerOf(options: ApiOptions, security: Security, metrics: Metrics): Router {
  const { graph, clock, log } = options;
  const reach = new ReachReader(graph, clock, options.reach);
  const weights = security.config.risk;
  const parts = { graph, clock, log, reach, weights, decisions: options.decisions ?? decisionDesk(graph, clock) };
  const graphql = graphqlHandler(parts, { timeoutMs: options.timeoutMs ?? LIMITS.timeoutMs, security, metrics });
  const router = new Router();
  for (const method of ['GET', 'POST', 'OPTIONS'])
    router.add({ method, path: GRAPHQL_PATH, access: 'read', handle: graphql });
  const up: Handler = (_, response) => sendJson(response, 200, { status: 'up' });
  for (const path of ['/health', '/healthz']) router.add({ method: 'GET', path, access: 'public', handle: up });
  for (const path of ['/ready', '/readyz'])
    router.add({ method: 'GET', path, access: 'public', handle: readiness(graph) });
  router.add({ method: 'GET', path: '/metrics', access: 'metrics', isSilent: true, handle: metrics.handle });
  for (const route of loginRoutes(security)) router.add(route);
  for (const route of [...pageRoutes(), ...(options.routes ?? [])]) router.add(route);
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

/** Figures for a Prometheus on this machine, on a port of their own. */
function listenForMetrics(metrics: Metrics, port: number, log: Logger): Promise<Listening> {
  return listen(
    (request, response) => {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '');
      if (request.method === 'GET' && request.url === '/metrics' && isLoopback(host))
        void metrics.handle(request, response, { address: '', record: () => Promise.resolve() });
      else sendJson(response, 404, { error: 'There is nothing here' });
    },
    { host: '127.0.0.1', port, log },
  );
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
