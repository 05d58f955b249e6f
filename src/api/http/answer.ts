import type { IncomingMessage, ServerResponse } from 'node:http';
import { auditText } from '../../audit/index.ts';
import { authorize, type Caller, Unauthenticated } from '../../auth/index.ts';
import { KeylineError, messageOf } from '../../lib/errors.ts';
import type { Logger } from '../../lib/log.ts';
import { setSecurityHeaders } from './headers.ts';
import type { Metrics } from './metrics.ts';
import { addressOf, isIn, isOwnOrigin, namesService, plain } from './origin.ts';
import { type Exchange, pathOf, type Route, type Router, sendJson, type Told } from './router.ts';
import type { Security } from './security.ts';
import type { Tracer } from './traces.ts';

export interface AnswerParts {
  readonly router: Router;
  readonly security: Security;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly log: Logger;
}

/** One request on its way through. */
interface Passage {
  readonly parts: AnswerParts;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly address: string;
  readonly startedAt: number;
  route: Route | undefined;
  caller: Caller | undefined;
  isRecorded: boolean;
}

/** Answers one request: where it comes from, what it names, how often, who asks, whether they may; then the route’s handler. */
export async function answer(parts: AnswerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { security, metrics, tracer } = parts;
  const address = addressOf(request, security.proxies);
  const startedAt = performance.now();
  const passage: Passage = {
    parts,
    request,
    response,
    address,
    startedAt,
    route: undefined,
    caller: undefined,
    isRecorded: false,
  };
  setSecurityHeaders(response, security.isSecure);
  const span = tracer.begin(request);
  try {
    if (isWelcome(passage)) await dispatch(passage);
  } catch (thrown) {
    await refuse(thrown, passage);
  }
  const path = passage.route?.path ?? 'none';
  span?.end(path, response.statusCode);
  metrics.answered(path, request.method ?? '', response.statusCode, (performance.now() - startedAt) / 1000);
  await recordRest(passage);
}

/** What is turned away before anybody looks at who asks. */
function isWelcome({ parts: { security }, request, response }: Passage): boolean {
  if (!namesService(request, security.names)) sendJson(response, 421, { error: 'This host is not served here' });
  else if (security.onlyProxies && !isIn(security.proxies, plain(request.socket.remoteAddress ?? '')))
    sendJson(response, 403, { error: 'Come through the proxy' });
  else if (!isOwnOrigin(request, security.isSecure)) sendJson(response, 403, { error: 'Not from this origin' });
  else return true;
  return false;
}

async function dispatch(passage: Passage): Promise<void> {
  const { parts, request, response } = passage;
  if (!parts.security.isOpen && (await isTooOften(passage, 'address', passage.address))) return;
  const match = parts.router.match(request);
  if (!('route' in match)) {
    const found = match.status === 405;
    if (found) response.setHeader('allow', match.allow);
    sendJson(response, match.status, { error: found ? 'This method is not for this path' : 'There is nothing here' });
    return;
  }
  passage.route = match.route;
  const { access = 'administer', handle } = match.route;
  if (access !== 'public') {
    passage.caller = await parts.security.authenticator.authenticate(request, response);
    if (!parts.security.isOpen && (await isTooOften(passage, 'caller', passage.caller.id))) return;
    authorize(passage.caller, access);
  }
  await handle(request, response, exchangeOf(passage));
}

function exchangeOf(passage: Passage): Exchange {
  const { caller, address } = passage;
  return { address, record: (told) => record(passage, told), ...(caller === undefined ? {} : { caller }) };
}

async function isTooOften(passage: Passage, kind: 'caller' | 'address', key: string): Promise<boolean> {
  const wait = await passage.parts.security.rates.waitFor(kind, key);
  if (wait === undefined) return false;
  tooMany(passage, wait);
  return true;
}

function tooMany({ parts, response }: Passage, wait: number): void {
  parts.metrics.limited();
  response.setHeader('retry-after', String(wait));
  sendJson(response, 429, { error: 'Too many requests' });
}

async function refuse(thrown: unknown, passage: Passage): Promise<void> {
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

async function record(passage: Passage, told: Told): Promise<void> {
  const { parts, caller, address, startedAt } = passage;
  const { trail } = parts.security;
  passage.isRecorded = true;
  if (trail === undefined) return;
  const entry = {
    who: caller?.id ?? 'nobody',
    ...(caller === undefined ? {} : { role: caller.role }),
    from: address,
    ...told,
    ms: Math.round((performance.now() - startedAt) * 10) / 10,
  };
  try {
    if (told.what === 'change') await trail.appendDurably(entry);
    else trail.append(entry);
  } catch (thrown) {
    parts.metrics.unrecorded();
    parts.log.error({ err: messageOf(thrown) }, 'the audit trail cannot be written');
    throw thrown;
  }
}

/** The line of a request whose handler said nothing: what was asked, and whether it was answered. */
async function recordRest(passage: Passage): Promise<void> {
  const { request, response, route, caller, isRecorded } = passage;
  const isShown = caller !== undefined || request.headers.authorization !== undefined;
  if (isRecorded || route === undefined || route.isSilent === true || route.access === 'public' || !isShown) return;
  const status = response.statusCode;
  // Too many are counted, not written down: the trail must not grow as fast as somebody can ask.
  if (status === 429) return;
  const isRefused = status === 401 || status === 403;
  const isQuestion = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
  await record(passage, {
    what: isRefused ? 'refused' : isQuestion ? 'answer' : 'change',
    surface: 'http',
    question: auditText(`${request.method ?? ''} ${pathOf(request)}`, 300),
    outcome: status < 400 ? 'ok' : String(status),
  }).catch(() => undefined);
}
