import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorize } from '../../auth/index.ts';
import { setSecurityHeaders } from './headers.ts';
import { addressOf, isIn, isOwnOrigin, namesService, plain } from './origin.ts';
import type { AnswerParts, Passage } from './passage.ts';
import { record, recordRest } from './record.ts';
import { refuse, tooMany } from './refuse.ts';
import { type Exchange, sendJson } from './router.ts';

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
