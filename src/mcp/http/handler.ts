import type { IncomingMessage, ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  type AuthInfo,
  createMcpHandler,
  isLegacyRequest,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { messageOf } from '../../lib/errors.ts';
import type { McpAccess, McpParts } from '../parts.ts';
import { type AccessOf, mcpServer, type Registration } from '../server.ts';
import { Sessions } from './sessions.ts';

export const MCP_PATH = '/mcp';

const MAX_SUBSCRIPTIONS = 100;

export interface McpHttpOptions {
  readonly parts: McpParts;
  /** Registers more on every server: fixtures of the conformance suite. */
  readonly extend?: Registration;
}

/** MCP over streamable HTTP: the revision 2026-07-28 without sessions, older ones with. */
export interface McpHttp {
  /** Answers one request whose sender is known and allowed in. `body`: of a POST. Settles when the answer has been sent. */
  readonly handle: (
    request: IncomingMessage,
    response: ServerResponse,
    from: { readonly access: McpAccess; readonly body: Buffer | undefined },
  ) => Promise<void>;
  readonly close: () => Promise<void>;
}

export function mcpHttp({ parts, extend = () => undefined }: McpHttpOptions): McpHttp {
  const { log, clock } = parts;
  const sessions = new Sessions({ log, now: () => clock.now() });
  const server = (access: McpAccess): McpServer => {
    const made = mcpServer(parts, access, accessIn(access));
    extend(made);
    return made;
  };
  const modern = createMcpHandler(({ authInfo }) => server(granted(authInfo)), {
    legacy: 'reject',
    maxSubscriptions: MAX_SUBSCRIPTIONS,
    onerror: (error) => log.debug({ err: error.message }, 'an MCP request was refused'),
  });
  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    access: McpAccess,
    parsed: unknown,
  ): Promise<void> => {
    if (parsed === INVALID) return refuse(response, 400, -32_700, 'Parse error: the body is not JSON');
    if (request.method === 'GET' && request.headers['mcp-session-id'] === undefined)
      return refuse(response, 405, -32_000, 'Method not allowed: open a session with POST');
    const authInfo = authInfoOf(access);
    const fetch = async (sent: Request): Promise<Response> =>
      (await isLegacyRequest(sent, parsed))
        ? sessions.answer(sent, parsed, { caller: access.caller.id, authInfo }, () => server(access))
        : modern.fetch(sent, { authInfo, ...(parsed === undefined ? {} : { parsedBody: parsed }) });
    const onerror = (error: Error): void => log.error({ err: messageOf(error) }, 'an MCP request failed');
    await toNodeHandler({ fetch }, { onerror })(request as NodeRequest, response, parsed);
  };
  return {
    handle: async (request, response, { access: given, body }) => {
      const { access, isRecorded } = recording(given);
      const parsed = parse(body);
      const question = questionOf(request, parsed);
      if (!TELLS_ITSELF.test(question)) await access.record({ question, outcome: 'ok' });
      await answer(request, response, access, parsed);
      if (!isRecorded()) await access.record({ question, outcome: 'refused' });
    },
    close: async () => void (await Promise.all([sessions.close(), modern.close()])),
  };
}

/** A request from a connection has both; the type says they may be undefined. */
type NodeRequest = IncomingMessage & { readonly method: string; readonly url: string };

const INVALID = Symbol('not JSON');

function parse(body: Buffer | undefined): unknown {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return INVALID;
  }
}

/** What writes a line of its own into the audit trail, with its name and parameters. */
const TELLS_ITSELF = /^(tools\/call|resources\/read)$/;

/** The access, and whether anything was recorded with it. */
function recording(given: McpAccess): { readonly access: McpAccess; readonly isRecorded: () => boolean } {
  let recorded = false;
  const record: McpAccess['record'] = (told) => {
    recorded = true;
    return given.record(told);
  };
  return { access: { ...given, record }, isRecorded: () => recorded };
}

/** For the audit trail: the method of the request, or of each of several. */
function questionOf({ method }: IncomingMessage, parsed: unknown): string {
  if (parsed === undefined || parsed === INVALID) return `${method ?? ''} ${MCP_PATH}`;
  const all = [parsed].flat().map((one) => (one as { method?: unknown } | null)?.method ?? 'response');
  return all.map(String).join(', ').slice(0, 200);
}

function refuse(response: ServerResponse, status: number, code: number, message: string): void {
  if (status === 405) response.setHeader('allow', 'POST');
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null }));
}

/** Carries the access of one request to its tools; the token itself is not handed on. */
class Granted {
  readonly access: McpAccess;

  constructor(access: McpAccess) {
    this.access = access;
  }
}

function authInfoOf(access: McpAccess): AuthInfo {
  return { token: '', clientId: access.caller.id, scopes: [], extra: { granted: new Granted(access) } };
}

function granted(authInfo: AuthInfo | undefined): McpAccess {
  const found = authInfo?.extra?.['granted'];
  if (!(found instanceof Granted)) throw new TypeError('an MCP request without its sender');
  return found.access;
}

/** Who sent the request that a context belongs to: on a shared session the rules of this request count, not of the first one. */
function accessIn(opened: McpAccess): AccessOf {
  return ({ http }: ServerContext) => (http?.authInfo === undefined ? opened : granted(http.authInfo));
}
