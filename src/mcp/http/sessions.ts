import { randomUUID } from 'node:crypto';
import { type AuthInfo, type McpServer, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import type { Logger } from '../../lib/log.ts';
import { EventLog } from './event-log.ts';

interface Session {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly caller: string;
  lastUsed: number;
}

export interface SessionOptions {
  readonly now: () => number;
  readonly log: Logger;
  /** Sessions at most; the one unused for longest goes. */
  readonly max?: number;
  readonly idleMs?: number;
}

const MAX = 500;
const IDLE_MS = 30 * 60_000;
const MAX_BODY = 1_048_576;
const RETRY_MS = 1_000;

/**
 * Clients of the revisions up to 2025-11-25: a session each, with its own server, so that requests of the server reach the client.
 * A session is for the caller who opened it; for anybody else it is not there.
 */
export class Sessions {
  readonly #open = new Map<string, Session>();
  readonly #options: Required<SessionOptions>;

  constructor(options: SessionOptions) {
    this.#options = { max: MAX, idleMs: IDLE_MS, ...options };
  }

  get size(): number {
    return this.#open.size;
  }

  /** Answers one request. `makeServer`: called when the request opens a session. */
  async answer(
    request: Request,
    body: unknown,
    auth: { readonly caller: string; readonly authInfo: AuthInfo },
    makeServer: () => McpServer,
  ): Promise<Response> {
    this.#dropIdle();
    const id = request.headers.get('mcp-session-id');
    if (id === null) return this.#begin(request, body, auth, makeServer);
    const session = this.#open.get(id);
    if (session === undefined || session.caller !== auth.caller) return notFound();
    session.lastUsed = this.#options.now();
    return session.transport.handleRequest(request, { parsedBody: body, authInfo: auth.authInfo });
  }

  async close(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(all.map(({ transport }) => transport.close()));
  }

  async #begin(
    request: Request,
    body: unknown,
    { caller, authInfo }: { readonly caller: string; readonly authInfo: AuthInfo },
    makeServer: () => McpServer,
  ): Promise<Response> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      maxRequestBodySize: MAX_BODY,
      eventStore: new EventLog(),
      retryInterval: RETRY_MS,
      onsessioninitialized: (id) => this.#keep(id, { transport, caller, lastUsed: this.#options.now() }),
      onsessionclosed: (id) => void this.#open.delete(id),
    });
    const server = makeServer();
    server.server.onerror = (error) => this.#options.log.debug({ err: error.message }, 'an MCP session');
    await server.connect(transport);
    const response = await transport.handleRequest(request, { parsedBody: body, authInfo });
    if (transport.sessionId === undefined) await server.close();
    return response;
  }

  #keep(id: string, session: Session): void {
    if (this.#open.size >= this.#options.max) {
      const [oldest] = [...this.#open].sort(([, a], [, b]) => a.lastUsed - b.lastUsed);
      if (oldest !== undefined) this.#drop(...oldest);
    }
    this.#open.set(id, session);
  }

  #dropIdle(): void {
    const since = this.#options.now() - this.#options.idleMs;
    for (const [id, session] of this.#open) if (session.lastUsed < since) this.#drop(id, session);
  }

  #drop(id: string, { transport }: Session): void {
    this.#open.delete(id);
    void transport.close();
  }
}

/** As the revision of 2025-11-25 says (Transports, Session Management): the client then opens a new one. */
function notFound(): Response {
  return Response.json(
    { jsonrpc: '2.0', error: { code: -32_001, message: 'Session not found' }, id: null },
    { status: 404 },
  );
}
