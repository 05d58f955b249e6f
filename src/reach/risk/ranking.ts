import type { Graph } from '../../graph/index.ts';
import { instantOf } from '../../lib/clock.ts';
import type { RiskWeights } from '../../lib/config-risk.ts';
import type { RankedByRisk, RiskInFull } from '../../queries/reach/index.ts';
import { rankActors } from '../ranking.ts';
import type { ReachIndex } from '../reach-index.ts';
import { exposureOf } from './exposure.ts';
import { NO_FACTS, type RiskFacts, readRiskFacts } from './facts.ts';
import { riskOf } from './score.ts';

/** Facts about all agents are kept for so long: credentials age and expire. */
const KEPT_MS = 60_000;

/** Scores agents: reach from the index, the rest from the graph. */
export class RiskScorer {
  readonly #graph: Graph;
  readonly #weights: RiskWeights;
  #facts:
    | { readonly version: number; readonly at: number; readonly all: Promise<ReadonlyMap<string, RiskFacts>> }
    | undefined;

  constructor(graph: Graph, weights: RiskWeights) {
    this.#graph = graph;
    this.#weights = weights;
  }

  /** The risk of one agent, with what its reach is made of; nothing when it is not in the index. */
  async of(index: ReachIndex, id: string, now: number): Promise<RiskInFull | undefined> {
    const actor = index.actors.find('Agent', id);
    if (actor === undefined) return undefined;
    const facts = await readRiskFacts(this.#graph, instantOf(now), id);
    const { exposure, rows } = exposureOf(index, index.reachOf(index.walk(actor, now)));
    return { ...riskOf(exposure, facts.get(id) ?? NO_FACTS, this.#weights, now), reach: rows };
  }

  /** Every agent, the riskiest first; equal ones by the size of their reach. */
  async rank(index: ReachIndex, now: number): Promise<RankedByRisk[]> {
    const [ranked, facts] = await Promise.all([
      rankActors(index, 'Agent', now),
      this.#allFacts(index.graphVersion, now),
    ]);
    const scored = ranked.map(({ actor, exposure, ...extent }) => {
      const id = index.actors.idOf(actor);
      return { id, ...extent, risk: riskOf(exposure, facts.get(id) ?? NO_FACTS, this.#weights, now) };
    });
    return scored.sort((a, b) => b.risk.score - a.risk.score);
  }

  #allFacts(version: number, now: number): Promise<ReadonlyMap<string, RiskFacts>> {
    const kept = this.#facts;
    if (kept?.version === version && now >= kept.at && now - kept.at < KEPT_MS) return kept.all;
    const all = readRiskFacts(this.#graph, instantOf(now));
    this.#facts = { version, at: now, all };
    all.catch(() => {
      this.#facts = undefined;
    });
    return all;
  }
}
