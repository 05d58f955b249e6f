import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { z } from 'zod';
import type { Clock } from '../lib/clock.ts';
import type { AuthConfig } from '../lib/config.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { Unauthenticated } from './authenticate.ts';
import type { Caller } from './caller.ts';
import { grantOf } from './claims.ts';
import { personClaimsOf } from './person.ts';

type Issuer = AuthConfig['tokens'][number];
type Fetch = typeof globalThis.fetch;

const MAX_TOKEN = 16_384;
const TIMEOUT_MS = 5_000;
/** What an access token must hold (RFC 9068 §2.2), and any other token at least. */
const REQUIRED = { 'at+jwt': ['exp', 'iat', 'sub', 'client_id', 'jti'], any: ['exp', 'sub'] } as const;

const metadata = z.looseObject({ issuer: z.string(), jwks_uri: z.url() });

/**
 * Verifies access tokens of the issuers in the configuration: signature with an allowed asymmetric algorithm and a key of that
 * issuer, `iss`, `aud` (RFC 8707), `exp`, `nbf`, `typ` (RFC 9068 §4). Keys are read when the first token comes and kept.
 */
export class TokenVerifier {
  readonly #issuers: ReadonlyMap<string, Issuer>;
  readonly #keys = new Map<string, Promise<JWTVerifyGetKey>>();
  readonly #fetch: () => Promise<Fetch>;
  readonly #skew: number;
  readonly #log: Logger;
  readonly #clock: Clock;

  constructor(config: AuthConfig, fetch: () => Promise<Fetch>, clock: Clock, log: Logger) {
    this.#clock = clock;
    this.#issuers = new Map(config.tokens.map((one) => [one.issuer, one]));
    this.#skew = config.clockSkewSeconds;
    this.#fetch = fetch;
    this.#log = log;
  }

  /** Who shows this token. Errors: `unauthenticated`, without saying which check failed: that goes to the log. */
  async callerOf(token: string): Promise<Caller> {
    try {
      return await this.#verified(token);
    } catch (thrown) {
      if (thrown instanceof Unauthenticated) throw thrown;
      this.#log.info({ why: reasonOf(thrown) }, 'an access token was refused');
      throw new Unauthenticated('The access token is not valid here', 'invalid_token');
    }
  }

  async #verified(token: string): Promise<Caller> {
    const { decodeJwt, jwtVerify } = await import('jose');
    if (token.length > MAX_TOKEN) throw new Error('it is too long');
    const { iss } = decodeJwt(token);
    const issuer = iss === undefined ? undefined : this.#issuers.get(iss);
    if (issuer === undefined) throw new Error('its issuer is not in the configuration');
    const { payload } = await jwtVerify(token, await this.#keysOf(issuer), {
      ...optionsOf(issuer, this.#skew),
      currentDate: new Date(this.#clock.now()),
    });
    return callerOf(issuer, payload);
  }

  #keysOf(issuer: Issuer): Promise<JWTVerifyGetKey> {
    const known = this.#keys.get(issuer.issuer);
    if (known !== undefined) return known;
    const keys = this.#readKeys(issuer);
    this.#keys.set(issuer.issuer, keys);
    keys.catch(() => this.#keys.delete(issuer.issuer));
    return keys;
  }

  async #readKeys(issuer: Issuer): Promise<JWTVerifyGetKey> {
    const { createRemoteJWKSet, customFetch } = await import('jose');
    const fetch = await this.#fetch();
    const uri = issuer.jwksUri ?? (await keysUri(issuer.issuer, fetch));
    return createRemoteJWKSet(new URL(uri), {
      timeoutDuration: TIMEOUT_MS,
      cooldownDuration: 30_000,
      cacheMaxAge: 600_000,
      [customFetch]: fetch,
    });
  }
}

function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return cause === undefined ? messageOf(thrown) : `${messageOf(thrown)}: ${messageOf(cause)}`;
}

/** Where an issuer’s keys are, as its own metadata says (OpenID Connect Discovery 1.0 §4). It must name itself as it is known here. */
async function keysUri(issuer: string, fetch: Fetch): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`the metadata of the issuer answered ${response.status}`);
  const found = metadata.parse(await response.json());
  if (found.issuer !== issuer) throw new Error('the metadata of the issuer names another one');
  return found.jwks_uri;
}

function optionsOf(issuer: Issuer, clockTolerance: number): JWTVerifyOptions {
  return {
    issuer: issuer.issuer,
    audience: issuer.audience,
    algorithms: issuer.algorithms,
    clockTolerance,
    requiredClaims: [...REQUIRED[issuer.type]],
    ...(issuer.type === 'any' ? {} : { typ: 'at+jwt' }),
  };
}

function callerOf(issuer: Issuer, payload: JWTPayload): Caller {
  const grant = grantOf(payload, issuer.roles);
  const subject = `token:${issuer.issuer}#${String(payload.sub)}`;
  if (grant === undefined)
    throw new Unauthenticated('No rule of the configuration gives this token a role', 'invalid_token');
  const person = personClaimsOf(payload);
  return {
    id: subject,
    kind: 'token',
    name: String(payload['client_id'] ?? payload.sub),
    audience: [payload.aud ?? []].flat(),
    ...(person === undefined ? {} : { person }),
    ...grant,
    ...(payload.exp === undefined ? {} : { expiresAt: payload.exp * 1000 }),
  };
}
