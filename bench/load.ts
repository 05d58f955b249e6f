import { join } from 'node:path';
import { type DataSet, writeRecords, writeRows } from './lib/data.ts';
import { type ImportMeasure, importOnce } from './lib/import.ts';
import { loadWithPeer, type PeerLoad } from './lib/peer.ts';
import type { Cell, Report, Target } from './lib/report.ts';
import { sizesAt } from './lib/rows.ts';
import { type BenchServer, startServer } from './lib/server.ts';

export interface LoadOptions {
  /** Share of the full 482,000 rows. */
  readonly share: number;
  /** Python of a virtual environment with the peer; without it only we are measured. */
  readonly peer: string | undefined;
  /** How often everything is measured, in turns with the peer; the best counts. */
  readonly rounds: number;
  readonly note: (text: string) => void;
}

/** Three imports: into an empty graph, the same again, and with one row in a hundred changed. */
interface Round {
  readonly first: ImportMeasure;
  readonly again: ImportMeasure;
  readonly changed: ImportMeasure;
}

const MEMORY = { heapMb: 2048, pageCacheMb: 1024 };

/** First import, unchanged re-import and 1 % changed, beside the peer's first load and re-sync where there is a peer. */
export async function benchLoad(options: LoadOptions): Promise<Report> {
  const server = await startServer(MEMORY);
  try {
    return await measureAll(server, options);
  } finally {
    await server.stop();
  }
}

async function measureAll(server: BenchServer, { share, peer, rounds, note }: LoadOptions): Promise<Report> {
  const folder = join(server.home, 'data');
  const data = writeRecords(folder, sizesAt(share));
  if (peer !== undefined) writeRows(folder, sizesAt(share));
  const ours: Round[] = [];
  const theirs: PeerLoad[] = [];
  // The first round of each warms the JVM and does not count.
  for (let i = 0; i <= rounds; i += 1) {
    note(i === 0 ? `${data.rows} rows as ${data.lines} records; warming up` : `round ${i} of ${rounds}`);
    ours.push(await measureOurs(server, data));
    if (peer !== undefined) theirs.push(await loadWithPeer(server, peer, folder));
  }
  return report(data, ours.slice(1), theirs.slice(1), server);
}

async function measureOurs(server: BenchServer, data: DataSet): Promise<Round> {
  await server.wipe();
  const first = await importOnce(server, data.records);
  const again = await importOnce(server, data.records);
  const changed = await importOnce(server, data.changed);
  return { first, again, changed };
}

function report(data: DataSet, ours: readonly Round[], theirs: readonly PeerLoad[], server: BenchServer): Report {
  const first = best(ours.map((one) => one.first));
  const again = best(ours.map((one) => one.again));
  const changed = best(ours.map((one) => one.changed));
  const peakMb = Math.max(...ours.flatMap((one) => [one.first.peakMb, one.again.peakMb, one.changed.peakMb]));
  const { records: _records, changed: _changed, ...sizes } = data;
  return {
    bench: 'load',
    data: { ...sizes, neo4jHeapMb: server.memory.heapMb, neo4jPageCacheMb: server.memory.pageCacheMb },
    results: {
      ...cells('first', first),
      firstRowsPerSecond: Math.round(data.rows / first.seconds),
      ...cells('unchanged', again),
      ...cells('changed', changed),
      peakMb,
      serverResidentMb: server.residentMb(),
      ...peerCells(theirs),
    },
    targets: [
      { what: 'written by the unchanged import', value: again.written, must: '=', bound: 0 },
      { what: 'written with 1 % changed', value: changed.written, must: '=', bound: data.changedRows },
      { what: 'seconds with 1 % changed', value: changed.seconds, must: '<=', bound: 3 },
      { what: 'peak memory of our process, MB', value: peakMb, must: '<=', bound: 250 },
      ...peerTargets(first, again, theirs),
    ],
  };
}

function best(all: readonly ImportMeasure[]): ImportMeasure {
  return all.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}

function cells(name: string, one: ImportMeasure): Record<string, Cell> {
  return {
    [`${name}Seconds`]: one.seconds,
    [`${name}CpuSeconds`]: one.cpuSeconds,
    [`${name}ServerCpuSeconds`]: one.serverCpuSeconds,
    [`${name}Written`]: one.written,
  };
}

function peerCells(theirs: readonly PeerLoad[]): Record<string, Cell> {
  if (theirs.length === 0) return {};
  return {
    peerFirstSeconds: least(theirs, 'firstSeconds'),
    peerUnchangedSeconds: least(theirs, 'againSeconds'),
    peerPeakMb: Math.max(...theirs.map((one) => one.peakMb)),
  };
}

function peerTargets(first: ImportMeasure, again: ImportMeasure, theirs: readonly PeerLoad[]): Target[] {
  if (theirs.length === 0) return [];
  const times = (what: string, value: number, bound: number): Target => ({ what, value, must: '>=', bound });
  return [
    times('times faster than the peer, first import', least(theirs, 'firstSeconds') / first.seconds, 3),
    times('times faster than the peer, unchanged', least(theirs, 'againSeconds') / again.seconds, 20),
  ];
}

function least(theirs: readonly PeerLoad[], name: 'firstSeconds' | 'againSeconds'): number {
  return Math.min(...theirs.map((one) => one[name]));
}
