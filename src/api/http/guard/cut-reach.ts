import type { Caller } from '../../../auth/index.ts';
import type { Graph } from '../../../graph/index.ts';
import type { Clock } from '../../../lib/clock.ts';
import { type RiskWeights, STANDARD_WEIGHTS } from '../../../lib/config-risk.ts';
import { KeylineError } from '../../../lib/errors.ts';
import { type IndexedReach, ReachReader } from '../../../queries/reach/index.ts';
import { ReachIndex, readTables } from '../../../reach/index.ts';
import { ReachAt } from '../../../reach/reach-at.ts';
import { RiskScorer } from '../../../reach/risk/ranking.ts';
import type { Visible } from './visible.ts';

const KEPT = 4;
/** Rankings and what-if are answered from an index of the scope’s own; a scope of more agents is as good as none. */
const MAX_AGENTS = 5_000;

interface Asked {
  readonly scopes: NonNullable<Caller['scope']>;
  readonly visible: () => Promise<Visible>;
  readonly weights: RiskWeights | undefined;
}

/**
 * Reach as somebody with a scope sees it. Lists and counts are read from the cut graph; what only an index answers (rankings,
 * what-if) from an index of the cut graph, made when it is asked for, and kept while the graph’s version stays the same.
 */
export class CutReach {
  readonly #kept = new Map<string, Promise<IndexedReach>>();

  reader(cut: Graph, clock: Clock, asked: Asked): ReachReader {
    const keyAt = (version: number): string => JSON.stringify([version, asked.scopes]);
    return new ReachReader(cut, clock, {
      at: async (version) => this.#kept.get(keyAt(version))?.catch(() => undefined),
      ready: (version) => this.#ready(keyAt(version), cut, asked),
    });
  }

  #ready(key: string, cut: Graph, asked: Asked): Promise<IndexedReach> {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const made = indexOf(cut, asked);
    made.catch(() => this.#kept.delete(key));
    for (const old of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - KEPT + 1))) this.#kept.delete(old);
    this.#kept.set(key, made);
    return made;
  }
}

/** Errors: `outside-scope` for a scope that is too wide; `reach-index-missing`. */
async function indexOf(cut: Graph, { visible, weights = STANDARD_WEIGHTS }: Asked): Promise<IndexedReach> {
  const agents = (await visible()).keys('Agent').length;
  if (agents > MAX_AGENTS)
    throw new KeylineError(
      'outside-scope',
      `Rankings and what-if cannot be cut to a scope of ${agents.toLocaleString('en')} agents`,
      { hint: `At most ${MAX_AGENTS.toLocaleString('en')}; it needs a role without a scope, or a narrower one.` },
    );
  const tables = await readTables(cut);
  if (tables === undefined)
    throw new KeylineError('reach-index-missing', 'The graph is written to all the time', { hint: 'Ask again later.' });
  const scorer = new RiskScorer(cut, weights);
  return new ReachAt(cut, new ReachIndex(tables, weights), { scorer, awsInput: undefined });
}
