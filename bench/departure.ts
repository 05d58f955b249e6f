import { deriveJobs } from '../src/derive/index.ts';
import { EventStore } from '../src/events/store.ts';
import { findingRules } from '../src/findings/index.ts';
import type { Graph } from '../src/graph/index.ts';
import { instantOf } from '../src/lib/clock.ts';
import { createLogger } from '../src/lib/log.ts';
import type { DeriveSession } from '../src/pipeline/derive.ts';
import { followSignals, warmForSignals } from '../src/pipeline/follow.ts';
import { openSession } from '../src/pipeline/session.ts';
import { keepSignals } from '../src/signals/keep.ts';
import { figuresOf, loadCompany, serverFor } from './lib/company.ts';
import { type Measure, measured } from './lib/measure.ts';
import type { Cell, Report } from './lib/report.ts';
import type { BenchServer } from './lib/server.ts';

export interface DepartureOptions {
  /** Non-human identities of the company. */
  readonly identities: number;
  readonly note: (text: string) => void;
}

/** Departures that are measured, one after another. */
const LEAVERS = 7;

/** One departure: from the signal being kept to its findings being in the graph. */
interface Departure extends Measure {
  readonly serverCpuSeconds: number;
  readonly findings: number;
  readonly things: number;
}

/** How long it takes, in a company of this size, until the graph and the findings have followed a pushed departure. */
export async function benchDeparture({ identities, note }: DepartureOptions): Promise<Report> {
  const server = await serverFor(identities);
  try {
    const { company, derived } = await loadCompany(server, { identities, note });
    const stages = new Map<string, number[]>();
    const all = await departures(server, stages, note);
    const seconds = all.map((one) => one.seconds).sort((a, b) => a - b);
    const [median, longest] = [seconds[Math.floor(seconds.length / 2)] ?? 0, seconds.at(-1) ?? 0];
    const mean = (of: (one: Departure) => number): number => all.reduce((sum, one) => sum + of(one), 0) / all.length;
    return {
      bench: 'departure',
      data: { ...figuresOf(company), departures: all.length, things: mean((one) => one.things) },
      results: {
        deriveSeconds: derived.seconds,
        departureSeconds: median,
        departureMaxSeconds: longest,
        cpuSeconds: mean((one) => one.cpuSeconds),
        serverCpuSeconds: mean((one) => one.serverCpuSeconds),
        findings: mean((one) => one.findings),
        ...stageCells(stages),
      },
      targets: [{ what: 'a departure, median seconds', value: median, must: '<=', bound: 1 }],
    };
  } finally {
    await server.stop();
  }
}

/** Median milliseconds of each stage. */
function stageCells(stages: ReadonlyMap<string, readonly number[]>): Record<string, Cell> {
  return Object.fromEntries(
    [...stages].map(([stage, times]) => {
      const sorted = [...times].sort((a, b) => a - b);
      return [`${stage} (ms)`, sorted[Math.floor(sorted.length / 2)] ?? 0];
    }),
  );
}

async function departures(
  server: BenchServer,
  stages: Map<string, number[]>,
  note: (text: string) => void,
): Promise<Departure[]> {
  const opened: { events?: EventStore } = {};
  const log = createLogger({ level: 'debug', stream: { write: (line) => noteStage(stages, line) } });
  const openEvents = async (home: string) => {
    opened.events = await EventStore.open(home);
    return opened.events;
  };
  const session = await openSession({ home: server.home, log, openEvents });
  try {
    if (opened.events === undefined) throw new TypeError('the event store was not opened');
    const own: DeriveSession = { ...session, events: opened.events };
    const followed = { jobs: deriveJobs(opened.events), rules: findingRules };
    note('getting ready for signals');
    await warmForSignals(own, followed);
    note('departures');
    const all: Departure[] = [];
    const [first, ...leavers] = await leaversOf(session.graph);
    // The first one pays for what is compiled at its first use; a service has been at work before somebody leaves.
    if (first !== undefined) await depart(own, followed, server, first);
    stages.clear();
    for (const one of leavers) all.push(await depart(own, followed, server, one));
    return all;
  } finally {
    await session.close();
  }
}

function noteStage(stages: Map<string, number[]>, line: string): void {
  const { msg, stage, ms } = JSON.parse(line) as { msg?: string; stage?: string; ms?: number };
  if (msg === 'following signals' && stage !== undefined && ms !== undefined)
    stages.set(stage, [...(stages.get(stage) ?? []), ms]);
}

interface Leaver {
  readonly id: string;
  readonly account: string;
  readonly things: number;
}

/** Active people who own something and have an account at the identity provider, evenly spread by how much they own. */
async function leaversOf(graph: Graph): Promise<Leaver[]> {
  const rows = await graph.read(
    `MATCH (h:Human {status: 'active'})-[:HAS_ACCOUNT]->(p:Principal {system: 'okta'})
     WITH h, min(p.id) AS account, count { (h)-[:OWNS]->() } AS things WHERE things > 0
     RETURN h.id AS id, account, things ORDER BY things DESC, id`,
  );
  const stride = Math.max(1, Math.floor(rows.length / (LEAVERS + 1)));
  return (rows as unknown as readonly Leaver[]).filter((_, i) => i % stride === 0).slice(0, LEAVERS + 1);
}

async function depart(
  session: DeriveSession,
  followed: Parameters<typeof followSignals>[2],
  server: BenchServer,
  { id, account, things }: Leaver,
): Promise<Departure> {
  const { graph, clock } = session;
  const at = instantOf(clock.now());
  const cpu = server.cpuSeconds();
  const measure = await measured(async () => {
    await keepSignals(graph, clock, [
      { id: `signal:bench-${id}`, kind: 'departed', event: 'bench', issuer: 'bench', account, at },
    ]);
    await followSignals(session, at, followed);
  });
  const [row] = await graph.read(
    'MATCH (:Human {id: $id})<-[:ABOUT]-(f:Finding) WHERE f.retiredAt IS NULL RETURN count(DISTINCT f) AS n',
    { id },
  );
  return { ...measure, serverCpuSeconds: server.cpuSeconds() - cpu, findings: Number(row?.['n'] ?? 0), things };
}
