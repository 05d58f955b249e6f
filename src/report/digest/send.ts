import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DigestConfig } from '../../lib/config-digests.ts';
import { messageOf } from '../../lib/errors.ts';
import { writeWhole } from '../../lib/files.ts';
import { type PostOptions, postJson } from '../../lib/post.ts';
import { redactText } from '../../lib/redact.ts';
import type { Digest } from './ask.ts';
import { type Mailer, openMailer } from './mail.ts';
import { digestCsv, digestPage, digestSlack } from './render.ts';

/** What became of digests: how many went where, and what did not get there and why. */
interface DigestsSent {
  readonly files: readonly string[];
  readonly mailed: readonly Digest[];
  /** What a mail server did not take in the end. */
  readonly undelivered: readonly Digest[];
  readonly failures: readonly string[];
}

type Where = Pick<DigestConfig, 'folder' | 'slack' | 'email'>;

/** Sends digests wherever they are to go. One place, or one person, that fails does not stop the others. */
export async function sendDigests(
  digests: readonly Digest[],
  where: Where,
  options: PostOptions,
): Promise<DigestsSent> {
  const failures: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T> | T): Promise<T | undefined> => {
    try {
      return await work();
    } catch (thrown) {
      options.signal?.throwIfAborted();
      failures.push(`${what}: ${redactText(messageOf(thrown))}`);
      return undefined;
    }
  };
  const { folder, slack, email } = where;
  const files =
    folder === undefined ? undefined : await attempt(`folder ${folder}`, () => writeDigests(digests, folder));
  if (slack !== undefined) await attempt('slack', () => postJson(slack, digestSlack(digests), options));
  const mailed = email === undefined ? [] : await mailDigests(digests, openMailer(email, options), attempt);
  const undelivered =
    email === undefined ? [] : digests.filter((one) => one.person.email !== undefined && !mailed.includes(one));
  return { files: files ?? [], mailed, undelivered, failures };
}

const MODE = 0o600;

/** A page and a table a person; the names of files are keys without what a path takes ill. They are for that person only: 0600. */
export function writeDigests(digests: readonly Digest[], folder: string): string[] {
  return digests.flatMap((digest) => {
    const [page, table] = filesOf(digest, folder);
    writeWhole(page, digestPage(digest), MODE);
    writeWhole(table, digestCsv(digest), MODE);
    return [page, table];
  });
}

/** Takes away what was written for these people. */
export function removeDigests(digests: readonly Digest[], folder: string): void {
  for (const path of digests.flatMap((digest) => filesOf(digest, folder))) rmSync(path, { force: true });
}

function filesOf({ kind, person }: Digest, folder: string): readonly [page: string, table: string] {
  const name = `${kind}-${person.id.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}`;
  return [join(folder, `${name}.html`), join(folder, `${name}.csv`)];
}

async function mailDigests(
  digests: readonly Digest[],
  mailer: Mailer,
  attempt: <T>(what: string, work: () => Promise<T>) => Promise<T | undefined>,
): Promise<readonly Digest[]> {
  const mailed: Digest[] = [];
  try {
    for (const digest of digests) {
      const { email, id } = digest.person;
      if (email === undefined) await attempt(`mail to ${id}`, () => Promise.reject(new Error('no address is known')));
      else {
        const sent = await attempt(`mail to ${id}`, async () => {
          await mailer.send(digest, email);
          return true;
        });
        if (sent === true) mailed.push(digest);
      }
    }
  } finally {
    mailer.close();
  }
  return mailed;
}
