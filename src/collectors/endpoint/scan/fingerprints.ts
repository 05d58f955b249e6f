import { createHash, createPublicKey } from 'node:crypto';
import { type FingerprintKey, fingerprint } from '../../../lib/fingerprint.ts';
import { findSecret } from '../../../lib/redact.ts';

/**
 * The fingerprints of a secret. The kind that goes into one is the secret's own shape, wherever it lies: the same secret in
 * a `.env` file, in an MCP configuration and in a store has the same fingerprint.
 */
export function fingerprintsOf(key: FingerprintKey, given: string): string[] {
  const secret = given.trim();
  const found = findSecret(secret);
  const kind = found?.secret === secret ? found.kind : 'secret';
  const prints = [fingerprint(key, kind, secret)];
  if (kind.startsWith('github-')) prints.push(githubPrint(key, secret));
  if (kind === 'private-key') prints.push(...publicKeyPrint(secret));
  return prints;
}

/** Joins the `hashed_token` of GitHub's audit log, which is the base64 SHA-256 of the token; wrapped, so that no plain digest is kept. */
function githubPrint(key: FingerprintKey, token: string): string {
  return fingerprint(key, 'github-hashed-token', createHash('sha256').update(token).digest('base64'));
}

/** SHA-256 of the public half (SubjectPublicKeyInfo); nothing for encrypted keys and forms that Node does not read. */
function publicKeyPrint(pem: string): string[] {
  try {
    const spki = createPublicKey(pem).export({ type: 'spki', format: 'der' });
    return [`spki:SHA256:${createHash('sha256').update(spki).digest('base64url')}`];
  } catch {
    return [];
  }
}
