import type { Graph, Row } from '../../graph/index.ts';
import { node } from '../../schema/index.ts';
import { deriveJob } from '../job.ts';

/** A signal that says something of an account. */
export interface TellingSignal {
  readonly id: string;
  readonly kind: 'departed' | 'suspended' | 'active';
  readonly at: string;
  readonly receivedAt: string;
  readonly account: string | null;
  readonly subject: string | null;
}

const SIGNALS = `
  MATCH (s:Signal) WHERE s.kind IN ['departed', 'suspended', 'active'] AND s.receivedAt >= $in.since
    AND ($in.accounts IS NULL OR s.account IN $in.accounts OR s.subject IN $in.subjects)
  RETURN s.id AS id, s.kind AS kind, s.at AS at, s.receivedAt AS receivedAt, s.account AS account, s.subject AS subject`;

/** Signals received since a time (UTC; default: ever), of all or of those who name one of these accounts or subjects. */
export async function readSignals(
  graph: Graph,
  which: {
    readonly since?: string;
    readonly accounts?: readonly string[];
    readonly subjects?: readonly string[];
  } = {},
): Promise<readonly TellingSignal[]> {
  const { since = '', accounts = null, subjects = null } = which;
  return (await graph.read(SIGNALS, { in: { since, accounts, subjects } })) as unknown as readonly TellingSignal[];
}

/** The account that a signal is about. */
export interface SignalledAccount {
  readonly signal: string;
  readonly account: string;
  readonly kind: string | null;
  readonly system: string | null;
  readonly email: string | null;
  readonly claims: readonly string[];
}

/**
 * A signal that names an account by its key is about that one; one that names an address, or a `sub` that one account ends in, is about
 * the account of an identity provider, else of HR, that has it. Signals are handed in, so that a plan outlives how many there are.
 */
const ACCOUNTS = `
  UNWIND $in.signals AS s
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
  WITH s, head(collect(p)) AS p
  RETURN s.id AS signal, p.id AS account, p.kind AS kind, p.system AS system, p.email AS email, coalesce(p.claims, []) AS claims`;

/** The accounts that signals are about; a signal about nobody we know is not among them. */
export async function accountsOf(
  graph: Graph,
  signals: readonly TellingSignal[],
): Promise<readonly SignalledAccount[]> {
  return (await graph.read(ACCOUNTS, { in: { signals } })) as unknown as readonly SignalledAccount[];
}

/** Accounts whose system has been collected since they were told of: it has the last word. */
const COLLECTED = `
  UNWIND $in.told AS told MATCH (p:Principal {id: told.account})
  WHERE EXISTS {
    MATCH (step:Step) WHERE step.id IN p.claims AND step.completeAt > told.receivedAt
    MATCH (run:Run {startedAt: step.completeAt}) WHERE run.what STARTS WITH 'collect'
  }
  RETURN p.id AS account`;

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
    yield* await toldBy(graph, await readSignals(graph));
  },
});

/** What signals say of the accounts they are about, in the order of the accounts' keys. */
export async function toldBy(graph: Graph, signals: readonly TellingSignal[]) {
  const byId = new Map(signals.map((one) => [one.id, one]));
  const last = new Map<string, { readonly account: SignalledAccount; readonly signal: TellingSignal }>();
  for (const account of await accountsOf(graph, signals)) {
    const signal = byId.get(account.signal);
    const before = last.get(account.account)?.signal;
    if (signal !== undefined && (before === undefined || isLater(signal, before)))
      last.set(account.account, { account, signal });
  }
  const told = [...last.values()].filter(({ signal }) => signal.kind !== 'active');
  const asked = told.map(({ account, signal }) => ({ account: account.account, receivedAt: signal.receivedAt }));
  const rows: readonly Row[] = await graph.read(COLLECTED, { in: { told: asked } });
  const collected = new Set(rows.map((row) => row['account'] as string));
  return told
    .filter(({ account }) => !collected.has(account.account))
    .sort((a, b) => (a.account.account < b.account.account ? -1 : 1))
    .map(({ account, signal }) =>
      node('Principal', account.account, {
        kind: account.kind ?? undefined,
        system: account.system ?? undefined,
        status: signal.kind,
        departedAt: signal.kind === 'departed' ? signal.at : undefined,
      }),
    );
}

/** Of two at one time, the one received later; else the one of the later key, so that it is always the same. */
function isLater(one: TellingSignal, other: TellingSignal): boolean {
  const key = ({ at, receivedAt, id }: TellingSignal): string => `${at} ${receivedAt} ${id}`;
  return key(one) > key(other);
}
