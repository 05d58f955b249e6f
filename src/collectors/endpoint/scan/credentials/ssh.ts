import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ScanBuilder } from '../builder.ts';
import type { SafeFiles } from '../files.ts';
import { known, textOf } from '../shape.ts';

interface KeyFacts {
  readonly digest: string | undefined;
  readonly comment?: string | undefined;
  readonly encrypted?: boolean | undefined;
}

/** `~/.ssh`: private keys by the SHA-256 of their public half, which is how GitHub and GitLab name them. */
export async function readSsh(files: SafeFiles, builder: ScanBuilder, home: string): Promise<void> {
  const folder = join(home, '.ssh');
  if (!(await files.exists(folder))) return;
  for (const name of (await files.names(folder)).files) {
    if (/\.pub$|^(?:known_hosts|authorized_keys|config|environment)/.test(name)) continue;
    const file = await files.read(join(folder, name));
    if (file === undefined || !/^-----BEGIN [A-Z ]*PRIVATE KEY-----/m.test(file.text)) continue;
    const beside = await files.read(join(folder, `${name}.pub`));
    const own = privateFacts(file.text);
    const other = publicFacts(beside?.text);
    const digest = own.digest ?? other.digest;
    const prints = digest === undefined ? [] : [digest];
    const notes = [
      own.encrypted === undefined ? undefined : own.encrypted ? 'encrypted' : 'not encrypted',
      other.comment,
    ];
    builder.credential(
      {
        kind: 'ssh-key',
        place: file.place,
        as: name,
        lifetime: 'long-lived',
        notes: notes.filter((one) => one !== undefined),
        ...known({ id: digest === undefined ? undefined : `ssh:${digest}` }),
      },
      own.encrypted === true ? prints : [...prints, ...builder.fingerprints(file.text)],
    );
  }
}

/** `ssh-ed25519 AAAA… comment` */
function publicFacts(text: string | undefined): KeyFacts {
  const [, blob, ...comment] = (text ?? '').trim().split(/\s+/);
  return {
    digest: blob === undefined ? undefined : digestOf(Buffer.from(blob, 'base64')),
    comment: textOf(comment.join(' ')),
  };
}

const MAGIC = 'openssh-key-v1\0';

/** The OpenSSH form (PROTOCOL.key) has cipher and public key in clear; older forms tell only whether they are encrypted. */
function privateFacts(text: string): KeyFacts {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(text)?.[1];
  if (body === undefined) return { digest: undefined, encrypted: /ENCRYPTED/.test(text) };
  const bytes = Buffer.from(body, 'base64');
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return { digest: undefined };
  const cipher = field(bytes, MAGIC.length);
  const kdf = cipher && field(bytes, cipher.end);
  const options = kdf && field(bytes, kdf.end);
  const key = options && field(bytes, options.end + 4);
  return {
    digest: key === undefined ? undefined : digestOf(key.content),
    encrypted: cipher === undefined ? undefined : cipher.content.toString('latin1') !== 'none',
  };
}

function field(bytes: Buffer, at: number): { content: Buffer; end: number } | undefined {
  if (at + 4 > bytes.length) return undefined;
  const end = at + 4 + bytes.readUInt32BE(at);
  return end > bytes.length ? undefined : { content: bytes.subarray(at + 4, end), end };
}

function digestOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
