import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { createYoga } from 'graphql-yoga';
import { type Caller, may } from '../../auth/index.ts';
import { type ApiContext, type ApiParts, requestContext } from '../context.ts';
import { maskError } from '../errors.ts';
import { LIMITS, limitPlugins } from '../limits.ts';
import { apiSchema } from '../schema.ts';
import { type Asked, askedPlugin, kindOf, toldOf } from './asked.ts';
import { readBody } from './body.ts';
import { guardSchema } from './guard/guard.ts';
import { Masks } from './guard/personal.ts';
import { GRAPHIQL_POLICY } from './headers.ts';
import type { Metrics } from './metrics.ts';
import { operationPlugins } from './operations.ts';
import type { Handler } from './router.ts';
import type { Security } from './security.ts';

export const GRAPHQL_PATH = '/graphql';

const EXAMPLE = `# What can reach what, and who answers for it. Press Ctrl-Enter.
{
  agents(first: 5) {
    edges { node { name kind owner { node { id } verdict } reachCounts { total } } }
    coverage { line }
  }
}
`;

export interface GraphqlOptions {
  /** For one request. */
  readonly timeoutMs: number;
  readonly security: Security;
  readonly metrics: Metrics;
}

interface Given {
  readonly caller: Caller;
  readonly asked: Asked;
  /** Aborted when nobody waits any more. */
  readonly ending: AbortController;
}

/** One for the process: the schema is one as well, and pseudonyms hold as long as it runs. */
const masks = new Masks();

/** GraphQL over HTTP, with GraphiQL for browsers. Every answer is in the audit trail before it is sent. */
export function graphqlHandler(parts: ApiParts, { timeoutMs, security, metrics }: GraphqlOptions): Handler {
  const callers = new WeakMap<Request, Caller>();
  const yoga = createYoga<Given, ApiContext>({
    schema: guardSchema(apiSchema(), masks),
    context: ({ caller, asked, ending }) => ({
      ...requestContext(parts, caller, ending.signal),
      asked,
      end: () => ending.abort(),
    }),
    graphqlEndpoint: GRAPHQL_PATH,
    graphiql: { title: 'Keyline', defaultQuery: EXAMPLE },
    renderGraphiQL,
    landingPage: false,
    cors: false,
    batching: false,
    multipart: false,
    logging: false,
    maskedErrors: { maskError: (error) => maskError(error, parts.log) },
    plugins: [
      ...limitPlugins(timeoutMs),
      ...operationPlugins(security.config.graphql, (request) => callers.get(request)),
      askedPlugin(masks),
    ],
  });
  return async (request, response, exchange) => {
    const { caller } = exchange;
    if (caller === undefined) throw new TypeError('the route of GraphQL asks who is there');
    const body = request.method === 'POST' ? await readBody(request, LIMITS.bodyBytes) : undefined;
    const asked: Asked = {};
    const sent = new Request(`http://localhost${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
    callers.set(sent, caller);
    const answer = await yoga.fetch(sent, { caller, asked, ending: endingOf(response) });
    const text = await answer.text();
    if (isPage(answer)) response.setHeader('content-security-policy', GRAPHIQL_POLICY);
    else {
      const told = toldOf(asked, answer.status);
      metrics.asked(kindOf(asked), told.outcome);
      await exchange.record(told);
    }
    send(answer, isPage(answer) || may(caller, 'personal') ? text : masks.text(text), response);
  };
}

/** Aborted when the client closes its connection before it has the answer. */
function endingOf(response: ServerResponse): AbortController {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone;
}

function isPage(answer: Response): boolean {
  return /^text\/html\b/.test(answer.headers.get('content-type') ?? '');
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function send(answer: Response, text: string, response: ServerResponse): void {
  for (const [name, value] of answer.headers) if (name !== 'content-length') response.setHeader(name, value);
  response.setHeader('cache-control', 'no-store');
  response.writeHead(answer.status);
  response.end(text);
}
