import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { blastRadius } from '../src/reach/blast-radius.ts';
import { ReachIndex, rankActors } from '../src/reach/index.ts';
import type { ReachTables } from '../src/reach/tables.ts';
import { unfolded } from '../src/reach/unfold.ts';
import { whoCanReach } from '../src/reach/who-can-reach.ts';
import { costOf, evaluated, evaluatedAgain } from './access.ts';
import { measured } from './lib/measure.ts';
import { Random } from './lib/random.ts';
import type { EstateSize } from './lib/reach-estate.ts';
import type { Cell, Report, Target } from './lib/report.ts';
import { atShare, withStall } from './lib/stall.ts';

export interface ReachOptions {
  /** Principals of the estate. */
  readonly identities: number;
  readonly note: (text: string) => void;
}

const ASKED = 3_000;
const FIRST = 300;
const RESOURCES_ASKED = 500;
const UNFOLDED = 200;
const HUBS = 100;
const SEED = 7;
const WORKER = join(import.meta.dirname, 'lib/reach-worker.ts');

interface Measured {
  readonly actors: number;
  readonly residentMb: number;
  /** Milliseconds, sorted: of one blast radius, of the largest, of who can reach, of unfolding. */
  readonly one: readonly number[];
  /** The first questions of all that are put to the index. */
  readonly first: readonly number[];
  readonly largest: readonly number[];
  readonly who: readonly number[];
  readonly unfold: readonly number[];
  readonly rankCpuSeconds: number;
  readonly largestReach: number;
  /** Longest standstill while the tables are made in a worker and taken over, and while agents are ranked. */
  readonly buildStallMs: number;
  readonly rankStallMs: number;
}

/** The reach index in the process, over a generated estate, at 2,000, 200 and 20 accounts and at a tenth of the size; and what evaluating such an organisation takes. */
export async function benchReach({ identities, note }: ReachOptions): Promise<Report> {
  const size = (accounts: number, principals: number): EstateSize => ({
    accounts,
    principals,
    resources: principals * 5,
    documents: Math.ceil(principals / 10),
  });
  const tenth = Math.ceil(identities / 10);
  const sizes = { a2000: size(2000, identities), a200: size(200, identities), a20: size(20, identities) };
  const results: Record<string, Cell> = {};
  const found = new Map<string, Measured>();
  for (const [name, one] of Object.entries({ ...sizes, tenth: size(200, tenth) })) {
    note(`${one.accounts} accounts, ${one.principals} principals, ${one.resources} resources`);
    const measure = await measureOne(one);
    found.set(name, measure);
    Object.assign(results, cellsOf(name, measure));
  }
  note('effective access of such an organisation');
  const access = await evaluated(sizes.a2000);
  const accessOfTenth = await evaluated(size(200, tenth));
  results['evaluationResidentMb'] = access.residentMb;
  results['evaluationCpuSeconds'] = costOf(access);
  results['evaluationMicrosecondsPerPrincipal'] = (costOf(access) / identities) * 1e6;
  results['evaluationSlope'] = costOf(access) / identities / (costOf(accessOfTenth) / tenth);
  note('one changed document');
  const again = await evaluatedAgain(sizes.a2000);
  results['changedDocumentSeconds'] = again.documentSeconds;
  results['changedDocumentPrincipals'] = again.documentPrincipals;
  const perPrincipal = (name: string, principals: number): number =>
    ((found.get(name)?.rankCpuSeconds ?? 0) / principals) * 1e6;
  results['rankMicrosecondsPerPrincipal'] = perPrincipal('a200', identities);
  results['rankMicrosecondsPerPrincipalAtATenth'] = perPrincipal('tenth', tenth);
  results['rankSlope'] = perPrincipal('a200', identities) / perPrincipal('tenth', tenth);
  return {
    bench: 'reach',
    data: { ...sizes.a2000, seed: SEED, asked: ASKED, resourcesAsked: RESOURCES_ASKED },
    results,
    targets: targetsOf(found, results),
  };
}

function cellsOf(name: string, measure: Measured): Record<string, Cell> {
  return {
    [`${name}OneP50Ms`]: atShare(measure.one, 0.5),
    [`${name}OneP99Ms`]: atShare(measure.one, 0.99),
    [`${name}OneMaxMs`]: atShare(measure.one, 1),
    [`${name}FirstP99Ms`]: atShare(measure.first, 0.99),
    [`${name}FirstMaxMs`]: atShare(measure.first, 1),
    [`${name}Largest100P95Ms`]: atShare(measure.largest, 0.95),
    [`${name}WhoCanReachP50Ms`]: atShare(measure.who, 0.5),
    [`${name}WhoCanReachP99Ms`]: atShare(measure.who, 0.99),
    [`${name}UnfoldP99Ms`]: atShare(measure.unfold, 0.99),
    [`${name}RankCpuSeconds`]: measure.rankCpuSeconds,
    [`${name}LargestReach`]: measure.largestReach,
    [`${name}Actors`]: measure.actors,
    [`${name}ResidentMb`]: measure.residentMb,
    [`${name}BuildStallMs`]: measure.buildStallMs,
    [`${name}RankStallMs`]: measure.rankStallMs,
  };
}

function targetsOf(found: ReadonlyMap<string, Measured>, results: Readonly<Record<string, Cell>>): Target[] {
  const accounts = [
    ['a2000', '2,000 accounts'],
    ['a200', '200 accounts'],
    ['a20', '20 accounts'],
  ] as const;
  const atMost = (what: string, value: number, bound: number): Target => ({ what, value, must: '<=', bound });
  const each = (what: string, of: (one: Measured) => number, bound: number): Target[] =>
    accounts.flatMap(([name, says]) => {
      const one = found.get(name);
      return one === undefined ? [] : [atMost(`${what}, ${says}`, of(one), bound)];
    });
  return [
    ...each('one blast radius in process, p99 ms', ({ one }) => atShare(one, 0.99), 5),
    ...each('one of the first blast radii, p99 ms', ({ first }) => atShare(first, 0.99), 5),
    ...each('who can reach, p99 ms', ({ who }) => atShare(who, 0.99), 50),
    atMost('all agents ranked, CPU seconds, 2,000 accounts', found.get('a2000')?.rankCpuSeconds ?? Infinity, 15),
    ...each('longest standstill while building, ms', ({ buildStallMs }) => buildStallMs, 50),
    atMost('all effective reach, CPU seconds, 2,000 accounts', Number(results['evaluationCpuSeconds']), 20),
    atMost('evaluation, resident MB', Number(results['evaluationResidentMb']), 1_200),
    atMost('a changed document evaluated again, seconds', Number(results['changedDocumentSeconds']), 2),
    atMost('ranking per principal, full size over a tenth', Number(results['rankSlope']), 1.5),
    atMost('evaluating per principal, full size over a tenth', Number(results['evaluationSlope']), 1.5),
  ];
}

async function measureOne(size: EstateSize): Promise<Measured> {
  const built = await withStall(() => indexOf(size));
  const index = built.value;
  const [from, to] = index.actors.ofLabel('Agent');
  const random = new Random(SEED);
  const now = Date.now();
  const agents = Array.from({ length: ASKED }, () => from + random.below(to - from));
  const ask = (actor: number) => blastRadius(index, actor, { first: 50, now });
  const first = timesOf(agents.slice(0, FIRST), ask);
  const one = timesOf(agents, ask);
  const ranked = await withStall(() => measured(() => rankActors(index, 'Agent', now)));
  const resources = Array.from({ length: RESOURCES_ASKED }, () => random.below(index.resources.count));
  const whoOf = (ordinal: number) =>
    whoCanReach(index, ordinal, { by: 'Agent', levels: 0, contentsOnly: false, first: 50, now });
  const largest = ranked.value.value.slice(0, HUBS).map(({ actor }) => actor);
  timesOf(resources.slice(0, FIRST / 10), whoOf);
  return {
    actors: index.actors.count,
    residentMb: process.memoryUsage.rss() / 1e6,
    one,
    first,
    largest: timesOf(largest, ask),
    who: timesOf(resources, whoOf),
    unfold: timesOf(agents.slice(0, UNFOLDED), (actor) => unfolded(index, actor, { first: 50, now })),
    rankCpuSeconds: ranked.value.cpuSeconds,
    largestReach: ranked.value.value[0]?.total ?? 0,
    buildStallMs: built.stallMs,
    rankStallMs: ranked.stallMs,
  };
}

/** Tables from a worker, as the service takes them over. */
async function indexOf(size: EstateSize): Promise<ReachIndex> {
  const worker = new Worker(WORKER, { workerData: { size, seed: SEED } });
  const [tables] = (await once(worker, 'message')) as [ReachTables];
  const index = new ReachIndex(tables);
  await index.hubs.warm(Date.now());
  // The beat behind the takeover has to be counted as well.
  await new Promise((resolve) => setTimeout(resolve, 50));
  await worker.terminate();
  return index;
}

/** Milliseconds of each, sorted. */
function timesOf(asked: readonly number[], ask: (one: number) => unknown): number[] {
  const times = asked.map((one) => {
    const begun = performance.now();
    ask(one);
    return performance.now() - begun;
  });
  return times.sort((a, b) => a - b);
}
