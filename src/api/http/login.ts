import type { IncomingMessage } from 'node:http';
import { cookie, cookieNames, cookieOf, may, type OidcLogin, type Sessions } from '../../auth/index.ts';
import { KeylineError } from '../../lib/errors.ts';
import { type Handler, pathOf, type Route, sendJson } from './router.ts';
import type { Security } from './security.ts';

const LOGIN_SECONDS = 600;

/** `/auth/login`, `/auth/callback`, `/auth/logout`, where people log in; `/auth/me` always. */
export function loginRoutes(security: Security): readonly Route[] {
  const me: Route = { method: 'GET', path: '/auth/me', access: 'read', isSilent: true, handle: tellMe };
  const { oidc, sessions } = security;
  if (oidc === undefined || sessions === undefined) return [me];
  return [
    me,
    { method: 'GET', path: '/auth/login', access: 'public', handle: begin(oidc, security) },
    { method: 'GET', path: '/auth/callback', access: 'public', handle: finish(oidc, sessions, security) },
    { method: 'POST', path: '/auth/logout', access: 'public', handle: logout(oidc, sessions, security) },
  ];
}

/** Who is logged in and what they may do, for the page. */
const tellMe: Handler = (_request, response, { caller }) => {
  if (caller === undefined) return sendJson(response, 401, { error: 'This needs a login' });
  const { name, role, kind, scope = null } = caller;
  const actions = (['personal', 'cypher', 'decide', 'respond', 'administer'] as const).filter((one) =>
    may(caller, one),
  );
  sendJson(response, 200, { name, role, kind, scope, actions, canLogOut: kind === 'person' });
};

function begin(oidc: OidcLogin, { isSecure }: Security): Handler {
  return async (request, response) => {
    const { url, state } = await oidc.begin(queryOf(request).get('return') ?? '/');
    response.setHeader('set-cookie', cookie(cookieNames(isSecure).login, state, LOGIN_SECONDS, isSecure));
    response.writeHead(302, { location: url, 'cache-control': 'no-store' }).end();
  };
}

function finish(oidc: OidcLogin, sessions: Sessions, { isSecure }: Security): Handler {
  return async (request, response, exchange) => {
    const names = cookieNames(isSecure);
    try {
      const found = await oidc.finish(queryOf(request).toString(), cookieOf(request, names.login));
      await exchange.record({
        what: 'login',
        surface: 'http',
        question: pathOf(request),
        parameters: { person: found.caller.id, role: found.caller.role },
        outcome: 'ok',
      });
      const old = cookieOf(request, names.session);
      if (old !== undefined) sessions.drop(old);
      const id = sessions.begin(found.caller, found.idToken);
      response.setHeader('set-cookie', [
        cookie(names.session, id, sessions.seconds, isSecure),
        cookie(names.login, '', 0, isSecure),
      ]);
      response.writeHead(302, { location: found.returnTo, 'cache-control': 'no-store' }).end();
    } catch (thrown) {
      if (!(thrown instanceof KeylineError) || thrown.code === 'audit-write') throw thrown;
      await exchange.record({ what: 'login', surface: 'http', question: pathOf(request), outcome: thrown.code });
      response.setHeader('set-cookie', cookie(names.login, '', 0, isSecure));
      sendJson(response, thrown.code === 'login-unavailable' ? 502 : 403, {
        error: thrown.message,
        hint: thrown.hint,
        code: thrown.code,
      });
    }
  };
}

/** Ends the session here; the page then goes to `goTo`, where the provider ends its own. */
function logout(oidc: OidcLogin, sessions: Sessions, { isSecure }: Security): Handler {
  return async (request, response, exchange) => {
    const { session: name } = cookieNames(isSecure);
    const id = cookieOf(request, name);
    const found = id === undefined ? undefined : sessions.find(id);
    const idToken = id === undefined ? undefined : sessions.end(id);
    if (found !== undefined)
      await exchange.record({
        what: 'logout',
        surface: 'http',
        question: pathOf(request),
        parameters: { person: found.caller.id },
        outcome: 'ok',
      });
    response.setHeader('set-cookie', cookie(name, '', 0, isSecure));
    sendJson(response, 200, { goTo: (await oidc.logoutUrl(idToken)) ?? '/' });
  };
}

function queryOf(request: IncomingMessage): URLSearchParams {
  return new URL(request.url ?? '/', 'http://self.invalid').searchParams;
}
