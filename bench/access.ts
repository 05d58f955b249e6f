import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccessSize, peerEstate } from './lib/access-estate.ts';
import { lastLineOf } from './lib/child.ts';
import type { Cell, Report, Target } from './lib/report.ts';

export interface AccessOptions {
  /** Principals of the organisation. */
  readonly identities: number;
  /** Python of a virtual environment with the peer; without it only we are measured. */
  readonly peer: string | undefined;
  readonly note: (text: string) => void;
}

/** What evaluating an organisation took, as `access-job.ts` tells it. */
export interface Evaluated {
  readonly profiles: number;
  readonly segments: number;
  readonly openCpuSeconds: number;
  readonly evaluateCpuSeconds: number;
  readonly residentMb: number;
}

/** What evaluating again took after one document had changed, as `reevaluate-job.ts` tells it. */
export interface EvaluatedAgain {
  readonly documentSeconds: number;
  readonly documentPrincipals: number;
}

const AGAIN = join(import.meta.dirname, 'lib/reevaluate-job.ts');
const JOB = join(import.meta.dirname, 'lib/access-job.ts');
const PEER = join(import.meta.dirname, 'peer/evaluate.py');
/** One account of which each pair of principal and bucket is decided by both. */
const PAIRS: AccessSize = { accounts: 1, principals: 1_500, documents: 500, resources: 1_000 };

export function evaluated(size: AccessSize): Promise<Evaluated> {
  return lastLineOf<Evaluated>(process.execPath, [JOB, JSON.stringify(size)], {});
}

/** All effective reach of a generated AWS organisation, at 2,000, 200 and 20 accounts and at a tenth of its size; pairs decided beside the peer. */
export async function benchAccess({ identities, peer, note }: AccessOptions): Promise<Report> {
  const size = (accounts: number, principals: number): AccessSize => ({
    accounts,
    principals,
    documents: Math.ceil(principals / 10),
    resources: principals * 5,
  });
  const results: Record<string, Cell> = {};
  const measure = async (name: string, one: AccessSize): Promise<Evaluated> => {
    note(`${one.principals} principals, ${one.resources} resources, ${one.accounts} accounts`);
    const found = await evaluated(one);
    for (const [what, value] of Object.entries(found)) results[`${name} ${what}`] = value as number;
    return found;
  };
  const full = await measure('2000 accounts:', size(2_000, identities));
  await measure('200 accounts:', size(200, identities));
  await measure('20 accounts:', size(20, identities));
  const tenth = await measure('a tenth, 200 accounts:', size(200, Math.ceil(identities / 10)));
  note('one changed document');
  const again = await evaluatedAgain(size(2_000, identities));
  for (const [what, value] of Object.entries(again)) results[`changed: ${what}`] = value as number;
  const slope = costOf(full) / identities / (costOf(tenth) / Math.ceil(identities / 10));
  results['cost per principal, full size over a tenth'] = slope;
  const targets: Target[] = [
    { what: 'CPU seconds of all effective reach, 2,000 accounts', value: costOf(full), must: '<=', bound: 20 },
    { what: 'resident MB', value: full.residentMb, must: '<=', bound: 1_200 },
    {
      what: 'seconds after a change of the document that most have',
      value: again.documentSeconds,
      must: '<=',
      bound: 2,
    },
    { what: 'cost per principal, full size over a tenth', value: slope, must: '<=', bound: 1.5 },
  ];
  if (peer !== undefined) targets.push(await besidePeer(peer, results, note));
  return { bench: 'access', data: { ...size(2_000, identities), seed: 7 }, results, targets };
}

/** One document changes, of those attached to principals that which most have; then one that bears on whole accounts; then nobody's. */
export function evaluatedAgain(size: AccessSize): Promise<EvaluatedAgain> {
  return lastLineOf<EvaluatedAgain>(process.execPath, [AGAIN, JSON.stringify(size)], {});
}

export function costOf({ openCpuSeconds, evaluateCpuSeconds }: Evaluated): number {
  return openCpuSeconds + evaluateCpuSeconds;
}

/** The same principals, documents and buckets: the peer decides one permission a pair, we all actions and who shares what. */
async function besidePeer(
  python: string,
  results: Record<string, Cell>,
  note: (text: string) => void,
): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'keyline-bench-'));
  try {
    const file = join(folder, 'estate.json');
    const estate = peerEstate(PAIRS);
    writeFileSync(file, JSON.stringify(estate));
    const pairs = PAIRS.principals * estate.resources.length;
    note(`${pairs} pairs beside the peer`);
    const theirs = await lastLineOf<{ pairs: number; cpuSeconds: number }>(python, [PEER, file], {});
    const ours = await evaluated({ ...PAIRS, bucketsOnly: true });
    const [theirRate, ourRate] = [theirs.pairs / theirs.cpuSeconds, pairs / costOf(ours)];
    results['pairs'] = pairs;
    results['pairs a CPU second, peer'] = theirRate;
    results['pairs a CPU second, ours'] = ourRate;
    return { what: 'times as many pairs a CPU second as the peer', value: ourRate / theirRate, must: '>=', bound: 100 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
