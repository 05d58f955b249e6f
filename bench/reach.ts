import { blastRadius } from '../src/reach/blast-radius.ts';
import { ReachIndex, rankActors } from '../src/reach/index.ts';
import { measured } from './lib/measure.ts';
import { Random } from './lib/random.ts';
import { type EstateSize, reachEstate } from './lib/reach-estate.ts';
import type { Cell, Report } from './lib/report.ts';

export interface ReachOptions {
  /** Principals of the estate. */
  readonly identities: number;
  readonly note: (text: string) => void;
}

const ASKED = 3_000;
const HUBS = 100;
const SEED = 7;

interface Measured {
  readonly index: ReachIndex;
  readonly times: readonly number[];
  readonly hubTimes: readonly number[];
  readonly rankCpuSeconds: number;
  readonly largest: number;
}

/** The reach index in the process, over a generated estate: one blast radius, all of them ranked; at 2,000, 200 and 20 accounts, and at a tenth of the size. */
export async function benchReach({ identities, note }: ReachOptions): Promise<Report> {
  const size = (accounts: number, principals: number): EstateSize => ({
    accounts,
    principals,
    resources: principals * 5,
    documents: Math.ceil(principals / 10),
  });
  const results: Record<string, Cell> = {};
  const sizes = [
    ['2000', size(2000, identities)],
    ['200', size(200, identities)],
    ['20', size(20, identities)],
    ['tenth', size(200, Math.ceil(identities / 10))],
  ] as const;
  const found = new Map<string, Measured>();
  for (const [name, one] of sizes) {
    note(`${one.accounts} accounts, ${one.principals} principals, ${one.resources} resources`);
    const measure = await measureOne(one);
    found.set(name, measure);
    const at = (times: readonly number[], share: number) =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    results[`${name}P50Ms`] = at(measure.times, 0.5);
    results[`${name}P99Ms`] = at(measure.times, 0.99);
    results[`${name}Largest100P95Ms`] = at(measure.hubTimes, 0.95);
    results[`${name}RankCpuSeconds`] = measure.rankCpuSeconds;
    results[`${name}LargestReach`] = measure.largest;
    if (name === '2000') {
      results['actors'] = measure.index.actors.count;
      results['residentMb'] = process.memoryUsage.rss() / 1e6;
    }
  }
  const per = (name: string, principals: number): number => ((found.get(name)?.rankCpuSeconds ?? 0) / principals) * 1e6;
  results['rankMicrosecondsPerPrincipal'] = per('2000', identities);
  results['rankMicrosecondsPerPrincipalAtATenth'] = per('tenth', Math.ceil(identities / 10));
  return {
    bench: 'reach',
    data: {
      principals: identities,
      resources: identities * 5,
      documents: Math.ceil(identities / 10),
      seed: SEED,
      asked: ASKED,
    },
    results,
    targets: [
      {
        what: 'one blast radius in process, p99 ms, 2,000 accounts',
        value: Number(results['2000P99Ms']),
        must: '<=',
        bound: 5,
      },
      {
        what: 'one blast radius in process, p99 ms, 20 accounts',
        value: Number(results['20P99Ms']),
        must: '<=',
        bound: 5,
      },
      {
        what: 'all agents ranked, CPU seconds, 2,000 accounts',
        value: Number(results['2000RankCpuSeconds']),
        must: '<=',
        bound: 15,
      },
    ],
  };
}

async function measureOne(size: EstateSize): Promise<Measured> {
  const index = new ReachIndex(reachEstate(size, SEED));
  const [from, to] = index.actors.ofLabel('Agent');
  const random = new Random(SEED);
  const now = Date.now();
  const agents = Array.from({ length: ASKED }, () => from + random.below(to - from));
  timesOf(index, agents.slice(0, 300), now);
  const times = timesOf(index, agents, now);
  const { value: ranked, cpuSeconds } = await measured(() => rankActors(index, 'Agent', now));
  const hubs = ranked.slice(0, HUBS).map(({ actor }) => actor);
  return {
    index,
    times,
    hubTimes: timesOf(index, hubs, now),
    rankCpuSeconds: cpuSeconds,
    largest: ranked[0]?.total ?? 0,
  };
}

/** Milliseconds of the counts and the first page of 50 rows of each, sorted. */
function timesOf(index: ReachIndex, actors: readonly number[], now: number): number[] {
  const times = actors.map((actor) => {
    const begun = performance.now();
    blastRadius(index, actor, { first: 50, now });
    return performance.now() - begun;
  });
  return times.sort((a, b) => a - b);
}
