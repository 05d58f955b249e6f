import type { IncomingMessage } from 'node:http';
import { messageOf } from '../../lib/errors.ts';
import type { Logger } from '../../lib/log.ts';

/** A request being traced. */
export interface RequestSpan {
  readonly end: (route: string, status: number) => void;
}

/** Traces of requests (OpenTelemetry); without an endpoint nothing is loaded and nothing happens. */
export interface Tracer {
  readonly begin: (request: IncomingMessage) => RequestSpan | undefined;
  /** Sends what is left. */
  readonly close: () => Promise<void>;
}

const OFF: Tracer = { begin: () => undefined, close: () => Promise.resolve() };

/** `endpoint`: OTLP over HTTP, `http://127.0.0.1:4318`; spans go to `/v1/traces` below it. */
export function tracerOf(endpoint: string | undefined, log: Logger): Tracer {
  if (endpoint === undefined) return OFF;
  let loaded: Awaited<ReturnType<typeof load>> | undefined;
  const loading = load(endpoint).then(
    (one) => {
      loaded = one;
    },
    (thrown: unknown) => log.error({ err: messageOf(thrown) }, 'traces are off: they cannot be set up'),
  );
  return {
    begin: (request) => loaded?.begin(request),
    close: async () => {
      await loading;
      await loaded?.close();
    },
  };
}

/** Names as the semantic conventions for HTTP have them. A span holds method, route and status: no address, no query, no name. */
async function load(endpoint: string) {
  const [{ SpanKind, SpanStatusCode, trace, ROOT_CONTEXT }, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 5_000 });
  const provider = new sdk.BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'keyline' }),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('keyline');
  return {
    begin: (request: IncomingMessage): RequestSpan => {
      const parent = parentOf(request);
      const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
      const span = tracer.startSpan(request.method ?? 'HTTP', { kind: SpanKind.SERVER }, context);
      span.setAttribute('http.request.method', request.method ?? '');
      return {
        end: (route, status) => {
          span.updateName(`${request.method ?? 'HTTP'} ${route}`);
          span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
          if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    close: () => provider.shutdown(),
  };
}

/** The caller’s own span (W3C Trace Context §3.2). */
function parentOf(request: IncomingMessage) {
  const header = String(request.headers['traceparent'] ?? '');
  const [, traceId, spanId, flags] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header) ?? [];
  if (traceId === undefined || spanId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags ?? '00', 16) & 1, isRemote: true };
}
