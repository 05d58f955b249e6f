import { startApi } from '../../src/api/server.ts';
import type { Graph } from '../../src/graph/index.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createLogger } from '../../src/lib/log.ts';
import { answer, findQuery, readCoverage } from '../../src/queries/index.ts';
import { ReachService } from '../../src/reach/index.ts';
import { TableReader } from '../../src/reach/read/index.ts';
import type { BenchServer } from '../lib/server.ts';
import { withStall } from '../lib/stall.ts';

const SAMPLED = 200;
export const WARM_UP = 40;
const LARGEST = 100;

/** One blast radius, as the page asks for it. */
export const BLAST_RADIUS = `query ($id: ID!) {
  blastRadius(id: $id, kind: Agent, first: 50) {
    totalCount
    edges { node { count resource { id } scope { kind } levels { certain possible } path { edge id } } }
    coverage { line }
  }
}`;

const WHO = `query ($id: ID!) {
  whoCanReach(resource: $id, first: 50) {
    totalCount
    edges { node { node { id } levels { certain possible } path { edge id } } }
    coverage { line }
  }
}`;
const ONE = '{ cypher(text: "RETURN 1 AS one") { rows } }';

/** Milliseconds, sorted. */
export type Times = readonly number[];

export interface Asked {
  /** Blast radii over HTTP: of agents evenly spread, and of those of the largest reach. */
  readonly uniform: Times;
  readonly largest: Times;
  readonly whoCanReach: Times;
  /** `RETURN 1` through the same endpoint; and the least question that our own fields put to the database. */
  readonly one: Times;
  readonly coverage: Times;
  /** The saved blast radius in plain Cypher, over Bolt. */
  readonly cypher: Times;
  readonly indexSeconds: number;
  /** Longest standstill of the event loop while the index was built. */
  readonly buildStallMs: number;
  /** Of a second build of a graph in which nothing has changed. */
  readonly patchSeconds: number;
}

/** Asks a loaded graph, over HTTP and in plain Cypher. */
export async function ask(server: BenchServer): Promise<Asked> {
  const { graph, uri, password } = server;
  const log = createLogger({ level: 'error' });
  const reach = new ReachService(graph, { uri, user: 'neo4j', password }, log);
  const begun = performance.now();
  const { stallMs } = await withStall(() => reach.refresh());
  const indexSeconds = (performance.now() - begun) / 1000;
  const patchSeconds = await patchTime(server);
  const api = await startApi({ graph, clock: systemClock, log, reach });
  try {
    const [agents, resources] = [await sample(graph, 'Agent'), await sample(graph, 'Resource')];
    const { graphVersion } = await readCoverage(graph);
    const ranked = await (await reach.at(graphVersion))?.rank('Agent', Date.now());
    const largest = (ranked ?? []).slice(0, LARGEST).map(({ id }) => id);
    const over = (query: string, ids: readonly string[]) => timesOf(ids, (id) => post(api.url, query, { id }));
    await over(BLAST_RADIUS, agents.slice(0, WARM_UP));
    await over(WHO, resources.slice(0, WARM_UP));
    await timesOf(agents.slice(0, WARM_UP), () => post(api.url, ONE, {}));
    return {
      uniform: await over(BLAST_RADIUS, agents),
      largest: await over(BLAST_RADIUS, largest),
      whoCanReach: await over(WHO, resources),
      one: await timesOf(agents, () => post(api.url, ONE, {})),
      coverage: await timesOf(agents, () => post(api.url, '{ coverage { graphVersion } }', {})),
      cypher: await cypherTimes(server, agents),
      indexSeconds,
      buildStallMs: stallMs,
      patchSeconds,
    };
  } finally {
    await api.close();
    await reach.close();
  }
}

/** What it takes to see that nothing has changed. */
async function patchTime({ graph }: BenchServer): Promise<number> {
  const reader = new TableReader();
  const first = await reader.read(graph, undefined);
  const begun = performance.now();
  await reader.read(graph, first?.graphVersion);
  return (performance.now() - begun) / 1000;
}

async function cypherTimes({ graph }: BenchServer, agents: readonly string[]): Promise<number[]> {
  const saved = findQuery('blast-radius');
  const one = (agent: string) => answer(graph, systemClock, saved, { agent });
  await timesOf(agents.slice(0, WARM_UP), one);
  return timesOf(agents, one);
}

/** Milliseconds of each, one after the other, sorted. */
export async function timesOf(asked: readonly string[], work: (one: string) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const one of asked) {
    const begun = performance.now();
    await work(one);
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

/** Keys of live nodes, evenly spread. */
export async function sample(graph: Graph, label: 'Agent' | 'Resource'): Promise<string[]> {
  const rows = await graph.read(`MATCH (n:${label}) WHERE n.retiredAt IS NULL RETURN n.id AS id ORDER BY id`);
  const stride = Math.max(1, Math.floor(rows.length / SAMPLED));
  return rows.filter((_, i) => i % stride === 0).map((row) => String(row['id']));
}

export async function post(url: string, query: string, variables: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const reply = (await response.json()) as { readonly errors?: readonly { readonly message: string }[] };
  const [problem] = reply.errors ?? [];
  if (problem !== undefined) throw new Error(`${JSON.stringify(variables)}: ${problem.message}`);
}
