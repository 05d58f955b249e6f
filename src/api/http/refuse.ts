import type { IncomingMessage } from 'node:http';
import { Unauthenticated } from '../../auth/index.ts';
import { KeylineError } from '../../lib/errors.ts';
import type { Passage } from './passage.ts';
import { pathOf, type Route, sendJson } from './router.ts';
import type { Security } from './security.ts';

/** 429, and when to come again. */
export function tooMany({ parts, response }: Passage, wait: number): void {
  parts.metrics.limited();
  response.setHeader('retry-after', String(wait));
  sendJson(response, 429, { error: 'Too many requests' });
}

/** What went wrong, as far as it may be told. */
export async function refuse(thrown: unknown, passage: Passage): Promise<void> {
  const { request, response, parts } = passage;
  if (request.destroyed && !response.writable) return;
  if (thrown instanceof Unauthenticated) await unauthenticated(thrown, passage);
  else if (thrown instanceof KeylineError && STATUS[thrown.code] !== undefined) {
    if (thrown.code === 'body-too-large') response.setHeader('connection', 'close');
    if (thrown.code === 'forbidden' && passage.caller?.kind === 'token')
      response.setHeader('www-authenticate', 'Bearer realm="keyline", error="insufficient_scope"');
    sendJson(response, STATUS[thrown.code] ?? 500, { error: thrown.message, code: thrown.code });
  } else if (thrown instanceof KeylineError && thrown.exitCode === 2) {
    sendJson(response, 400, { error: thrown.message, code: thrown.code });
  } else {
    parts.log.error(
      { err: thrown instanceof Error ? thrown : String(thrown), path: pathOf(request) },
      'a request failed',
    );
    sendJson(response, 500, { error: 'internal error' });
  }
}

const STATUS: Readonly<Record<string, number | undefined>> = {
  'body-too-large': 413,
  forbidden: 403,
  'outside-scope': 403,
  'cross-site': 403,
  'audit-write': 503,
  'login-unavailable': 502,
};

/** 401, with where to log in; people in a browser are sent there. */
async function unauthenticated(error: Unauthenticated, passage: Passage): Promise<void> {
  const { parts, request, response, route } = passage;
  const { security } = parts;
  if (error.reason !== undefined) {
    const wait = await security.rates.waitFor('failure', passage.address);
    if (wait !== undefined) return tooMany(passage, wait);
  } else if (security.oidc !== undefined && wantsPage(request)) {
    response.writeHead(302, { location: `/auth/login?return=${encodeURIComponent(request.url ?? '/')}` }).end();
    return;
  }
  response.setHeader('www-authenticate', challengeOf(error, route, security));
  const login = security.oidc === undefined ? {} : { login: '/auth/login' };
  sendJson(response, 401, { error: error.message, hint: error.hint, ...login });
}

function challengeOf(error: Unauthenticated, route: Route | undefined, security: Security): string {
  const metadata =
    route?.metadataPath === undefined || security.names.publicUrl === undefined
      ? ''
      : `, resource_metadata="${new URL(route.metadataPath, security.names.publicUrl).href}"`;
  const reason = error.reason === undefined ? '' : `, error="${error.reason}"`;
  return `Bearer realm="keyline"${reason}${metadata}`;
}

function wantsPage(request: IncomingMessage): boolean {
  return request.method === 'GET' && /\btext\/html\b/.test(request.headers.accept ?? '');
}
