import type { BlockList } from 'node:net';
import { AuditTrail } from '../../audit/index.ts';
import {
  ApiKeys,
  type Authenticator,
  localAuthenticator,
  loginAuthenticator,
  OidcLogin,
  Sessions,
  TokenVerifier,
} from '../../auth/index.ts';
import type { Clock } from '../../lib/clock.ts';
import type { KeylineConfig } from '../../lib/config.ts';
import { inputError } from '../../lib/errors.ts';
import type { Logger } from '../../lib/log.ts';
import { guardedFetch, outboundPolicy } from '../../lib/outbound.ts';
import { isLoopback, type OwnNames, proxyList } from './origin.ts';
import { Rates } from './rates.ts';

export type SecurityConfig = Pick<
  KeylineConfig,
  'http' | 'auth' | 'graphql' | 'audit' | 'telemetry' | 'outbound' | 'risk'
>;

export interface SecurityOptions {
  readonly config: SecurityConfig;
  /** Data directory: API keys and the audit trail are there. */
  readonly home: string;
}

/** What a service that may be exposed stands on: who asks, how often, under which name, and what is written down. */
export interface Security {
  readonly config: SecurityConfig;
  readonly authenticator: Authenticator;
  readonly oidc: OidcLogin | undefined;
  readonly sessions: Sessions | undefined;
  readonly names: OwnNames;
  /** Browsers reach the service by https. */
  readonly isSecure: boolean;
  readonly proxies: BlockList;
  /** Only what comes through a proxy is taken: nothing else protects it on the way. */
  readonly onlyProxies: boolean;
  /** Nobody has to log in. */
  readonly isOpen: boolean;
  readonly rates: Rates;
  readonly trail: AuditTrail | undefined;
  /** Address of the OAuth metadata that tells tools where to log in (RFC 9728 §5.1); set by who serves it. */
  readonly close: () => Promise<void>;
}

/** Errors: `not-exposed`: the service would be reachable without login or unprotected; `config`; those of the audit trail. */
export function openSecurity(host: string, options: SecurityOptions, clock: Clock, log: Logger): Security {
  const { config, home } = options;
  const isLocal = isLoopback(host);
  checkExposure(config, host, isLocal);
  const { http, auth, audit, outbound } = config;
  const publicUrl = http.publicUrl === undefined ? undefined : new URL(http.publicUrl);
  const isSecure = http.tls !== undefined || publicUrl?.protocol === 'https:';
  const isOpen = !hasLogin(config);
  const policy = outboundPolicy(outbound.allow);
  let fetch: ReturnType<typeof guardedFetch> | undefined;
  const lazyFetch = (): ReturnType<typeof guardedFetch> => {
    fetch ??= guardedFetch(policy);
    return fetch;
  };
  const sessions = auth.oidc === undefined ? undefined : sessionsOf(auth.oidc, clock);
  const oidc =
    auth.oidc === undefined
      ? undefined
      : new OidcLogin({
          config: auth.oidc,
          clockSkewSeconds: auth.clockSkewSeconds,
          redirectUri: new URL('/auth/callback', publicUrl).href,
          fetch: lazyFetch,
          now: () => clock.now(),
        });
  const trail = audit.enabled
    ? AuditTrail.open({ home, clock, stream: 'service', maxBytes: Math.ceil(audit.fileMegabytes * 1024 * 1024) })
    : undefined;
  const who = { who: 'service', surface: 'service', question: host, outcome: 'ok' } as const;
  trail?.append({ ...who, what: 'start' });
  return {
    config,
    authenticator: isOpen
      ? localAuthenticator
      : loginAuthenticator({
          isSecure,
          now: () => clock.now(),
          sessions,
          tokens: auth.tokens.length === 0 ? undefined : new TokenVerifier(auth, lazyFetch, clock, log),
          apiKeys: auth.apiKeys ? new ApiKeys(home, clock) : undefined,
        }),
    oidc,
    sessions,
    names: { isLocal, publicUrl },
    isSecure,
    proxies: proxyList(http.trustedProxies),
    onlyProxies: !isLocal && http.tls === undefined,
    isOpen,
    rates: new Rates({ perCaller: http.requestsPerMinute, perAddress: http.requestsPerMinutePerAddress }),
    trail,
    close: async () => {
      trail?.append({ ...who, what: 'stop' });
      trail?.close();
    },
  };
}

function sessionsOf(oidc: NonNullable<SecurityConfig['auth']['oidc']>, clock: Clock): Sessions {
  return new Sessions(clock, { lifetimeMs: oidc.sessionHours * 3_600_000, idleMs: oidc.idleMinutes * 60_000 });
}

function hasLogin({ auth }: SecurityConfig): boolean {
  return auth.oidc !== undefined || auth.tokens.length > 0 || auth.apiKeys;
}

function checkExposure(config: SecurityConfig, host: string, isLocal: boolean): void {
  const { http, auth } = config;
  if (!isLocal && !hasLogin(config))
    throw inputError('not-exposed', `The service does not listen on ${host} without login`, {
      hint: 'Configure auth.oidc, auth.tokens or auth.apiKeys, or listen on 127.0.0.1.',
    });
  if (!isLocal && http.tls === undefined && http.trustedProxies.length === 0)
    throw inputError('not-exposed', `The service does not listen on ${host} without TLS`, {
      hint: 'Configure http.tls, or http.trustedProxies when a proxy ends TLS before it.',
    });
  if (auth.oidc !== undefined && http.publicUrl === undefined)
    throw inputError('config', 'Login by OpenID Connect needs http.publicUrl: people are sent back there');
}
