import { createHash, generateKeyPairSync } from 'node:crypto';

/** A secret that was planted, and where its fingerprint has to turn up. */
export interface Canary {
  readonly secret: string;
  readonly place: string;
  /** What the scanner is expected to take for the secret, where that is a part of it or is derived. */
  readonly as?: string;
}

/** Letters and digits that look random and are the same in every run. */
export function letters(seed: string, length: number): string {
  let text = '';
  for (let round = 0; text.length < length; round += 1) {
    text += createHash('sha512').update(`${seed}/${round}`).digest('base64').replaceAll(/[+/=]/g, '');
  }
  return text.slice(0, length);
}

export const make = {
  pat: (seed: string) => `ghp_${letters(seed, 36)}`,
  fine: (seed: string) => `github_pat_${letters(seed, 22)}_${letters(`${seed}x`, 59)}`,
  gho: (seed: string) => `gho_${letters(seed, 36)}`,
  openai: (seed: string) => `sk-proj-${letters(seed, 48)}`,
  anthropic: (seed: string) => `sk-ant-api03-${letters(seed, 60)}`,
  slack: (seed: string) => `xoxb-${letters(seed, 30)}`,
  vault: (seed: string) => `hvs.${letters(seed, 40)}`,
  npm: (seed: string) => `npm_${letters(seed, 36)}`,
  pypi: (seed: string) => `pypi-${letters(seed, 60)}`,
  google: (seed: string) => `AIza${letters(seed, 35)}`,
  refresh: (seed: string) => `1//0${letters(seed, 60)}`,
  plain: (seed: string) => letters(seed, 40),
  keyId: (seed: string) =>
    `AKIA${createHash('sha256')
      .update(seed)
      .digest('hex')
      .toUpperCase()
      .replaceAll(/[0189]/g, 'Q')
      .slice(0, 16)}`,
  jwt: (seed: string) => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: 'https://idp.example.com', sub: `job-${seed}`, exp: 1_800_000_000 };
    return `${part({ alg: 'RS256' })}.${part(claims)}.${letters(seed, 40)}`;
  },
  pem: () =>
    generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey,
  lockedRsa: () =>
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'locked' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey,
};

/** An unencrypted key in OpenSSH's own form (PROTOCOL.key), with the line of its public half. */
export function openSshKey(comment: string): { privateText: string; publicText: string } {
  const field = (content: string | Buffer): Buffer => {
    const bytes = Buffer.from(content as string);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const blob = Buffer.concat([field('ssh-ed25519'), field(createHash('sha256').update(comment).digest())]);
  const secret = field(createHash('sha512').update(`secret of ${comment}`).digest());
  const none = [field('none'), field('none'), field(''), Buffer.from([0, 0, 0, 1])];
  const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), ...none, field(blob), field(secret)]).toString('base64');
  const lines = body.replaceAll(/(.{70})/g, '$1\n');
  return {
    privateText: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicText: `ssh-ed25519 ${blob.toString('base64')} ${comment}\n`,
  };
}
