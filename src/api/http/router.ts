import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuditEntry } from '../../audit/index.ts';
import type { Action, Caller } from '../../auth/index.ts';

/** What a handler tells the audit trail; who asked, from where and how long it took is known. */
export type Told = Omit<AuditEntry, 'who' | 'role' | 'from' | 'ms'>;

/** One request being answered. */
export interface Exchange {
  /** Who asks. On a route that is `public` it is absent: nobody was asked to log in. */
  readonly caller?: Caller;
  /** Address the request comes from. */
  readonly address: string;
  /**
   * Writes this answer into the audit trail, instead of the line that every request gets. To be called before the answer is sent: what
   * cannot be recorded is not answered. A change is on disk when it is done. Errors: `audit-write`.
   */
  readonly record: (told: Told) => Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, exchange: Exchange) => Promise<void> | void;

/** What answers one path. */
export interface Route {
  readonly method: string;
  /** Exact, or everything below a folder: `/assets/*`. `/*` takes what no other route does. */
  readonly path: string;
  readonly handle: Handler;
  /** What the caller must be allowed; `public` asks for no login. Without it the route is for administrators. */
  readonly access?: Action | 'public';
  /** Nothing is written into the audit trail: files of the page, which are the same for everybody. */
  readonly isSilent?: boolean;
  /** Path of the metadata that tells tools where to log in (RFC 9728 §5.1), for routes that tools speak to. */
  readonly metadataPath?: string;
}

/** A route, or why there is none. */
export type Match =
  | { readonly route: Route }
  | { readonly status: 404 }
  | { readonly status: 405; readonly allow: string };

/** Finds the route of a request by method and path; everything else is 404 or 405. */
export class Router {
  readonly #routes = new Map<string, Map<string, Route>>();

  add(route: Route): this {
    const methods = this.#routes.get(route.path) ?? new Map<string, Route>();
    methods.set(route.method, route);
    this.#routes.set(route.path, methods);
    return this;
  }

  /** Every route, for those who check that each has a rule. */
  routes(): readonly Route[] {
    return [...this.#routes.values()].flatMap((methods) => [...methods.values()]);
  }

  match(request: IncomingMessage): Match {
    const methods = this.#methodsOf(pathOf(request));
    if (methods === undefined) return { status: 404 };
    const route = methods.get(request.method ?? '') ?? (request.method === 'HEAD' ? methods.get('GET') : undefined);
    return route === undefined ? { status: 405, allow: [...methods.keys()].join(', ') } : { route };
  }

  /** The routes of the path itself, else of the nearest folder that takes all below it. */
  #methodsOf(path: string): Map<string, Route> | undefined {
    const own = this.#routes.get(path);
    if (own !== undefined) return own;
    for (let end = path.lastIndexOf('/'); end >= 0; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) {
      const folder = this.#routes.get(`${path.slice(0, end)}/*`);
      if (folder !== undefined) return folder;
    }
    return undefined;
  }
}

export function pathOf(request: IncomingMessage): string {
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
