import type { Graph } from '../../../graph/index.ts';
import type { GraphRecord } from '../../../schema/index.ts';
import { accountsOf, readSignals, type SignalledAccount, toldBy } from '../signals.ts';

const CLAIM = 'derive:graph/signals';

/** The accounts that signals since a time tell of. */
export interface ToldAccounts {
  /** Keys of the accounts, sorted. */
  readonly accounts: readonly string[];
  /** What the signals say of them; `undefined` where something that was said before no longer holds, so that all has to be derived. */
  readonly records: readonly GraphRecord[] | undefined;
}

/** The accounts that signals received since a time (UTC) are about, with what all signals say of them. */
export async function readTold(graph: Graph, since: string): Promise<ToldAccounts> {
  const found = await accountsOf(graph, await readSignals(graph, { since }));
  const accounts = [...new Set(found.map(({ account }) => account))].sort();
  const all = await readSignals(graph, { accounts, subjects: found.flatMap(subjectsOf) });
  const records = (await toldBy(graph, all)).filter(({ id }) => accounts.includes(id));
  const said = new Set<string>(records.map(({ id }) => id));
  const isTakenBack = found.some(({ account, claims }) => claims.includes(CLAIM) && !said.has(account));
  return { accounts, records: isTakenBack ? undefined : records };
}

/** By what a signal may name an account: its address, and whatever stands behind a colon of its key. */
function subjectsOf({ account, email }: SignalledAccount): string[] {
  const tails = [...account.matchAll(/:/g)].map(({ index }) => account.slice(index + 1));
  return email === null ? tails : [email, ...tails];
}
