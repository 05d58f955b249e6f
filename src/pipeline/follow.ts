import { settleDecisions } from '../decisions/index.ts';
import {
  affectedBySignals,
  type DeriveJob,
  decidedOwner,
  dutyFacts,
  personFacts,
  readOwnerDecisions,
} from '../derive/index.ts';
import { type FindingRule, padded, runFindings } from '../findings/index.ts';
import { type EndingEdge, endEdges } from '../graph/load/end-edges.ts';
import { instantOf } from '../lib/clock.ts';
import { answer, findQuery } from '../queries/index.ts';
import type { DeriveSession } from './derive.ts';
import { endDecidedOwners, followAccounts, followDuties, followPeople, forAll } from './follow-person.ts';

/** What the graph is brought up to date with. */
export interface Followed {
  readonly jobs: readonly DeriveJob[];
  readonly rules: readonly FindingRule[];
}

/** Whom signals concerned. Keys. */
interface Concerned {
  readonly owners: readonly string[];
  readonly teams: readonly string[];
}

/**
 * Brings people, duties and the findings about those concerned up to date with the signals received since a time (UTC), and nothing
 * else: at 200,000 identities that is a second, and everything is not. It gives what deriving everything would; where it cannot
 * be sure of that (who has which account may have changed, somebody is back), it derives the one or the other for all.
 */
export function followSignals(session: DeriveSession, since: string, followed: Followed): Promise<Concerned> {
  const timed = stopwatch(session);
  return session.exclusive(async () => {
    const { graph, clock } = session;
    timed('waited for the writer');
    const loader = await session.beginRun('signals');
    timed('begun');
    const run = { session, loader, jobs: followed.jobs };
    const told = await followAccounts(run, since);
    timed('accounts');
    const before = await affectedBySignals(graph, told.accounts);
    const people = await followPeople(run, told);
    timed('people');
    const moved = await followDuties(run, people);
    timed('duties');
    const fallen = await settleDecisions(graph, clock);
    await endDecidedOwners(graph, fallen, loader.at);
    const after = await affectedBySignals(graph, told.accounts);
    const concerned = {
      owners: [...new Set([...before, ...after, ...(people ?? []), ...moved.owners])].sort(),
      teams: moved.teams,
    };
    timed('decisions');
    await runFindings(followed.rules, loader, session, concerned);
    timed('findings');
    if (fallen.length > 0) await forAll(run, 'ownership');
    await loader.end();
    timed('owners');
    return concerned;
  });
}

/** How long each stage took, and how much of this process, for those who ask why it took so long. */
function stopwatch({ log }: DeriveSession): (stage: string) => void {
  let last = performance.now();
  let cpu = process.cpuUsage();
  return (stage) => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    log.debug({ stage, ms: Math.round(now - last), cpuMs: Math.round((user + system) / 1_000) }, 'following signals');
    last = now;
    cpu = process.cpuUsage();
  };
}

/** Nobody in particular. */
const NOBODY = 'nobody';

/**
 * Does what a signal will need, about nobody: the database then has its plans, which take longer than the answers. Each length of
 * a list has a plan of its own, so that lists are filled up; the second length is for those to whom many duties fell.
 */
export async function warmForSignals(session: DeriveSession, followed: Followed): Promise<void> {
  const { graph, clock, signal } = session;
  const now = instantOf(clock.now());
  await personFacts(graph, [NOBODY], now);
  await dutyFacts(graph, [NOBODY]);
  for (const length of [1, 11]) {
    for (const rule of followed.rules) {
      signal.throwIfAborted();
      if (rule.askedBy === undefined) continue;
      const about = padded(Array.from({ length }, () => NOBODY));
      const parameters = { ...rule.parameters, [rule.askedBy]: about };
      await answer(graph, clock, findQuery(rule.query), parameters, { limit: 5_000 });
    }
  }
  await followSignals(session, now, followed);
  await session.exclusive(async () => {
    const loader = await session.beginRun('signals');
    await runFindings(followed.rules, loader, session, { owners: [NOBODY], teams: [NOBODY] });
    await loader.end();
  });
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
      await forAll({ session, loader, jobs }, 'ownership');
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
