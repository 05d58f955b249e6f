import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Graph, migrate, openGraph } from '../../src/graph/index.ts';
import { openServer, type ServerMemory } from '../../src/graph/server/index.ts';
import { readRecord } from '../../src/graph/server/record.ts';

/** A Neo4j of its own in a temporary data directory. */
export interface BenchServer {
  readonly home: string;
  readonly graph: Graph;
  readonly uri: string;
  readonly password: string;
  readonly memory: ServerMemory;
  /** CPU seconds of the server so far; 0 where the system does not say. */
  readonly cpuSeconds: () => number;
  /** Resident memory of the server in MB. */
  readonly residentMb: () => number;
  /** Drops the indexes that somebody else made: they would slow down our writes. */
  readonly dropForeignIndexes: () => Promise<void>;
  /** Empties the graph and forgets the step caches. */
  readonly wipe: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const TICKS_PER_SECOND = 100;

/** Starts it; every bench has its own, whatever NEO4J_URI says. */
export async function startServer(memory: ServerMemory): Promise<BenchServer> {
  const home = mkdtempSync(join(tmpdir(), 'keyline-bench-'));
  const env = { ...process.env };
  delete env['NEO4J_URI'];
  const server = await openServer({ home, memory, env });
  const graph = await openGraph(server);
  await migrate(graph);
  const own = await indexNames(graph);
  const pid = readRecord(home)?.server.pid ?? 0;
  return {
    home,
    graph,
    uri: server.uri,
    password: server.password,
    memory,
    cpuSeconds: () => cpuSecondsOf(pid),
    residentMb: () => residentMbOf(pid),
    dropForeignIndexes: () => dropOthers(graph, own),
    wipe: () => wipe(graph, home),
    stop: async () => {
      await graph.close();
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function cpuSecondsOf(pid: number): number {
  const fields = procText(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
}

function residentMbOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(procText(pid, 'status'))?.[1] ?? 0) / 1024;
}

function procText(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

async function indexNames(graph: Graph): Promise<ReadonlySet<string>> {
  const found = await graph.read("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name");
  return new Set(found.map((row) => String(row['name'])));
}

async function dropOthers(graph: Graph, own: ReadonlySet<string>): Promise<void> {
  const constraints = await graph.read('SHOW CONSTRAINTS YIELD name RETURN name');
  for (const row of constraints) if (!own.has(String(row['name']))) await drop(graph, 'CONSTRAINT', row['name']);
  for (const name of await indexNames(graph)) if (!own.has(name)) await drop(graph, 'INDEX', name);
}

async function drop(graph: Graph, kind: string, name: unknown): Promise<void> {
  await graph.write((run) => run(`DROP ${kind} \`${String(name)}\` IF EXISTS`));
}

async function wipe(graph: Graph, home: string): Promise<void> {
  const session = graph.session('WRITE');
  try {
    await session.run('MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS');
    await session.run('MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS');
  } finally {
    await session.close();
  }
  rmSync(join(home, 'steps'), { recursive: true, force: true });
}
