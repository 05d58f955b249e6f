import { join, resolve } from 'node:path';
import { writeWhole } from '../lib/files.ts';
import type { OutboundPolicy } from '../lib/outbound.ts';
import { type PostOptions, postJson, targetOf } from '../lib/post.ts';
import { reportCsv } from './csv.ts';
import { reportPage } from './page.ts';
import { slackMessage } from './slack.ts';
import type { Report } from './types.ts';

/** Where a report goes. */
export type Destination =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'webhook' | 'slack'; readonly url: string; readonly policy?: OutboundPolicy };

/** Identity of a destination over runs. */
export function destinationKey(destination: Destination): string {
  return destination.kind === 'folder'
    ? `folder ${resolve(destination.path)}`
    : `${destination.kind} ${destination.url}`;
}

/** A destination as it is told: of a webhook's address the origin only. */
export function destinationName(destination: Destination): string {
  return destination.kind === 'folder' ? destination.path : `${destination.kind} ${targetOf(destination.url).origin}`;
}

/**
 * Delivers a report: `<id>.csv`, `.html` and `.json` in a folder, the JSON to a webhook, a summary to Slack. Gives the paths of
 * the files written. Errors: `file-write`, `post-target`, `post-failed`.
 */
export async function deliver(report: Report, destination: Destination, options: PostOptions): Promise<string[]> {
  switch (destination.kind) {
    case 'folder':
      return writeFiles(report, destination.path);
    case 'webhook':
      await postJson(destination.url, report, withPolicy(destination, options));
      return [];
    case 'slack':
      await postJson(destination.url, slackMessage(report), withPolicy(destination, options));
      return [];
    default:
      return destination satisfies never;
  }
}

function withPolicy({ policy }: { readonly policy?: OutboundPolicy }, options: PostOptions): PostOptions {
  return policy === undefined ? options : { ...options, policy };
}

/** A report is for others to read: 0644, as the folder's own rights allow. */
const MODE = 0o644;

function writeFiles(report: Report, folder: string): string[] {
  const texts = { csv: reportCsv(report), html: reportPage(report), json: `${JSON.stringify(report, null, 2)}\n` };
  return Object.entries(texts).map(([ending, text]) => {
    const path = join(folder, `${report.report}.${ending}`);
    writeWhole(path, text, MODE);
    return path;
  });
}
