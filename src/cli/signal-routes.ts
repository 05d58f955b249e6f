import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../api/http/body.ts';
import { type Route, sendJson } from '../api/http/router.ts';
import type { SignalsConfig } from '../lib/config-signals.ts';
import { KeylineError, messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { type Delivery, type Signal, SignalRefused, signalReceiver } from '../signals/index.ts';
import type { CommandSession } from './context.ts';

/** A SET is a few hundred bytes; a delivery of many events some ten thousand. */
const MAX_BYTES = 256 * 1024;
const MAX_CHALLENGE = 512;
const RETRY_SECONDS = '30';

/**
 * Where security events are pushed to, for those who are configured: `POST /signals/events` takes SETs (RFC 8935), `/signals/okta` the
 * calls of Okta event hooks. Their own signature or secret is their login. `taken`: told what was taken, after the answer.
 */
export function signalRoutes(
  config: SignalsConfig,
  { graph, clock, log }: Pick<CommandSession, 'graph' | 'clock' | 'log'>,
  taken: (signals: readonly Signal[]) => void,
): Route[] {
  if (config.streams.length + config.okta.length === 0) return [];
  const receiver = signalReceiver(config, graph, clock);
  const taking = (take: (delivery: Delivery) => Promise<readonly Signal[]>, done: number): Route['handle'] => {
    return async (request, response) => {
      const signals = await takeOrRefuse(take, request, response, log);
      if (signals === undefined) return;
      // RFC 8935 §2.2: accepted, with an empty body. It is kept; what follows from it need not be waited for.
      response.writeHead(done).end();
      taken(signals);
    };
  };
  return [
    { method: 'POST', path: '/signals/events', access: 'public', handle: taking(receiver.takeSet, 202) },
    { method: 'POST', path: '/signals/okta', access: 'public', handle: taking(receiver.takeHook, 200) },
    { method: 'GET', path: '/signals/okta', access: 'public', handle: challenge },
  ];
}

async function takeOrRefuse(
  take: (delivery: Delivery) => Promise<readonly Signal[]>,
  request: IncomingMessage,
  response: ServerResponse,
  log: Logger,
): Promise<readonly Signal[] | undefined> {
  try {
    const body = await readBody(request, MAX_BYTES);
    return await take({ header: (name) => headerOf(request, name), body });
  } catch (thrown) {
    refuse(thrown, request, response, log);
    return undefined;
  }
}

/** The error body of RFC 8935 §2.3, in English. What we cannot check now is not refused: it may be sent again. */
function refuse(thrown: unknown, request: IncomingMessage, response: ServerResponse, log: Logger): void {
  const from = request.socket.remoteAddress;
  if (isTooLarge(thrown)) response.setHeader('connection', 'close');
  const refusal = isTooLarge(thrown) ? new SignalRefused('invalid_request', thrown.message, 413) : thrown;
  if (!(refusal instanceof SignalRefused)) {
    log.error({ err: messageOf(thrown), from, path: request.url }, 'a signal could not be checked');
    response.setHeader('retry-after', RETRY_SECONDS);
    sendJson(response, 503, { error: 'The signal cannot be checked now' });
    return;
  }
  log.warn({ refused: refusal.err, why: refusal.message, from, path: request.url }, 'a signal was refused');
  response.setHeader('content-language', 'en');
  sendJson(response, refusal.status, { err: refusal.err, description: refusal.message });
}

function isTooLarge(thrown: unknown): thrown is KeylineError {
  return thrown instanceof KeylineError && thrown.code === 'body-too-large';
}

/** Okta asks once whether the address is ours (https://developer.okta.com/docs/concepts/event-hooks/#one-time-verification-request). */
function challenge(request: IncomingMessage, response: ServerResponse): void {
  const asked = headerOf(request, 'x-okta-verification-challenge');
  if (asked === undefined || asked === '' || asked.length > MAX_CHALLENGE)
    sendJson(response, 400, { err: 'invalid_request', description: 'There is no verification challenge' });
  else sendJson(response, 200, { verification: asked });
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
