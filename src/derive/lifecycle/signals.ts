import type { Graph, Row } from '../../graph/index.ts';
import { node } from '../../schema/index.ts';
import { deriveJob } from '../job.ts';

/** The kinds of signal that say something of an account. */
export const TELLING = "['departed', 'suspended', 'active']";

/**
 * For `s`, a Signal: binds `p`, the account it is about. A signal that names an account by its key is about that one; one that names
 * an address, or a `sub` that one account ends in, is about the account of an identity provider, else of HR, that has it.
 */
export const ACCOUNT_OF_SIGNAL = `
  CALL (s) {
    MATCH (p:Principal {id: s.account}) RETURN p, 0 AS rank
    UNION
    WITH s WHERE s.account IS NULL
    MATCH (p:Principal {email: s.subject}) WHERE p.kind IN ['person', 'worker']
    RETURN p, CASE p.system WHEN 'okta' THEN 1 WHEN 'entra' THEN 2 WHEN 'hr' THEN 3 ELSE 4 END AS rank
    UNION
    WITH s WHERE s.account IS NULL AND NOT s.subject CONTAINS '@'
    MATCH (p:Principal) WHERE p.kind IN ['person', 'worker'] AND p.id ENDS WITH ':' + s.subject
    RETURN p, 5 AS rank
  }
  WITH s, p, rank WHERE p.retiredAt IS NULL AND p.known
  WITH s, p ORDER BY rank, p.id
  WITH s, head(collect(p)) AS p`;

/** The last signal about each account, unless its system has been collected since. `which`: the signals to look at. */
function lastText(which: string): string {
  return `
  MATCH (s:Signal) WHERE s.kind IN ${TELLING} ${which}
  ${ACCOUNT_OF_SIGNAL}
  WITH p, s ORDER BY s.at DESC, s.receivedAt DESC
  WITH p, head(collect(s)) AS s
  WHERE s.kind <> 'active' AND NOT EXISTS {
    MATCH (step:Step) WHERE step.id IN p.claims AND step.completeAt > s.receivedAt
    MATCH (run:Run {startedAt: step.completeAt}) WHERE run.what STARTS WITH 'collect'
  }
  RETURN p.id AS account, p.kind AS kind, p.system AS system, s.kind AS status, s.at AS at ORDER BY account`;
}

const ALL = lastText('');
const SOME = lastText('AND (s.account IN $in.accounts OR s.subject IN $in.subjects)');

/** An account as the last signal about it has it. */
type Told = ReturnType<typeof recordOf>;

/**
 * What pushed signals say of accounts, until their system has been collected again: then it has the last word. A signal that somebody
 * is back takes an earlier one away.
 */
export const signalsJob = deriveJob({
  id: 'signals',
  title: 'Accounts that signals tell of',
  reads: ['Signal'],
  writes: ['Principal'],
  async *run({ graph }) {
    for await (const row of graph.stream(ALL)) yield recordOf(row);
  },
});

/** The same of some accounts (keys), whose addresses and ids signals may name as `subjects`. */
export async function toldOf(
  graph: Graph,
  accounts: readonly string[],
  subjects: readonly string[],
): Promise<readonly Told[]> {
  const rows = await graph.read(SOME, { in: { accounts, subjects } });
  return rows.filter((row) => accounts.includes(row['account'] as string)).map(recordOf);
}

function recordOf(row: Row) {
  const status = row['status'] as string;
  return node('Principal', row['account'] as string, {
    kind: (row['kind'] as string | null) ?? undefined,
    system: (row['system'] as string | null) ?? undefined,
    status,
    departedAt: status === 'departed' ? (row['at'] as string) : undefined,
  });
}
