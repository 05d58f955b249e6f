import {
  type DeriveJob,
  dutyFacts,
  type LimitedFacts,
  personFacts,
  readTold,
  runJob,
  type ToldAccounts,
} from '../derive/index.ts';
import type { Graph, Loader } from '../graph/index.ts';
import { type EndingEdge, endEdges } from '../graph/load/end-edges.ts';
import { instantOf } from '../lib/clock.ts';
import type { DeriveSession } from './derive.ts';

/** A run that follows signals. */
interface FollowRun {
  readonly session: DeriveSession;
  readonly loader: Loader;
  readonly jobs: readonly DeriveJob[];
}

/** What the signals say of their accounts. */
export async function followAccounts(run: FollowRun, since: string): Promise<ToldAccounts> {
  const told = await readTold(run.session.graph, since);
  if (told.records === undefined) await forAll(run, 'signals');
  else await put(run, 'signals', { records: told.records, gone: [] });
  return told;
}

/** The people of the accounts, by key; `undefined`: all people were derived. */
export async function followPeople(run: FollowRun, { accounts }: ToldAccounts): Promise<readonly string[] | undefined> {
  if (accounts.length === 0) return [];
  const { graph, clock } = run.session;
  const facts = await personFacts(graph, accounts, instantOf(clock.now()));
  if (facts === undefined) await forAll(run, 'people');
  else await put(run, 'people', facts);
  return facts?.people;
}

/** Whose duties fall to somebody else now, and the teams above which somebody changed. `people`: those whose status may have changed; `undefined`: anybody’s may have. */
export async function followDuties(
  run: FollowRun,
  people: readonly string[] | undefined,
): Promise<{ readonly owners: readonly string[]; readonly teams: readonly string[] }> {
  if (people === undefined) {
    await forAll(run, 'duty');
    return { owners: [], teams: [] };
  }
  if (people.length === 0) return { owners: [], teams: [] };
  const facts = await dutyFacts(run.session.graph, people);
  await put(run, 'duty', facts);
  return { owners: facts.people, teams: facts.teams };
}

/** Takes away the owners that were decided about these things, and are no longer: whose they are is inferred behind it. */
export async function endDecidedOwners(graph: Graph, subjects: readonly string[], at: string): Promise<void> {
  if (subjects.length === 0) return;
  const rows = await graph.read(
    `UNWIND $in.subjects AS subject
     MATCH (h:Human)-[r:OWNS]->(s:Agent|Principal|Credential {id: subject}) WHERE any(one IN r.evidence WHERE one STARTS WITH 'decision:')
     RETURN 'OWNS' AS type, 'Human' AS fromLabel, h.id AS from, labels(s)[0] AS toLabel, s.id AS to`,
    { in: { subjects } },
  );
  await endEdges(graph, rows as unknown as readonly EndingEdge[], at);
}

/** Derives one kind of fact for all. Errors: TypeError when there is none of this id. */
export async function forAll({ session, loader, jobs }: FollowRun, id: string): Promise<void> {
  const job = jobs.find((one) => one.id === id);
  if (job === undefined) throw new TypeError(`there is no derivation ${id}`);
  await runJob(job, loader, session);
}

/** Writes what a derivation states of some alone; of the others it states what it did. */
async function put({ session, loader }: FollowRun, step: string, { records, gone }: LimitedFacts): Promise<void> {
  await endEdges(session.graph, gone, loader.at);
  const load = await loader.openStep({ source: 'derive', scope: 'graph', step }, 'delta');
  await load.add(records);
  await load.finish({ status: 'complete', problems: [], problemCount: 0 }, undefined);
}
