import type { IncomingMessage, ServerResponse } from 'node:http';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** What answers one path. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly handle: Handler;
}

/** Finds the handler of a request by method and path; everything else is 404 or 405. */
export class Router {
  readonly #routes = new Map<string, Map<string, Handler>>();

  add(route: Route): this {
    const methods = this.#routes.get(route.path) ?? new Map<string, Handler>();
    methods.set(route.method, route.handle);
    this.#routes.set(route.path, methods);
    return this;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const methods = this.#routes.get(pathOf(request));
    if (methods === undefined) {
      sendJson(response, 404, { error: 'There is nothing here' });
      return;
    }
    const handler = methods.get(request.method ?? '') ?? (request.method === 'HEAD' ? methods.get('GET') : undefined);
    if (handler === undefined) {
      response.setHeader('allow', [...methods.keys()].join(', '));
      sendJson(response, 405, { error: 'This method is not for this path' });
      return;
    }
    await handler(request, response);
  }
}

function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
