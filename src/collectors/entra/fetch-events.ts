import { instantOf, toInstant } from '../../lib/clock.ts';
import type { EntraContext } from './client.ts';
import { type Json, latest } from './fields.ts';
import { items, PAGE } from './lists.ts';

/** Events arrive late: every run reads again what the last one saw of this long. */
const OVERLAP_MS = 10 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

export function fetchReport(name: string): (context: EntraContext) => AsyncGenerator<unknown> {
  return (context) => items(context, { path: `/reports/${name}?$top=${PAGE}`, version: 'beta' });
}

/** Directory audit events since the last run. */
export async function* fetchAudits(context: EntraContext): AsyncGenerator<unknown> {
  const field = 'activityDateTime';
  const path = `/auditLogs/directoryAudits?$filter=${field} ge ${since(context)}&$top=${PAGE}`;
  yield* following(context, field, [{ path }]);
}

/** Sign-ins of service principals and of managed identities since the last run: two lists of one beta collection. */
export async function* fetchSignIns(context: EntraContext): AsyncGenerator<unknown> {
  const field = 'createdDateTime';
  // Without it newer kinds of agent read `unknownFutureValue`.
  const headers = { Prefer: 'include-unknown-enum-members' };
  const lists = ['servicePrincipal', 'managedIdentity'].map((type) => ({
    path: `/auditLogs/signIns?$filter=${field} ge ${since(context)} and signInEventTypes/any(t:t eq '${type}')&$top=${PAGE}`,
    version: 'beta' as const,
    headers,
  }));
  yield* following(context, field, lists);
}

/**
 * The lists in turn. They come newest first, so the cursor moves to the newest event only when every list was read to its
 * end: a list that broke off is read again.
 */
async function* following(
  context: EntraContext,
  field: string,
  lists: readonly { readonly path: string; readonly version?: 'beta' }[],
): AsyncGenerator<unknown> {
  let newest = context.cursor;
  let whole = true;
  const attempt: EntraContext['attempt'] = async (what, call, place) => {
    const result = await context.attempt(what, call, place);
    if (result === undefined) whole = false;
    return result;
  };
  for (const list of lists) {
    for await (const item of items({ ...context, attempt }, list)) {
      newest = latest([newest, toInstant((item as Json | null)?.[field])]);
      yield item;
    }
  }
  if (whole && newest !== undefined) context.saveCursor(newest);
}

function since(context: EntraContext): string {
  const last = context.cursor === undefined ? Number.NaN : Date.parse(context.cursor);
  if (Number.isNaN(last)) return instantOf(context.clock.now() - context.client.options.eventDays * DAY_MS);
  return instantOf(last - OVERLAP_MS);
}
