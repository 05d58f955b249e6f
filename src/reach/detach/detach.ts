import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AwsAccessInput } from '../../access/index.ts';
import type { Graph } from '../../graph/index.ts';
import type { PolicyDetachment } from '../../queries/reach/index.ts';
import type { Removed, VirtualStep } from '../closure.ts';
import type { ReachIndex } from '../reach-index.ts';
import { RangeList, type Segments, wordAt } from '../segments.ts';
import { rankOfLevel } from '../word.ts';
import type { Left } from './evaluate.ts';
import { readQuestion } from './question.ts';

/** Reads what the AWS engine is asked about, of some accounts. */
export type AwsInputSource = (graph: Graph, accounts: readonly string[]) => Promise<AwsAccessInput>;

/** What the index is without a policy: those who had it have what is left of their access instead. Errors: those of the question. */
export async function detached(
  graph: Graph,
  index: ReachIndex,
  source: AwsInputSource,
  detachment: PolicyDetachment,
): Promise<Removed> {
  const { losers, accounts } = await readQuestion(graph, detachment);
  const input = await source(graph, accounts);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { input, losers } });
  try {
    const [left] = (await once(worker, 'message')) as [Left];
    return removedFor(
      index,
      left,
      await readKept(
        graph,
        losers.map(({ id }) => id),
      ),
    );
  } finally {
    await worker.terminate();
  }
}

/** A credential that a principal's profile obtains, and where that is kept. */
interface Kept {
  readonly principal: string;
  readonly credential: string;
  readonly via: string;
  readonly certainty: string;
}

const KEPT = `
  UNWIND $ids AS id MATCH (:Principal {id: id})-[:HAS_ACCESS]->(:AccessProfile)-[e:CAN_OBTAIN]->(c:Credential)
  RETURN id AS principal, c.id AS credential, e.via AS via, coalesce(e.certainty, 'certain') AS certainty`;

async function readKept(graph: Graph, ids: readonly string[]): Promise<readonly Kept[]> {
  return (await graph.read(KEPT, { ids })) as unknown as readonly Kept[];
}

/** Steps that follow from what a principal is granted. */
const GRANTED = ['HAS_ACCESS', 'CAN_ASSUME', 'IN_TRUST_GROUP'];

function removedFor(index: ReachIndex, left: Left, kept: readonly Kept[]): Removed {
  const steps = new Set<number>();
  const instead = new Map<number, VirtualStep[]>();
  const grants = new Map<number, Segments>();
  const numberOf = (id: string): number | undefined => index.actors.find('Principal', id);
  const ordinals = left.ids.map((id) => index.resources.find(id));
  for (const { principals, runs } of left.profiles) {
    const reach = segmentsOf(ordinals, runs);
    for (const id of principals) {
      const actor = numberOf(id);
      if (actor === undefined) continue;
      grants.set(actor, reach);
      instead.set(actor, [
        ...obtained(
          index,
          kept.filter(({ principal }) => principal === id),
          reach,
        ),
      ]);
      for (const step of grantedSteps(index, actor)) steps.add(step);
    }
  }
  for (const { from, to, rank } of left.assumes) {
    const target = numberOf(to);
    if (target !== undefined) instead.get(numberOf(from) ?? -1)?.push({ to: target, rank });
  }
  return { steps, actors: new Set(), instead, grants };
}

function* grantedSteps({ tables }: ReachIndex, actor: number): Generator<number> {
  const { starts, typeOf, types } = tables.steps;
  for (let step = starts[actor] ?? 0; step < (starts[actor + 1] ?? 0); step += 1)
    if (GRANTED.includes(types[typeOf[step] ?? 0] ?? '')) yield step;
}

function segmentsOf(ordinals: readonly (number | undefined)[], runs: Left['profiles'][number]['runs']): Segments {
  const ranges = new RangeList();
  for (const [lo, hi, word] of runs) {
    for (let i = lo; i < hi; i += 1) {
      const ordinal = ordinals[i];
      if (ordinal !== undefined) ranges.add(ordinal, ordinal + 1, word);
    }
  }
  return ranges.union();
}

const CERTAINTIES = ['certain', 'conditional', 'unknown'];
const READ = 0;

/** Credentials that are still obtained: what keeps them can still be read, as sure as that is. */
function* obtained(index: ReachIndex, kept: readonly Kept[], reach: Segments): Generator<VirtualStep> {
  for (const { credential, via, certainty } of kept) {
    const to = index.actors.find('Credential', credential);
    const place = index.resources.find(via);
    if (to === undefined || place === undefined) continue;
    const rank = rankOfLevel(wordAt(reach, place), READ);
    if (rank < CERTAINTIES.length) yield { to, rank: Math.max(rank, CERTAINTIES.indexOf(certainty)) };
  }
}
