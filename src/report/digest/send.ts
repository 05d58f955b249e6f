import { join } from 'node:path';
import type { DigestConfig } from '../../lib/config-digests.ts';
import { messageOf } from '../../lib/errors.ts';
import { writeWhole } from '../../lib/files.ts';
import { type PostOptions, postJson } from '../../lib/post.ts';
import { redactText } from '../../lib/redact.ts';
import type { Digest } from './ask.ts';
import { openMailer } from './mail.ts';
import { digestCsv, digestPage, digestSlack } from './render.ts';

/** What became of digests: how many went where, and what did not get there and why. */
interface DigestsSent {
  readonly files: readonly string[];
  readonly mailed: number;
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
  const mailed = email === undefined ? 0 : await mailDigests(digests, email, attempt);
  return { files: files ?? [], mailed, failures };
}

const MODE = 0o600;

/** A page and a table a person; the names of files are keys without what a path takes ill. They are for that person only: 0600. */
function writeDigests(digests: readonly Digest[], folder: string): string[] {
  return digests.flatMap((digest) => {
    const name = `${digest.kind}-${digest.person.id.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}`;
    const texts = { html: digestPage(digest), csv: digestCsv(digest) };
    return Object.entries(texts).map(([ending, text]) => {
      const path = join(folder, `${name}.${ending}`);
      writeWhole(path, text, MODE);
      return path;
    });
  });
}

async function mailDigests(
  digests: readonly Digest[],
  config: NonNullable<Where['email']>,
  attempt: <T>(what: string, work: () => Promise<T>) => Promise<T | undefined>,
): Promise<number> {
  const mailer = openMailer(config);
  let mailed = 0;
  try {
    for (const digest of digests) {
      const { email, id } = digest.person;
      if (email === undefined) await attempt(`mail to ${id}`, () => Promise.reject(new Error('no address is known')));
      else {
        const sent = await attempt(`mail to ${id}`, async () => {
          await mailer.send(digest, email);
          return true;
        });
        if (sent === true) mailed += 1;
      }
    }
  } finally {
    mailer.close();
  }
  return mailed;
}
