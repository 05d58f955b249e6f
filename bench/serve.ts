import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CompanySummary } from '../src/demo/index.ts';
import { figuresOf, loadCompany, serverFor } from './lib/company.ts';
import { cellsOf, type JobMeasure } from './lib/jobs.ts';
import type { Report, Target } from './lib/report.ts';
import type { BenchServer } from './lib/server.ts';
import { atShare } from './lib/stall.ts';
import { type Asked, ask, type Times } from './serve/ask.ts';

export interface ServeOptions {
  /** Non-human identities of the company. */
  readonly identities: number;
  readonly note: (text: string) => void;
}

/** Generates a company, imports and derives it, and asks what each of a sample of its agents reaches, over HTTP. */
export async function benchServe({ identities, note }: ServeOptions): Promise<Report> {
  const server = await serverFor(identities);
  try {
    const { company, generateSeconds, imported, derived } = await loadCompany(server, { identities, note });
    note('asking');
    const asked = await ask(server);
    return report(server, { company, seconds: generateSeconds, imported, derived, asked });
  } finally {
    await server.stop();
  }
}

interface Served {
  readonly company: CompanySummary;
  readonly seconds: number;
  readonly imported: JobMeasure;
  readonly derived: JobMeasure;
  readonly asked: Asked;
}

function report(server: BenchServer, { company, seconds, imported, derived, asked }: Served): Report {
  const residentMb = server.residentMb();
  const graphMb = megabytesBelow(join(server.home, 'graph'));
  const { files, bytes, seed } = company;
  return {
    bench: 'serve',
    data: { ...figuresOf(company), files, megabytes: bytes / 1e6, seed, questions: asked.uniform.length },
    results: {
      generateSeconds: seconds,
      ...cellsOf('import', imported),
      importPeakMb: imported.peakMb,
      ...cellsOf('derive', derived),
      derivePeakMb: derived.peakMb,
      ...shares('blastRadius', asked.uniform),
      ...shares('returnOne', asked.one),
      ...shares('coverage', asked.coverage),
      ...shares('largest100', asked.largest),
      ...shares('whoCanReach', asked.whoCanReach),
      ...shares('foldedCypher', asked.cypher),
      reachIndexSeconds: asked.indexSeconds,
      reachIndexUnchangedSeconds: asked.patchSeconds,
      buildStallMs: asked.buildStallMs,
      neo4jResidentMb: residentMb,
      dataDirectoryMb: graphMb,
    },
    targets: [
      ...targetsOf(asked),
      { what: 'resident memory of Neo4j, MB', value: residentMb, must: '<=', bound: 4500 },
      { what: 'data directory, MB', value: graphMb, must: '<=', bound: 3000 },
    ],
  };
}

function shares(name: string, times: Times): Record<string, number> {
  return {
    [`${name}P50Ms`]: atShare(times, 0.5),
    [`${name}P95Ms`]: atShare(times, 0.95),
    [`${name}P99Ms`]: atShare(times, 0.99),
  };
}

function targetsOf({ uniform, one, largest, cypher, whoCanReach, indexSeconds, buildStallMs }: Asked): Target[] {
  const atMost = (what: string, value: number, bound: number): Target => ({ what, value, must: '<=', bound });
  const overOne = (share: number): number => atShare(uniform, share) / Math.max(0.001, atShare(one, share));
  return [
    atMost('blastRadius over HTTP, p95 ms', atShare(uniform, 0.95), 12),
    atMost('blastRadius over HTTP, p99 ms', atShare(uniform, 0.99), 25),
    atMost('blastRadius over RETURN 1, p50', overOne(0.5), 4),
    atMost('blastRadius over RETURN 1, p95', overOne(0.95), 4),
    atMost('the 100 agents of largest reach, p95 ms', atShare(largest, 0.95), 60),
    atMost('folded blast radius in plain Cypher, p95 ms', atShare(cypher, 0.95), 15),
    atMost('whoCanReach over HTTP, p99 ms', atShare(whoCanReach, 0.99), 50),
    atMost('index start from the graph, seconds', indexSeconds, 20),
    atMost('longest standstill while building, ms', buildStallMs, 50),
  ];
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
