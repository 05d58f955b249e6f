import { join } from 'node:path';
import { type DataSet, writeRecords, writeRows } from './lib/data.ts';
import { best, cellsOf, type JobMeasure, runJob } from './lib/jobs.ts';
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
  readonly first: JobMeasure;
  readonly again: JobMeasure;
  readonly changed: JobMeasure;
}

type Rounds = readonly [Round, ...Round[]];

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
  const [, one, ...more] = ours;
  if (one === undefined) throw new TypeError('nothing was measured');
  return report(data, [one, ...more], theirs.slice(1), server);
}

async function measureOurs(server: BenchServer, data: DataSet): Promise<Round> {
  await server.wipe();
  const first = await runJob(server, ['import', data.records]);
  const again = await runJob(server, ['import', data.records]);
  const changed = await runJob(server, ['import', data.changed]);
  return { first, again, changed };
}

function report(data: DataSet, ours: Rounds, theirs: readonly PeerLoad[], server: BenchServer): Report {
  const [one, ...more] = ours;
  const all = (name: keyof Round): [JobMeasure, ...JobMeasure[]] => [one[name], ...more.map((round) => round[name])];
  const first = best(all('first'));
  const again = best(all('again'));
  const changed = best(all('changed'));
  const peakMb = Math.max(...ours.flatMap((one) => [one.first.peakMb, one.again.peakMb, one.changed.peakMb]));
  const { records: _records, changed: _changed, ...sizes } = data;
  return {
    bench: 'load',
    data: { ...sizes, neo4jHeapMb: server.memory.heapMb, neo4jPageCacheMb: server.memory.pageCacheMb },
    results: {
      ...cellsOf('first', first),
      firstRowsPerSecond: Math.round(data.rows / first.seconds),
      ...cellsOf('unchanged', again),
      ...cellsOf('changed', changed),
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

function peerCells(theirs: readonly PeerLoad[]): Record<string, Cell> {
  if (theirs.length === 0) return {};
  return {
    peerFirstSeconds: least(theirs, 'firstSeconds'),
    peerUnchangedSeconds: least(theirs, 'againSeconds'),
    peerPeakMb: Math.max(...theirs.map((one) => one.peakMb)),
  };
}

function peerTargets(first: JobMeasure, again: JobMeasure, theirs: readonly PeerLoad[]): Target[] {
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
