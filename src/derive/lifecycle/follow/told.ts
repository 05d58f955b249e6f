import type { Graph, Row } from '../../../graph/index.ts';
import type { GraphRecord } from '../../../schema/index.ts';
import { ACCOUNT_OF_SIGNAL, TELLING, toldOf } from '../signals.ts';

/** The accounts that signals since a time tell of. */
export interface ToldAccounts {
  /** Keys of the accounts, sorted. */
  readonly accounts: readonly string[];
  /** What the signals say of them; `undefined` where something that was said before no longer holds, so that all has to be derived. */
  readonly records: readonly GraphRecord[] | undefined;
}

const TOLD = `
  MATCH (s:Signal) WHERE s.receivedAt >= $in.since AND s.kind IN ${TELLING}
  ${ACCOUNT_OF_SIGNAL}
  WHERE p IS NOT NULL
  RETURN DISTINCT p.id AS id, p.email AS email, 'derive:graph/signals' IN p.claims AS isTold ORDER BY id`;

/** The accounts that signals received since a time (UTC) are about, with what all signals say of them. */
export async function readTold(graph: Graph, since: string): Promise<ToldAccounts> {
  const rows = await graph.read(TOLD, { in: { since } });
  const accounts = rows.map((row) => row['id'] as string);
  const records = await toldOf(graph, accounts, rows.flatMap(subjectsOf));
  const said = new Set(records.map(({ id }) => id as string));
  const isTakenBack = rows.some((row) => row['isTold'] === true && !said.has(row['id'] as string));
  return { accounts, records: isTakenBack ? undefined : records };
}

/** By what a signal may name an account: its address, and whatever stands behind a colon of its key. */
function subjectsOf(row: Row): string[] {
  const [id, email] = [row['id'] as string, row['email'] as string | null];
  const tails = [...id.matchAll(/:/g)].map(({ index }) => id.slice(index + 1));
  return email === null ? tails : [email, ...tails];
}
