import { createHash } from 'node:crypto';
import { type FingerprintKey, fingerprint } from '../lib/fingerprint.ts';
import { findSecret } from '../lib/redact.ts';

/** Fingerprints as an endpoint scan makes them: by the secret's own shape, and joined to GitHub's audit log. */
export function scanPrints(key: FingerprintKey, secret: string): string[] {
  const kind = findSecret(secret)?.kind ?? 'secret';
  const prints = [fingerprint(key, kind, secret)];
  if (kind.startsWith('github-')) prints.push(fingerprint(key, 'github-hashed-token', hashedToken(secret)));
  return prints;
}

/** `hashed_token` of GitHub's audit log. */
export function hashedToken(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
