import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { createYoga } from 'graphql-yoga';
import { type ApiContext, type ApiParts, requestContext } from '../context.ts';
import { maskError } from '../errors.ts';
import { LIMITS, limitPlugins } from '../limits.ts';
import { apiSchema } from '../schema.ts';
import { readBody } from './body.ts';
import type { Handler } from './router.ts';

export const GRAPHQL_PATH = '/graphql';

const EXAMPLE = `# What can reach what, and who answers for it. Press Ctrl-Enter.
{
  agents(first: 5) {
    edges { node { name kind owner { node { id } verdict } reachCounts { total } } }
    coverage { line }
  }
}
`;

/** GraphQL over HTTP, with GraphiQL for browsers. `timeoutMs`: for one request. */
export function graphqlHandler(parts: ApiParts, timeoutMs: number): Handler {
  const yoga = createYoga<object, ApiContext>({
    schema: apiSchema(),
    context: () => requestContext(parts),
    graphqlEndpoint: GRAPHQL_PATH,
    graphiql: { title: 'Keyline', defaultQuery: EXAMPLE },
    renderGraphiQL,
    landingPage: false,
    cors: false,
    batching: false,
    multipart: false,
    logging: false,
    maskedErrors: { maskError: (error) => maskError(error, parts.log) },
    plugins: limitPlugins(timeoutMs),
  });
  return async (request, response) => {
    const body = request.method === 'POST' ? await readBody(request, LIMITS.bodyBytes) : undefined;
    const answer = await yoga.fetch(`http://localhost${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      ...(body === undefined ? {} : { body }),
    });
    await send(answer, response);
  };
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.setHeader('cache-control', 'no-store');
  response.writeHead(answer.status);
  response.end(Buffer.from(await answer.arrayBuffer()));
}
