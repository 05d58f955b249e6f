import { setImmediate as breath } from 'node:timers/promises';
import { type Evaluated, KeptEvaluation, type ProfileOfPrincipals } from '../../access/index.ts';
import type { Graph } from '../../graph/index.ts';
import type { Obtained } from './contents.ts';
import { readAwsIdentities, readAwsResources } from './input.ts';

/** Of each graph that is derived over again in this process. */
const EVALUATIONS = new WeakMap<Graph, AccessEvaluation>();

/** What is known of a graph's effective access from the run before; nothing in the first one of a process. */
export function evaluationOf(graph: Graph): AccessEvaluation {
  const known = EVALUATIONS.get(graph);
  if (known !== undefined) return known;
  const made = new AccessEvaluation();
  EVALUATIONS.set(graph, made);
  return made;
}

/** Effective access as it was evaluated last, and what has to be evaluated again. */
class AccessEvaluation {
  /** What profiles were found to obtain. Of those that were evaluated since, nothing. */
  obtained: Obtained = new Map();
  readonly #kept = new KeptEvaluation();
  #inventory: string | undefined;

  /** Other work goes on between two accounts. */
  async update(graph: Graph, signal: AbortSignal): Promise<Evaluated> {
    const inventory = await readInventorySign(graph);
    const input = {
      ...(await readAwsIdentities(graph)),
      resources: () => readAwsResources(graph),
      sameResources: inventory !== undefined && inventory === this.#inventory,
    };
    const evaluated = await this.#kept.update(input, async () => {
      signal.throwIfAborted();
      await breath();
    });
    this.#inventory = inventory;
    this.obtained = new Map([...this.obtained].filter(([profile]) => !evaluated.profiles.has(profile)));
    return evaluated;
  }

  profiles(): Generator<ProfileOfPrincipals> {
    return this.#kept.profiles();
  }
}

/** The database keeps this count. It shows what was written beside the steps. */
const COUNT = 'MATCH (r:Resource) RETURN count(r) AS count';

/** Steps that say something of resources keep a digest of all that they say. What is derived adds nothing that is read here. */
const STEPS = `MATCH (s:Step) WHERE s.source <> 'derive' AND 'Resource' IN s.kinds
  RETURN s.id AS id, s.cacheDigest AS digest, coalesce(s.dropped, []) AS dropped ORDER BY id`;

/** A text that is another one when resources have changed; nothing while a step is being written, or keeps no digest. */
async function readInventorySign(graph: Graph): Promise<string | undefined> {
  const [counted, steps] = await Promise.all([graph.read(COUNT), graph.read(STEPS)]);
  return steps.some((step) => step['digest'] === null) ? undefined : JSON.stringify([counted, steps]);
}
