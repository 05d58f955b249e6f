import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KeylineError } from './errors.ts';

/** The tenant's key for fingerprints: 32 bytes, kept with mode 0600 where secrets are seen. */
export type FingerprintKey = Buffer;

/**
 * A keyed fingerprint, `fp:` + base64url(HMAC-SHA-256(key, "v1" NUL kind NUL secret)): equal secrets give equal
 * fingerprints within a tenant, and nothing leads back to the secret. Made where the secret is; the secret goes no further.
 */
export function fingerprint(key: FingerprintKey, kind: string, secret: string): string {
  return `fp:${createHmac('sha256', key).update(`v1\0${kind}\0${secret}`).digest('base64url')}`;
}

/** Reads the key file, or makes one. Errors: `fingerprint-key` when the file is not 32 bytes of hex. */
export function loadFingerprintKey(path: string): FingerprintKey {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  if (key.length !== 32) {
    throw new KeylineError('fingerprint-key', 'The fingerprint key is not 32 bytes of hex', {
      source: path,
      hint: 'Restore the file, or remove it to make a new key (fingerprints made with the old one no longer match).',
    });
  }
  return key;
}
