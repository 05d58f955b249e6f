import { startMoto } from '../test/support/python-servers.ts';
import { ACCOUNT, populate } from './lib/account.ts';
import { best, cellsOf, type JobMeasure, runJob } from './lib/jobs.ts';
import { type PeerSync, syncWithPeer } from './lib/peer.ts';
import type { Cell, Report, Target } from './lib/report.ts';
import { type BenchServer, startServer } from './lib/server.ts';

export interface SyncOptions {
  /** Python of a virtual environment with the peer; without it only we are measured. */
  readonly peer: string | undefined;
  readonly rounds: number;
  readonly note: (text: string) => void;
}

interface Round {
  readonly first: JobMeasure;
  readonly again: JobMeasure;
}

const MEMORY = { heapMb: 1024, pageCacheMb: 512 };
const EMULATOR_KEYS = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing', AWS_REGION: 'us-east-1' };

/** The whole AWS collector on an emulated mid-size account: into an empty graph, and again. */
export async function benchSync(options: SyncOptions): Promise<Report> {
  const moto = await startMoto();
  try {
    options.note('filling the account');
    await populate(moto.url);
    const server = await startServer(MEMORY);
    try {
      return await measureAll(server, moto.url, options);
    } finally {
      await server.stop();
    }
  } finally {
    await moto.stop();
  }
}

async function measureAll(server: BenchServer, endpoint: string, options: SyncOptions): Promise<Report> {
  const ours: Round[] = [];
  const theirs: PeerSync[] = [];
  // The first round of each warms the JVM and does not count.
  for (let i = 0; i <= options.rounds; i += 1) {
    options.note(i === 0 ? 'warming up' : `round ${i} of ${options.rounds}`);
    await server.wipe();
    const first = await runJob(server, ['aws', endpoint], EMULATOR_KEYS);
    ours.push({ first, again: await runJob(server, ['aws', endpoint], EMULATOR_KEYS) });
    if (options.peer !== undefined) theirs.push(await syncWithPeer(server, options.peer, endpoint, EMULATOR_KEYS));
  }
  const [, one, ...more] = ours;
  if (one === undefined) throw new TypeError('nothing was measured');
  return report([one, ...more], theirs.slice(1));
}

function report(ours: readonly [Round, ...Round[]], theirs: readonly PeerSync[]): Report {
  const [one, ...more] = ours;
  const first = best([one.first, ...more.map((round) => round.first)]);
  const again = best([one.again, ...more.map((round) => round.again)]);
  const peakMb = Math.max(...ours.flatMap((round) => [round.first.peakMb, round.again.peakMb]));
  return {
    bench: 'sync',
    data: ACCOUNT,
    results: {
      ...cellsOf('first', first),
      ...cellsOf('unchanged', again),
      incompleteSteps: (first.incomplete ?? []).join(', '),
      peakMb,
      ...peerCells(theirs),
    },
    targets: [
      { what: 'written by the unchanged sync', value: again.written, must: '=', bound: 0 },
      { what: 'peak memory of our process, MB', value: peakMb, must: '<=', bound: 250 },
      ...peerTargets(first, theirs),
    ],
  };
}

function peerCells(theirs: readonly PeerSync[]): Record<string, Cell> {
  if (theirs.length === 0) return {};
  return {
    peerSeconds: Math.min(...theirs.map((one) => one.seconds)),
    peerPeakMb: Math.max(...theirs.map((one) => one.peakMb)),
    peerExitCode: theirs.at(-1)?.code ?? null,
  };
}

function peerTargets(first: JobMeasure, theirs: readonly PeerSync[]): Target[] {
  if (theirs.length === 0) return [];
  const value = Math.min(...theirs.map((one) => one.seconds)) / first.seconds;
  return [{ what: 'times faster than the peer', value, must: '>=', bound: 3 }];
}
