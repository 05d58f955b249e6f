import { readFileSync } from 'node:fs';
import { createLocalJWKSet, createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import type { SignalsConfig } from '../lib/config-signals.ts';
import { inputError, messageOf } from '../lib/errors.ts';

/** A transmitter with its keys. */
export type Stream = SignalsConfig['streams'][number] & { readonly keys: JWTVerifyGetKey };

const FETCH_MS = 3_000;

/** The configured transmitters by issuer. Errors: `config` for a key file that is none, or two streams of one issuer. */
export function openStreams(config: SignalsConfig): ReadonlyMap<string, Stream> {
  const streams = new Map<string, Stream>();
  for (const one of config.streams) {
    if (streams.has(one.issuer))
      throw inputError('config', `Two streams have the issuer ${one.issuer}`, { source: 'signals.streams' });
    streams.set(one.issuer, { ...one, keys: keysOf(one) });
  }
  return streams;
}

function keysOf({ jwksUri, jwksFile }: SignalsConfig['streams'][number]): JWTVerifyGetKey {
  if (jwksUri !== undefined) return createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: FETCH_MS });
  const file = jwksFile ?? '';
  try {
    return createLocalJWKSet(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw inputError('config', `The keys of a signal stream cannot be read: ${messageOf(cause)}`, {
      source: file,
      cause,
    });
  }
}
