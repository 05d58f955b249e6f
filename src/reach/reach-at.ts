import type { Graph } from '../graph/index.ts';
import { KeylineError } from '../lib/errors.ts';
import type { FoundNode } from '../queries/find-node.ts';
import type {
  BlastRadiusOptions,
  DetachedPolicy,
  IndexedAnswer,
  IndexedReach,
  IndexedReachers,
  Loss,
  PolicyDetachment,
  RankedByRisk,
  RankedSubject,
  ReachCounts,
  ReachersOptions,
  Removal,
  RiskInFull,
  WhatIf,
} from '../queries/reach/index.ts';
import type { Label } from '../schema/index.ts';
import { indexedBlastRadius } from './answer.ts';
import { countsOf } from './blast-radius.ts';
import type { Removed } from './closure.ts';
import { type AwsInputSource, detached } from './detach/detach.ts';
import { lossesWithout } from './losses.ts';
import { rankActors } from './ranking.ts';
import type { ReachIndex } from './reach-index.ts';
import { indexedReachers } from './reachers-answer.ts';
import { allRemoved, removedBy } from './removals.ts';
import type { RiskScorer } from './risk/ranking.ts';
import { whatIf } from './what-if.ts';

/** What answers stand on besides the index. */
export interface ReachParts {
  readonly scorer: RiskScorer;
  /** Without it nothing is said of policies. */
  readonly awsInput: AwsInputSource | undefined;
}

/** Answers from one index; the graph gives the names. */
export class ReachAt implements IndexedReach {
  readonly #graph: Graph;
  readonly #index: ReachIndex;
  readonly #scorer: RiskScorer;
  readonly #awsInput: AwsInputSource | undefined;
  readonly #detached = new WeakMap<DetachedPolicy, Removed>();

  constructor(graph: Graph, index: ReachIndex, { scorer, awsInput }: ReachParts) {
    this.#graph = graph;
    this.#index = index;
    this.#scorer = scorer;
    this.#awsInput = awsInput;
  }

  get graphVersion(): number {
    return this.#index.graphVersion;
  }

  blastRadius(subject: FoundNode, options: BlastRadiusOptions, now: number): Promise<IndexedAnswer | undefined> {
    return indexedBlastRadius(this.#graph, this.#index, subject, options, now);
  }

  counts(subject: FoundNode, now: number): ReachCounts | undefined {
    const actor = this.#numberOf(subject);
    return actor === undefined ? undefined : countsOf(this.#index, actor, now);
  }

  whoCanReach(resource: FoundNode, options: ReachersOptions, now: number): Promise<IndexedReachers | undefined> {
    return indexedReachers(this.#graph, this.#index, resource, options, now);
  }

  async rank(label: Label, now: number): Promise<readonly RankedSubject[]> {
    const ranked = await rankActors(this.#index, label, now);
    return ranked.map(({ actor, exposure: _, ...extent }) => ({ id: this.#index.actors.idOf(actor), ...extent }));
  }

  rankByRisk(now: number): Promise<readonly RankedByRisk[]> {
    return this.#scorer.rank(this.#index, now);
  }

  risk({ id }: FoundNode, now: number): Promise<RiskInFull | undefined> {
    return this.#scorer.of(this.#index, id, now);
  }

  whatIf(subject: FoundNode, removals: readonly Removal[], now: number): WhatIf | undefined {
    const actor = this.#numberOf(subject);
    return actor === undefined ? undefined : whatIf(this.#index, actor, this.#removed(removals), now);
  }

  losses(removals: readonly Removal[], now: number): readonly Loss[] {
    return lossesWithout(this.#index, 'Agent', this.#removed(removals), now);
  }

  async detached(detachment: PolicyDetachment): Promise<DetachedPolicy> {
    if (this.#awsInput === undefined) throw new KeylineError('no-policies', 'Policies cannot be evaluated here');
    const found = { detachment };
    this.#detached.set(found, await detached(this.#graph, this.#index, this.#awsInput, detachment));
    return found;
  }

  #removed(removals: readonly Removal[]): Removed {
    const policies = removals.flatMap((one) => ('detachment' in one ? (this.#detached.get(one) ?? []) : []));
    const others = removals.flatMap((one) => ('detachment' in one ? [] : [one]));
    return allRemoved([removedBy(this.#index, others), ...policies]);
  }

  #numberOf({ label, id }: FoundNode): number | undefined {
    return this.#index.actors.find(label, id);
  }
}
