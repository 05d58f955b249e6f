import { createHash, timingSafeEqual } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { type RefusalCode, SignalRefused } from './refusal.ts';
import type { Stream } from './streams.ts';

/** A SET whose sender is who it says: its claims. */
export interface VerifiedSet {
  readonly stream: Stream;
  readonly jti: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  readonly payload: JWTPayload;
}

const MAX_JTI = 512;

/**
 * Verifies a Security Event Token (RFC 8417): its type, issuer, audience, signature by a key of that issuer, and times. Errors:
 * `SignalRefused`; the issuer's keys that cannot be fetched are thrown as they are.
 */
export async function verifySet(
  token: string,
  authorization: string | undefined,
  streams: ReadonlyMap<string, Stream>,
  nowMs: number,
): Promise<VerifiedSet> {
  const stream = streams.get(issuerOf(token));
  if (stream === undefined) throw new SignalRefused('invalid_issuer', 'The issuer is none that is configured');
  if (stream.authorization !== undefined && !isSecret(authorization, stream.authorization))
    throw new SignalRefused('authentication_failed', 'The Authorization header is not the one of this stream', 401);
  const payload = await signed(token, stream, nowMs);
  return { stream, payload, jti: jtiOf(payload), issuedAt: issuedAt(payload, stream, nowMs) };
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. */
export function isSecret(shown: string | undefined, secret: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(shown ?? ''), hash(secret));
}

/** The issuer that the token claims, to find its keys by. Nothing is believed yet. */
function issuerOf(token: string): string {
  try {
    const { typ } = decodeProtectedHeader(token);
    if (!/^(application\/)?secevent\+jwt$/i.test(typ ?? ''))
      throw new SignalRefused('invalid_request', 'The type of the token must be secevent+jwt');
    const { iss } = decodeJwt(token);
    if (typeof iss === 'string') return iss;
  } catch (thrown) {
    if (thrown instanceof SignalRefused) throw thrown;
    throw new SignalRefused('invalid_request', 'The body is not a signed Security Event Token');
  }
  throw new SignalRefused('invalid_issuer', 'The token names no issuer');
}

async function signed(token: string, stream: Stream, nowMs: number): Promise<JWTPayload> {
  const { issuer, audience, algorithms, clockSkewSeconds } = stream;
  try {
    const { payload } = await jwtVerify(token, stream.keys, {
      issuer,
      audience,
      algorithms,
      clockTolerance: clockSkewSeconds,
      currentDate: new Date(nowMs),
    });
    return payload;
  } catch (thrown) {
    throw refusalOf(thrown) ?? thrown;
  }
}

function refusalOf(thrown: unknown): SignalRefused | undefined {
  if (thrown instanceof errors.JWTClaimValidationFailed) return claimRefusal(thrown.claim);
  if (thrown instanceof errors.JWTExpired) return new SignalRefused('invalid_request', 'The token has expired');
  if (thrown instanceof errors.JWSSignatureVerificationFailed)
    return new SignalRefused('authentication_failed', 'The signature is not one of the issuer');
  if (thrown instanceof errors.JWKSTimeout) return undefined;
  if (
    thrown instanceof errors.JWKSNoMatchingKey ||
    thrown instanceof errors.JWKSMultipleMatchingKeys ||
    thrown instanceof errors.JOSEAlgNotAllowed
  )
    return new SignalRefused(
      'invalid_key',
      'The token is signed with no key or algorithm that is taken from this issuer',
    );
  if (
    thrown instanceof errors.JWTInvalid ||
    thrown instanceof errors.JWSInvalid ||
    thrown instanceof errors.JOSENotSupported
  )
    return new SignalRefused('invalid_request', 'The body is not a signed Security Event Token');
  return undefined;
}

const CLAIMS: Readonly<Record<string, RefusalCode>> = { aud: 'invalid_audience', iss: 'invalid_issuer' };

function claimRefusal(claim: string): SignalRefused {
  return new SignalRefused(CLAIMS[claim] ?? 'invalid_request', `The claim ${claim} does not hold here`);
}

function jtiOf({ jti }: JWTPayload): string {
  if (typeof jti !== 'string' || jti === '' || jti.length > MAX_JTI)
    throw new SignalRefused('invalid_request', 'The token has no jti by which it is told from others');
  return jti;
}

function issuedAt({ iat }: JWTPayload, { maxAgeSeconds, clockSkewSeconds }: Stream, nowMs: number): number {
  if (typeof iat !== 'number' || !Number.isFinite(iat))
    throw new SignalRefused('invalid_request', 'The token has no iat');
  if (iat * 1_000 > nowMs + clockSkewSeconds * 1_000)
    throw new SignalRefused('invalid_request', 'The token comes from the future');
  if (iat * 1_000 < nowMs - maxAgeSeconds * 1_000)
    throw new SignalRefused(
      'invalid_request',
      `The token is stale: it was issued more than ${maxAgeSeconds} seconds ago`,
    );
  return iat * 1_000;
}
