import { instantOf, toInstant } from '../../lib/clock.ts';
import type { GithubRaw } from './endpoints.ts';
import { type Context, listItems } from './fetch.ts';

const DAY_MS = 86_400_000;
/** Entries may arrive late; what is read twice has the same id. */
const OVERLAP_MS = 600_000;

/**
 * The audit log from where the last run ended, oldest first. The cursor is the time of the newest entry read.
 * https://docs.github.com/en/enterprise-cloud@latest/rest/orgs/orgs#get-the-audit-log-for-an-organization
 */
export async function* fetchAuditLog(context: Context): AsyncGenerator<GithubRaw> {
  const from = context.cursor === undefined ? firstTime(context) : Date.parse(context.cursor) - OVERLAP_MS;
  const phrase = encodeURIComponent(`created:>=${instantOf(from)}`);
  const path = `/orgs/${encodeURIComponent(context.client.org)}/audit-log?phrase=${phrase}&include=all&order=asc`;
  let newest = context.cursor;
  for await (const item of listItems(context, path, undefined)) {
    yield { item };
    const at = toInstant(item['@timestamp']) ?? toInstant(item['created_at']);
    if (at === undefined || (newest !== undefined && at <= newest)) continue;
    newest = at;
    context.saveCursor(at);
  }
}

function firstTime(context: Context): number {
  return context.clock.now() - context.client.auditDays * DAY_MS;
}
