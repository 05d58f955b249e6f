import type { Registry } from 'prom-client';
import type { Handler } from './router.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.06, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** The service’s own figures, for Prometheus. The library is loaded beside the first requests, so that nothing waits for it. */
export class Metrics {
  readonly #loaded: Promise<Loaded>;
  #now: Loaded | undefined;

  constructor() {
    this.#loaded = load();
    this.#loaded.then(
      (loaded) => {
        this.#now = loaded;
      },
      () => undefined,
    );
  }

  answered(route: string, method: string, status: number, seconds: number): void {
    const known = KNOWN_METHODS.has(method) ? method : 'other';
    this.#now?.requests.labels(route, known, String(status)).observe(seconds);
  }

  limited(): void {
    this.#now?.limited.inc();
  }

  unrecorded(): void {
    this.#now?.unrecorded.inc();
  }

  /** One GraphQL request: `query` or `mutation`, and `ok` or the code of its first error. */
  asked(kind: string, outcome: string): void {
    this.#now?.asked.labels(kind, outcome).inc();
  }

  /** `/metrics` in the text format of Prometheus. */
  readonly handle: Handler = async (_request, response) => {
    const { registry } = await this.#loaded;
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text);
  };
}

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

type Loaded = Awaited<ReturnType<typeof load>>;

async function load() {
  const { Counter, collectDefaultMetrics, Histogram, Registry: Made } = await import('prom-client');
  const registry: Registry = new Made();
  collectDefaultMetrics({ register: registry, prefix: 'keyline_' });
  const of = { registers: [registry] };
  return {
    registry,
    requests: new Histogram({
      name: 'keyline_http_request_seconds',
      help: 'Time to answer, by route',
      labelNames: ['route', 'method', 'status'],
      buckets: SECONDS,
      ...of,
    }),
    asked: new Counter({
      name: 'keyline_graphql_requests_total',
      help: 'GraphQL requests',
      labelNames: ['kind', 'outcome'],
      ...of,
    }),
    limited: new Counter({ name: 'keyline_http_limited_total', help: 'Requests refused as too many', ...of }),
    unrecorded: new Counter({ name: 'keyline_audit_failures_total', help: 'Answers the trail could not take', ...of }),
  };
}
