import type { Configuration } from 'openid-client';
import type { AuthConfig } from '../lib/config.ts';
import { KeylineError, messageOf } from '../lib/errors.ts';
import type { Caller } from './caller.ts';
import { type Grant, grantOf } from './claims.ts';
import { personClaimsOf } from './person.ts';

type OidcConfig = NonNullable<AuthConfig['oidc']>;
type Fetch = typeof globalThis.fetch;

/** A login under way, kept until its answer comes. */
interface Pending {
  readonly verifier: string;
  readonly nonce: string;
  readonly returnTo: string;
  readonly until: number;
}

export interface LoggedIn {
  readonly caller: Caller;
  readonly idToken: string | undefined;
  readonly returnTo: string;
}

export interface OidcOptions {
  readonly config: OidcConfig;
  readonly clockSkewSeconds: number;
  /** Where the provider sends people back to, `https://keyline.example.com/auth/callback`. */
  readonly redirectUri: string;
  readonly fetch: () => Promise<Fetch>;
  readonly now: () => number;
}

const LOGIN_MS = 10 * 60_000;
const MAX_PENDING = 1_000;
const TIMEOUT_S = 10;

/**
 * Login of people by OpenID Connect: authorization code with PKCE, `state` and `nonce` (OpenID Connect Core 1.0 §3.1, RFC 9700). The
 * library checks the ID token: signature, `iss`, `aud`, `exp`, `nonce`, with the clock skew that is configured.
 */
export class OidcLogin {
  readonly #options: OidcOptions;
  readonly #pending = new Map<string, Pending>();
  #client: Promise<Configuration> | undefined;

  constructor(options: OidcOptions) {
    this.#options = options;
  }

  /** Begins a login: where to send the browser, and the state that its cookie must hold when it comes back. */
  async begin(returnTo: string): Promise<{ readonly url: string; readonly state: string }> {
    const oidc = await import('openid-client');
    const client = await this.#configuration();
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    this.#keep(state, { verifier, nonce, returnTo: ownPath(returnTo), until: this.#options.now() + LOGIN_MS });
    const url = oidc.buildAuthorizationUrl(client, {
      redirect_uri: this.#options.redirectUri,
      scope: this.#options.config.scopes,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { url: url.href, state };
  }

  /**
   * Ends a login: `query` is what the provider sent, `state` what the browser’s cookie holds. Errors: `login-failed`,
   * `login-no-role`.
   */
  async finish(query: string, state: string | undefined): Promise<LoggedIn> {
    const pending = state === undefined ? undefined : this.#pending.get(state);
    if (state !== undefined) this.#pending.delete(state);
    if (state === undefined || pending === undefined || this.#options.now() >= pending.until)
      throw new KeylineError('login-failed', 'This login was not begun here, or took too long', {
        hint: 'Begin it again.',
      });
    try {
      return await this.#exchange(query, state, pending);
    } catch (cause) {
      if (cause instanceof KeylineError && cause.code === 'login-no-role') throw cause;
      throw new KeylineError('login-failed', 'The login did not succeed', { hint: 'Begin it again.', cause });
    }
  }

  /** Where the provider ends its own session; nothing when it has no such place. */
  async logoutUrl(idToken: string | undefined): Promise<string | undefined> {
    try {
      const oidc = await import('openid-client');
      const client = await this.#configuration();
      if (client.serverMetadata().end_session_endpoint === undefined) return undefined;
      const hint: Record<string, string> = idToken === undefined ? {} : { id_token_hint: idToken };
      const back = new URL('/', this.#options.redirectUri).href;
      return oidc.buildEndSessionUrl(client, { ...hint, post_logout_redirect_uri: back }).href;
    } catch {
      return undefined;
    }
  }

  async #exchange(query: string, expectedState: string, pending: Pending): Promise<LoggedIn> {
    const oidc = await import('openid-client');
    const client = await this.#configuration();
    const url = new URL(this.#options.redirectUri);
    url.search = query;
    const tokens = await oidc.authorizationCodeGrant(client, url, {
      pkceCodeVerifier: pending.verifier,
      expectedState,
      expectedNonce: pending.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('there is no ID token');
    const { roles } = this.#options.config;
    let all: Readonly<Record<string, unknown>> = claims;
    let grant = grantOf(all, roles);
    if (grant === undefined && client.serverMetadata().userinfo_endpoint !== undefined) {
      all = { ...(await oidc.fetchUserInfo(client, tokens.access_token, claims.sub)), ...claims };
      grant = grantOf(all, roles);
    }
    return { caller: this.#callerOf(all, claims.sub, grant), idToken: tokens.id_token, returnTo: pending.returnTo };
  }

  #callerOf(claims: Readonly<Record<string, unknown>>, sub: string, grant: Grant | undefined): Caller {
    const { issuer, nameClaim } = this.#options.config;
    const name = claims[nameClaim];
    if (grant === undefined)
      throw new KeylineError('login-no-role', 'You are logged in, but no rule of the configuration gives you a role', {
        hint: 'Ask whoever runs this service.',
      });
    const person = personClaimsOf(claims);
    return {
      id: `person:${issuer}#${sub}`,
      kind: 'person',
      name: typeof name === 'string' && name !== '' ? name : sub,
      audience: [],
      ...(person === undefined ? {} : { person }),
      ...grant,
    };
  }

  /** The provider’s metadata, read when the first login begins and again after it could not be read. */
  #configuration(): Promise<Configuration> {
    this.#client ??= this.#discover().catch((cause: unknown) => {
      this.#client = undefined;
      throw new KeylineError('login-unavailable', 'The identity provider cannot be reached', {
        source: `${this.#options.config.issuer}: ${messageOf(cause)}`,
        cause,
      });
    });
    return this.#client;
  }

  async #discover(): Promise<Configuration> {
    const oidc = await import('openid-client');
    const { config, clockSkewSeconds } = this.#options;
    const issuer = new URL(config.issuer);
    const fetch = await this.#options.fetch();
    return oidc.discovery(
      issuer,
      config.clientId,
      { [oidc.clockTolerance]: clockSkewSeconds },
      config.clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(config.clientSecret),
      {
        timeout: TIMEOUT_S,
        [oidc.customFetch]: (address, init) => fetch(address, init as RequestInit),
        // Which addresses may be http is the fetch’s to decide: this machine only.
        ...(issuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}),
      },
    );
  }

  #keep(state: string, pending: Pending): void {
    const now = this.#options.now();
    for (const [one, { until }] of this.#pending) if (now >= until) this.#pending.delete(one);
    const [oldest] = this.#pending.keys();
    if (this.#pending.size >= MAX_PENDING && oldest !== undefined) this.#pending.delete(oldest);
    this.#pending.set(state, pending);
  }
}

/** A path on this service, whatever somebody wrote: never another host. */
export function ownPath(given: string): string {
  const isPath = given.startsWith('/') && URL.canParse(given, 'http://self.invalid');
  const url = isPath ? new URL(given, 'http://self.invalid') : undefined;
  return url?.origin === 'http://self.invalid' ? `${url.pathname}${url.search}`.replace(/^\/+/, '/') : '/';
}
