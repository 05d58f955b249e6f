import { instantOf, toInstant } from '../../lib/clock.ts';
import type { Bag } from './json.ts';
import { list, type OktaFetch } from './lists.ts';
import { logEventOf } from './log-facts.ts';

/** Events may appear late and out of order: each read starts this long before the end of the last one. */
const OVERLAP_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** Okta keeps 90 days. */
const KEPT_DAYS = 90;
const PAGE = 1000;

/**
 * The System Log from the cursor (less the overlap) to now, oldest first. A bounded request ends by itself; an unbounded one
 * always has a next link (https://developer.okta.com/docs/reference/system-log-query). The cursor is the time up to which all was read.
 */
export async function* fetchLog(context: OktaFetch): AsyncGenerator<{ item: Bag }> {
  const now = context.clock.now();
  const until = instantOf(now);
  const query = new URLSearchParams({
    since: instantOf(startOf(context, now)),
    until,
    sortOrder: 'ASCENDING',
    limit: String(PAGE),
  });
  if (context.client.logFilter !== undefined) query.set('filter', context.client.logFilter);
  let problems = 0;
  const counting: OktaFetch = {
    ...context,
    attempt: async (what, call, place) => {
      const answer = await context.attempt(what, call, place);
      if (answer === undefined) problems += 1;
      return answer;
    },
  };
  let latest = context.cursor ?? '';
  for await (const item of list(counting, `/api/v1/logs?${query}`)) {
    yield { item };
    const published = toInstant(logEventOf(item).published) ?? '';
    if (published <= latest || published > until) continue;
    latest = published;
    context.saveCursor(latest);
  }
  if (problems === 0) context.saveCursor(until);
}

function startOf(context: OktaFetch, now: number): number {
  const oldest = now - KEPT_DAYS * DAY_MS;
  const cursor = context.cursor === undefined ? Number.NaN : Date.parse(context.cursor);
  const from = Number.isNaN(cursor) ? now - context.client.logDays * DAY_MS : cursor - OVERLAP_MS;
  return Math.max(oldest, from);
}
