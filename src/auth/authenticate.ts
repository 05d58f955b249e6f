import type { IncomingMessage, ServerResponse } from 'node:http';
import { KeylineError } from '../lib/errors.ts';
import { type ApiKeys, looksLikeApiKey } from './api-keys.ts';
import { type Caller, LOCAL_CALLER } from './caller.ts';
import { cookie, cookieNames, cookieOf } from './cookies.ts';
import type { Sessions } from './sessions.ts';
import type { TokenVerifier } from './tokens.ts';

/** Finds out who sends a request. */
export interface Authenticator {
  /**
   * `response`: takes the cookie when a session gets a new id. Errors: `unauthenticated`, with what a client may be told of the
   * reason; `cross-site` for a change that another site’s page asks for in somebody’s name.
   */
  authenticate(request: IncomingMessage, response?: ServerResponse): Promise<Caller>;
}

/** No login, or one that does not hold. `reason` is an error code of RFC 6750 §3.1; absent when nothing was shown. */
export class Unauthenticated extends KeylineError {
  readonly reason: 'invalid_token' | 'invalid_request' | undefined;

  constructor(message: string, reason?: 'invalid_token' | 'invalid_request') {
    super('unauthenticated', message, { hint: 'Log in, or send an API key or an access token as a bearer token.' });
    this.reason = reason;
  }
}

/** Everybody is the local user: only for a service that listens on loopback and has no login. */
export const localAuthenticator: Authenticator = { authenticate: () => Promise.resolve(LOCAL_CALLER) };

export interface LoginParts {
  readonly sessions?: Sessions | undefined;
  readonly tokens?: TokenVerifier | undefined;
  readonly apiKeys?: ApiKeys | undefined;
  readonly isSecure: boolean;
  readonly now: () => number;
}

/** Takes what the configuration allows: a bearer token or API key in the Authorization header (RFC 6750 §2.1), else a session. */
export function loginAuthenticator(parts: LoginParts): Authenticator {
  return {
    authenticate: async (request, response) => {
      const { authorization } = request.headers;
      if (authorization !== undefined) return bearerOf(authorization, parts);
      const caller = sessionOf(request, response, parts);
      if (caller === undefined) throw new Unauthenticated('This needs a login');
      return caller;
    },
  };
}

async function bearerOf(header: string, { tokens, apiKeys }: LoginParts): Promise<Caller> {
  const [, token] = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i.exec(header) ?? [];
  if (token === undefined)
    throw new Unauthenticated('The Authorization header is not a bearer token', 'invalid_request');
  if (looksLikeApiKey(token)) {
    const caller = apiKeys?.callerOf(token);
    if (caller === undefined) throw new Unauthenticated('The API key is not valid', 'invalid_token');
    return caller;
  }
  if (tokens === undefined) throw new Unauthenticated('Access tokens are not taken here', 'invalid_token');
  return tokens.callerOf(token);
}

function sessionOf(
  request: IncomingMessage,
  response: ServerResponse | undefined,
  { sessions, isSecure, now }: LoginParts,
): Caller | undefined {
  const { session: name } = cookieNames(isSecure);
  const id = cookieOf(request, name);
  const found = id === undefined ? undefined : sessions?.find(id);
  if (found === undefined) return undefined;
  if (!isSafe(request) && !isSameSite(request))
    throw new KeylineError('cross-site', 'A page of another site cannot ask this in your name');
  if (found.newId !== undefined && found.caller.expiresAt !== undefined && response !== undefined) {
    const seconds = (found.caller.expiresAt - now()) / 1000;
    response.appendHeader('set-cookie', cookie(name, found.newId, seconds, isSecure));
  }
  return found.caller;
}

function isSafe(request: IncomingMessage): boolean {
  return request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
}

/** Said by the browser (Fetch Metadata), or by an Origin; that an Origin is ours was checked before. */
function isSameSite(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === undefined ? request.headers.origin !== undefined : site === 'same-origin';
}
