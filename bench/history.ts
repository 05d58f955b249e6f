import { startApi } from '../src/api/server.ts';
import type { Graph } from '../src/graph/index.ts';
import { systemClock } from '../src/lib/clock.ts';
import { createLogger } from '../src/lib/log.ts';
import { answer, findQuery } from '../src/queries/index.ts';
import { ReachService } from '../src/reach/index.ts';
import { wasType } from '../src/schema/index.ts';
import { figuresOf, loadCompany, serverFor } from './lib/company.ts';
import type { Cell, Report } from './lib/report.ts';
import type { BenchServer } from './lib/server.ts';
import { atShare } from './lib/stall.ts';
import { BLAST_RADIUS, post, sample, timesOf, WARM_UP } from './serve/ask.ts';

export interface HistoryOptions {
  /** Non-human identities of the company. */
  readonly identities: number;
  /** How often each is measured; the best counts. */
  readonly rounds: number;
  readonly note: (text: string) => void;
}

/** One way to ask for a blast radius: wall times sorted, and CPU of Neo4j a question. Milliseconds. */
interface Asked {
  readonly times: readonly number[];
  readonly serverCpuMs: number;
}

interface Measured {
  readonly indexed: Asked;
  readonly cypher: Asked;
}

/**
 * What history costs the present: the same blast radii, from the index and in plain Cypher, before every live edge of a company has got
 * a retired one beside it, with those, and after they were taken away again: of the two without history the quicker one counts, for
 * a machine that has been at work answers sooner.
 */
export async function benchHistory({ identities, rounds, note }: HistoryOptions): Promise<Report> {
  const server = await serverFor(identities);
  try {
    const { company } = await loadCompany(server, { identities, note });
    const agents = await sample(server.graph, 'Agent');
    note('asking, without history');
    await measureAll(server, agents, 1);
    const first = await measureAll(server, agents, rounds);
    note('adding a retired edge to every live one');
    const { live, retired } = await addHistory(server.graph);
    note('asking, with history');
    const after = await measureAll(server, agents, rounds);
    note('taking the retired edges away again');
    await removeHistory(server.graph);
    note('asking, without history');
    const second = await measureAll(server, agents, rounds);
    const before = {
      indexed: bestOf([first.indexed, second.indexed]),
      cypher: bestOf([first.cypher, second.cypher]),
    };
    const over = (of: (one: Measured) => Asked) =>
      (atShare(of(after).times, 0.5) / atShare(of(before).times, 0.5) - 1) * 100;
    return {
      bench: 'history',
      data: { ...figuresOf(company), liveEdges: live, retiredEdges: retired, questions: agents.length, rounds },
      results: {
        ...cellsOf('indexed', before.indexed, after.indexed),
        ...cellsOf('cypher', before.cypher, after.cypher),
      },
      targets: [
        {
          what: 'indexed blast radius with history, p50, % more',
          value: over(({ indexed }) => indexed),
          must: '<=',
          bound: 5,
        },
        { what: 'plain Cypher with history, p50, % more', value: over(({ cypher }) => cypher), must: '<=', bound: 20 },
      ],
    };
  } finally {
    await server.stop();
  }
}

function cellsOf(name: string, before: Asked, after: Asked): Record<string, Cell> {
  const ratio = (share: number): number => atShare(after.times, share) / atShare(before.times, share);
  return {
    [`${name}P50Ms`]: atShare(before.times, 0.5),
    [`${name}P95Ms`]: atShare(before.times, 0.95),
    [`${name}ServerCpuMs`]: before.serverCpuMs,
    [`${name}WithHistoryP50Ms`]: atShare(after.times, 0.5),
    [`${name}WithHistoryP95Ms`]: atShare(after.times, 0.95),
    [`${name}WithHistoryServerCpuMs`]: after.serverCpuMs,
    [`${name}P50Ratio`]: ratio(0.5),
    [`${name}P95Ratio`]: ratio(0.95),
    [`${name}ServerCpuRatio`]: before.serverCpuMs === 0 ? null : after.serverCpuMs / before.serverCpuMs,
  };
}

async function measureAll(server: BenchServer, agents: readonly string[], rounds: number): Promise<Measured> {
  const { graph, uri, password } = server;
  const log = createLogger({ level: 'error' });
  const reach = new ReachService(graph, { uri, user: 'neo4j', password }, log);
  await reach.refresh();
  const api = await startApi({ graph, clock: systemClock, log, reach });
  const saved = findQuery('blast-radius');
  const indexed = (id: string) => post(api.url, BLAST_RADIUS, { id });
  const cypher = (agent: string) => answer(graph, systemClock, saved, { agent });
  try {
    await timesOf(agents.slice(0, WARM_UP), indexed);
    await timesOf(agents.slice(0, WARM_UP), cypher);
    const all: Measured[] = [];
    for (let round = 0; round < rounds; round += 1)
      all.push({ indexed: await asked(server, agents, indexed), cypher: await asked(server, agents, cypher) });
    return { indexed: bestOf(all.map((one) => one.indexed)), cypher: bestOf(all.map((one) => one.cypher)) };
  } finally {
    await api.close();
    await reach.close();
  }
}

async function asked(
  server: BenchServer,
  agents: readonly string[],
  ask: (agent: string) => Promise<unknown>,
): Promise<Asked> {
  const begun = server.cpuSeconds();
  const times = await timesOf(agents, ask);
  return { times, serverCpuMs: ((server.cpuSeconds() - begun) * 1_000) / agents.length };
}

/** Others work on the machine too: the quickest round was disturbed least. */
function bestOf(rounds: readonly Asked[]): Asked {
  const [first, ...others] = rounds;
  if (first === undefined) throw new RangeError('at least one round');
  return others.reduce((best, one) => (atShare(one.times, 0.5) < atShare(best.times, 0.5) ? one : best), first);
}

/** Takes away what `addHistory` gave: what this bench loads has next to no history of its own. */
async function removeHistory(graph: Graph): Promise<void> {
  const session = graph.session('WRITE');
  try {
    await session.run(`MATCH ()-[r]->() WHERE r.to = '${ENDED}' CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS`);
    await session.run('CALL db.clearQueryCaches()');
  } finally {
    await session.close();
  }
}

/** When the retired edges of the bench ended. */
const ENDED = '2026-02-01T00:00:00.000Z';

/** Gives every live edge a retired one with the same ends and properties, and waits until the statistics are the new ones. */
async function addHistory(graph: Graph): Promise<{ readonly live: number; readonly retired: number }> {
  const types = (await graph.read('CALL db.relationshipTypes() YIELD relationshipType AS type RETURN type'))
    .map((row) => row['type'] as string)
    .filter((type) => !type.endsWith('_WAS'));
  let live = 0;
  const session = graph.session('WRITE');
  try {
    for (const type of types) {
      const [row] = await graph.read(`MATCH ()-[r:${type}]->() RETURN count(r) AS n`);
      live += Number(row?.['n'] ?? 0);
      await session.run(
        `MATCH (a)-[r:${type}]->(b) CALL (a, r, b) {
           CREATE (a)-[w:${wasType(type as Parameters<typeof wasType>[0])}]->(b)
           SET w = properties(r), w.from = '2026-01-01T00:00:00.000Z', w.to = '${ENDED}'
         } IN TRANSACTIONS OF 20000 ROWS`,
      );
    }
    await session.run('CALL db.clearQueryCaches()');
  } finally {
    await session.close();
  }
  const [row] = await graph.read('MATCH ()-[r]->() WHERE r.to IS NOT NULL RETURN count(r) AS n');
  return { live, retired: Number(row?.['n'] ?? 0) };
}
