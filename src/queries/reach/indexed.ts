import type { Label } from '../../schema/index.ts';
import type { FoundNode } from '../find-node.ts';
import type { ReachCounts } from './counts.ts';
import type { BlastRadiusOptions } from './reader.ts';
import type { Risk, RiskInFull } from './risk.ts';
import type { ReachRow } from './rows.ts';
import type { ReachersAnswer, ReachersOptions } from './who-can-reach.ts';

/** A blast radius without what the reader adds. */
export interface IndexedAnswer {
  readonly counts: ReachCounts;
  readonly rows: readonly ReachRow[];
  readonly more: boolean;
  /** All rows, folded. */
  readonly rowCount: number;
}

/** Who reaches a resource, without what the reader adds. */
export type IndexedReachers = Pick<ReachersAnswer, 'rows' | 'more' | 'total' | 'byKind' | 'byEnvironment'>;

/** How large the blast radius of one subject is: distinct resources, at any certainty. */
export interface RankedSubject {
  readonly id: string;
  readonly total: number;
  /** Customer data, personal data, confidential. */
  readonly sensitive: number;
  readonly production: number;
  /** That it can write, or whose permissions it can change. */
  readonly writable: number;
}

/** That nobody, or one principal (`from`), can assume a role any more. */
export interface TrustRemoval {
  readonly role: FoundNode;
  readonly from?: FoundNode;
}

/** An identity policy of AWS that is detached: its name, ARN or key; from one user, role or group, or from all. */
export interface PolicyDetachment {
  readonly policy: string;
  readonly from?: FoundNode;
}

/** What `detached` has worked out of it. */
export interface DetachedPolicy {
  readonly detachment: PolicyDetachment;
}

/** What is taken away to see what would be lost: a credential, principal … that is revoked, a trust, or a policy. */
export type Removal = FoundNode | TrustRemoval | DetachedPolicy;

/** What one agent would no longer reach. */
export interface Loss {
  readonly id: string;
  /** What it reaches now. */
  readonly before: number;
  readonly lost: number;
  readonly lostSensitive: number;
}

/** What a subject would no longer reach without some nodes. */
export interface WhatIf {
  readonly before: ReachCounts;
  readonly after: ReachCounts;
  /** No longer reached at all. */
  readonly lost: ReachCounts;
  /** Still reached, but at fewer levels or less surely. */
  readonly weakened: ReachCounts;
}

/** An agent with its risk. */
export interface RankedByRisk extends RankedSubject {
  readonly risk: Risk;
}

/** Where reach from memory is had: of a version of the graph, or of the one before it while that is being read. */
export interface ReachSource {
  at(graphVersion: number): Promise<IndexedReach | undefined>;
  /** As `at`, but waits for the first one. Error: `reach-index-missing` when there is none until the signal says no more. */
  ready(graphVersion: number, signal: AbortSignal): Promise<IndexedReach>;
}

/** Reach from memory, of one version of the graph. What it does not hold is `undefined`, and is read from the graph. */
export interface IndexedReach {
  readonly graphVersion: number;
  /** `now`: milliseconds since the epoch, for credentials that expire. */
  blastRadius(subject: FoundNode, options: BlastRadiusOptions, now: number): Promise<IndexedAnswer | undefined>;
  counts(subject: FoundNode, now: number): ReachCounts | undefined;
  /** Who reaches a resource, as the graph would tell it. */
  whoCanReach(resource: FoundNode, options: ReachersOptions, now: number): Promise<IndexedReachers | undefined>;
  /** Every one of a label, the largest blast radius first. */
  rank(label: Label, now: number): Promise<readonly RankedSubject[]>;
  /** Every agent, the riskiest first. */
  rankByRisk(now: number): Promise<readonly RankedByRisk[]>;
  /** The risk of an agent; nothing when it is not in the index. */
  risk(agent: FoundNode, now: number): Promise<RiskInFull | undefined>;
  /** Works out what is left without a policy. Errors: `policy-not-attached`, `what-if-too-broad`. */
  detached(detachment: PolicyDetachment): Promise<DetachedPolicy>;
  /** What a subject would no longer reach without these; nothing for what is not in the index. */
  whatIf(subject: FoundNode, removals: readonly Removal[], now: number): WhatIf | undefined;
  /** Which agents have a way over these, the greatest loss first. */
  losses(removals: readonly Removal[], now: number): readonly Loss[];
}
