import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startApi } from '../src/api/server.ts';
import { type CompanySummary, generateCompany } from '../src/demo/index.ts';
import { systemClock } from '../src/lib/clock.ts';
import { loadFingerprintKey } from '../src/lib/fingerprint.ts';
import { createLogger } from '../src/lib/log.ts';
import { readCoverage } from '../src/queries/index.ts';
import { ReachService } from '../src/reach/index.ts';
import { cellsOf, type JobMeasure, runJob } from './lib/jobs.ts';
import { measured } from './lib/measure.ts';
import type { Report } from './lib/report.ts';
import { type BenchServer, startServer } from './lib/server.ts';

export interface ServeOptions {
  /** Non-human identities of the company. */
  readonly identities: number;
  readonly note: (text: string) => void;
}

const LARGE = { heapMb: 2048, pageCacheMb: 2048 };
const SMALL = { heapMb: 512, pageCacheMb: 256 };
const SAMPLED = 200;
const WARM_UP = 40;

const QUESTION = `query ($id: ID!) {
  blastRadius(id: $id, kind: Agent, first: 50) {
    totalCount
    edges { node { count resource { id } scope { kind } levels { certain possible } path { edge id } } }
    coverage { line }
  }
}`;

/** Generates a company, imports and derives it, and asks what each of a sample of its agents reaches, over HTTP. */
export async function benchServe({ identities, note }: ServeOptions): Promise<Report> {
  const server = await startServer(identities > 20_000 ? LARGE : SMALL);
  try {
    note('generating');
    const fingerprintKey = loadFingerprintKey(join(server.home, 'fingerprint.key'));
    const out = join(server.home, 'company');
    const { value: company, seconds } = await measured(() => generateCompany({ out, identities, fingerprintKey }));
    note('importing');
    await runJob(server, ['import', company.before]);
    const imported = await runJob(server, ['import', company.exports]);
    note('deriving');
    const derived = await runJob(server, ['derive']);
    note('asking');
    const asked = await ask(server);
    return report(server, { company, seconds, imported, derived, asked });
  } finally {
    await server.stop();
  }
}

interface Asked {
  /** Milliseconds of each question, sorted. */
  readonly times: readonly number[];
  readonly indexSeconds: number;
  /** The same for the least that the endpoint can answer from the database. */
  readonly plain: readonly number[];
}

async function ask(server: BenchServer): Promise<Asked> {
  const { graph, uri, password } = server;
  const ids = await sample(server);
  const log = createLogger({ level: 'error' });
  const reach = new ReachService(graph, { uri, user: 'neo4j', password }, log);
  const begun = performance.now();
  await reach.at((await readCoverage(graph)).graphVersion);
  await reach.settled();
  const indexSeconds = (performance.now() - begun) / 1000;
  const api = await startApi({ graph, clock: systemClock, log, reach });
  try {
    for (const id of ids.slice(0, WARM_UP)) await askOne(api.url, id);
    const times: number[] = [];
    for (const id of ids) times.push(await askOne(api.url, id));
    return { times: times.sort((a, b) => a - b), indexSeconds, plain: await plainTimes(api.url) };
  } finally {
    await api.close();
    await reach.close();
  }
}

/** `coverage` reads the steps of every source: the least question that goes to the database. */
async function plainTimes(url: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < SAMPLED; i += 1) times.push(await post(url, '{ coverage { graphVersion } }', {}));
  return times.sort((a, b) => a - b);
}

async function sample({ graph }: BenchServer): Promise<string[]> {
  const rows = await graph.read('MATCH (a:Agent) WHERE a.retiredAt IS NULL RETURN a.id AS id ORDER BY id');
  const stride = Math.max(1, Math.floor(rows.length / SAMPLED));
  return rows.filter((_, i) => i % stride === 0).map((row) => String(row['id']));
}

function askOne(url: string, id: string): Promise<number> {
  return post(url, QUESTION, { id });
}

/** Milliseconds of one question. */
async function post(url: string, query: string, variables: Readonly<Record<string, unknown>>): Promise<number> {
  const begun = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { readonly errors?: readonly { readonly message: string }[] };
  const milliseconds = performance.now() - begun;
  const [problem] = answer.errors ?? [];
  if (problem !== undefined) throw new Error(`${JSON.stringify(variables)}: ${problem.message}`);
  return milliseconds;
}

interface Served {
  readonly company: CompanySummary;
  readonly seconds: number;
  readonly imported: JobMeasure;
  readonly derived: JobMeasure;
  readonly asked: Asked;
}

function report(server: BenchServer, { company, seconds, imported, derived, asked }: Served): Report {
  const at = (share: number, times = asked.times): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const residentMb = server.residentMb();
  const graphMb = megabytesBelow(join(server.home, 'graph'));
  const { files, bytes, seed } = company;
  return {
    bench: 'serve',
    data: { ...figuresOf(company), files, megabytes: bytes / 1e6, seed, questions: asked.times.length },
    results: {
      generateSeconds: seconds,
      ...cellsOf('import', imported),
      importPeakMb: imported.peakMb,
      ...cellsOf('derive', derived),
      derivePeakMb: derived.peakMb,
      blastRadiusP50Ms: at(0.5),
      blastRadiusP95Ms: at(0.95),
      blastRadiusP99Ms: at(0.99),
      coverageP50Ms: at(0.5, asked.plain),
      coverageP95Ms: at(0.95, asked.plain),
      reachIndexSeconds: asked.indexSeconds,
      neo4jResidentMb: residentMb,
      dataDirectoryMb: graphMb,
    },
    targets: [
      { what: 'resident memory of Neo4j, MB', value: residentMb, must: '<=', bound: 4500 },
      { what: 'data directory, MB', value: graphMb, must: '<=', bound: 3000 },
    ],
  };
}

/** What the generator counted. */
function figuresOf(company: CompanySummary): Record<string, number> {
  const numbers = Object.entries(company).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return Object.fromEntries(numbers.filter(([name]) => !['files', 'bytes', 'seed'].includes(name)));
}

function megabytesBelow(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.reduce((sum, file) => sum + sizeOf(join(folder, file)), 0) / 1e6;
}

/** The server is at work in there: a file may be gone by now. */
function sizeOf(path: string): number {
  const info = statSync(path, { throwIfNoEntry: false });
  return info?.isFile() === true ? info.size : 0;
}
