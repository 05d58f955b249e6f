import { readBody } from '../api/http/body.ts';
import { type Exchange, type Handler, type Route, sendJson } from '../api/http/router.ts';
import { Unauthenticated } from '../auth/index.ts';
import type { KeylineConfig } from '../lib/config.ts';
import {
  isForResource,
  MCP_PATH,
  type McpHttp,
  type McpParts,
  METADATA_PATH,
  mcpHttp,
  protectedResource,
} from '../mcp/index.ts';
import { mcpAccess } from './mcp-access.ts';

const MAX_BYTES = 1_048_576;

export interface McpMount {
  readonly routes: readonly Route[];
  readonly close: McpHttp['close'];
}

/**
 * MCP on the service: `/mcp`, and the metadata that tells clients where to log in (RFC 9728). `make`: another server than ours, for
 * tests that register fixtures on it.
 */
export function mcpRoutes(
  config: Pick<KeylineConfig, 'auth' | 'http'>,
  parts: McpParts,
  make: (parts: McpParts) => McpHttp = (given) => mcpHttp({ parts: given }),
): McpMount {
  const http = make(parts);
  const publicUrl = config.http.publicUrl === undefined ? undefined : new URL(config.http.publicUrl);
  const handle: Handler = async (request, response, exchange) => {
    const access = mcpAccess(parts, callerOf(exchange, publicUrl), (told) =>
      exchange.record({ what: 'answer', surface: 'mcp', ...told }),
    );
    const body = request.method === 'POST' ? await readBody(request, MAX_BYTES) : undefined;
    await http.handle(request, response, { access, body });
  };
  const routes: Route[] = ['GET', 'POST', 'DELETE'].map((method) => ({
    method,
    path: MCP_PATH,
    access: 'read',
    handle,
    metadataPath: METADATA_PATH,
  }));
  const issuers = config.auth.tokens.map(({ issuer }) => issuer);
  if (publicUrl !== undefined && issuers.length > 0) {
    const tell: Handler = (_request, response) => {
      response.setHeader('access-control-allow-origin', '*');
      sendJson(response, 200, protectedResource(publicUrl, issuers));
    };
    routes.push({ method: 'GET', path: METADATA_PATH, access: 'public', handle: tell });
  }
  return { routes, close: http.close };
}

/** A token must have been asked for with this server as its resource (RFC 8707); one for another service is not taken. */
function callerOf({ caller }: Exchange, publicUrl: URL | undefined): NonNullable<Exchange['caller']> {
  if (caller === undefined) throw new TypeError('the route of MCP asks who is there');
  if (caller.kind === 'token' && publicUrl !== undefined && !isForResource(caller.audience, publicUrl))
    throw new Unauthenticated('The access token is for another resource', 'invalid_token');
  return caller;
}
