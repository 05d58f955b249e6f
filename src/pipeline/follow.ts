import { settleDecisions } from '../decisions/index.ts';
import { affectedBySignals, type DeriveJob, decidedOwner, readOwnerDecisions, runJob } from '../derive/index.ts';
import { type FindingRule, runFindings } from '../findings/index.ts';
import type { Graph, Loader } from '../graph/index.ts';
import { type EndingEdge, endEdges } from '../graph/load/end-edges.ts';
import { instantOf } from '../lib/clock.ts';
import { answer, findQuery } from '../queries/index.ts';
import type { DeriveSession } from './derive.ts';

/** What the graph is brought up to date with. */
export interface Followed {
  readonly jobs: readonly DeriveJob[];
  readonly rules: readonly FindingRule[];
}

/** What follows a signal: who has which status, and to whom duties fall. Owners follow where a decision has fallen away. */
const AFTER_SIGNAL = ['signals', 'people', 'duty'];

/**
 * Brings people, duties and the findings about those concerned up to date with the signals received since a time (UTC), and
 * nothing else: at 200,000 identities that is seconds, and everything is not. Gives the keys of the people it concerned.
 */
export function followSignals(
  session: DeriveSession,
  since: string,
  { jobs, rules }: Followed,
): Promise<readonly string[]> {
  const timed = stopwatch(session);
  return session.exclusive(async () => {
    const { graph, clock } = session;
    timed('waited for the writer');
    const before = await affectedBySignals(graph, since);
    const loader = await session.beginRun('signals');
    timed('begun');
    for (const id of AFTER_SIGNAL) {
      await runNamed(jobs, id, loader, session);
      timed(id);
    }
    const fallen = await settleDecisions(graph, clock);
    if (fallen.length > 0) await runNamed(jobs, 'ownership', loader, session);
    const owners = [...new Set([...before, ...(await affectedBySignals(graph, since))])].sort();
    timed('decisions');
    if (owners.length > 0) await runFindings(rules, loader, session, { owners });
    await loader.end();
    timed('findings');
    if (owners.length > 0) await endOldRoutes(graph, owners, instantOf(clock.now()));
    return owners;
  });
}

/** How long each stage took, for those who ask why it took so long. */
function stopwatch({ log }: DeriveSession): (stage: string) => void {
  let last = performance.now();
  return (stage) => {
    const now = performance.now();
    log.debug({ stage, ms: Math.round(now - last) }, 'following signals');
    last = now;
  };
}

/**
 * Does what a signal will need, about nobody: the database then has its plans, which take longer than the answers. Each length of
 * a list has a plan of its own.
 */
export async function warmForSignals(session: DeriveSession, followed: Followed): Promise<void> {
  const { graph, clock, signal } = session;
  await followSignals(session, instantOf(clock.now()), followed);
  for (const rule of followed.rules.filter((one) => one.byOwner)) {
    signal.throwIfAborted();
    await answer(
      graph,
      clock,
      findQuery(rule.query),
      { ...rule.parameters, owners: ['human:nobody'] },
      { limit: 5_000 },
    );
  }
}

async function runNamed(jobs: readonly DeriveJob[], id: string, loader: Loader, session: DeriveSession): Promise<void> {
  const job = jobs.find((one) => one.id === id);
  if (job === undefined) throw new TypeError(`there is no derivation ${id}`);
  await runJob(job, loader, session);
}

/** A finding about one of them goes to one person: whom it states. */
async function endOldRoutes(graph: Graph, owners: readonly string[], at: string): Promise<void> {
  const rows = await graph.read(
    `UNWIND $owners AS owner MATCH (:Human {id: owner})<-[:ABOUT]-(f:Finding)-[:ROUTED_TO]->(h:Human)
     WHERE f.retiredAt IS NULL AND h.id <> coalesce(f.routedTo, '') RETURN DISTINCT f.id AS from, h.id AS to`,
    { owners },
  );
  const ending = rows.map(
    (row): EndingEdge => ({
      type: 'ROUTED_TO',
      fromLabel: 'Finding',
      from: row['from'] as string,
      toLabel: 'Human',
      to: row['to'] as string,
    }),
  );
  await endEdges(graph, ending, at);
}

/**
 * The owner of one thing in the graph follows what was decided: at once where somebody was made its owner, else by inferring all
 * owners again.
 */
export function followDecision(session: DeriveSession, subject: string, { jobs }: Followed): Promise<void> {
  return session.exclusive(async () => {
    const { graph, clock } = session;
    const decided = await readOwnerDecisions(graph, [subject]);
    const owner = decided.map(decidedOwner).findLast((one) => one !== undefined);
    if (owner === undefined) {
      const loader = await session.beginRun('decision');
      await runNamed(jobs, 'ownership', loader, session);
      await loader.end();
      return;
    }
    const others = await graph.read(
      `MATCH (o:Human|Team)-[:OWNS]->(s:Agent|Principal|Credential {id: $subject}) WHERE o.id <> $owner
       RETURN labels(o)[0] AS fromLabel, o.id AS from, labels(s)[0] AS toLabel, s.id AS to`,
      { subject, owner: owner.from.id },
    );
    await endEdges(
      graph,
      others.map((row) => ({ type: 'OWNS', ...row }) as EndingEdge),
      instantOf(clock.now()),
    );
    const loader = await session.beginRun('decision');
    const load = await loader.openStep({ source: 'derive', scope: 'graph', step: 'ownership' }, 'delta');
    await load.add([owner]);
    await load.finish({ status: 'complete', problems: [], problemCount: 0 }, undefined);
    await loader.end();
  });
}
