import type { Coverage } from '../queries/index.ts';

/** An agent without an active accountable person. */
export interface ReportItem {
  /** The same problem keeps its key from report to report. */
  readonly key: string;
  readonly problem: 'owner departed' | 'owner unknown';
  readonly agent: string;
  readonly agentName: string | undefined;
  readonly kind: string | undefined;
  readonly platform: string | undefined;
  /** The owner who left. */
  readonly owner: string | undefined;
  readonly ownerName: string | undefined;
  readonly departedAt: string | undefined;
  /** `still consuming`, `idle` or `never used`; absent where it was not asked. */
  readonly consumption: string | undefined;
  readonly lastUsedAt: string | undefined;
  /** Resources and scopes it reaches now. */
  readonly reaches: number | undefined;
  /** Up to five of them, the most sensitive first. */
  readonly mostSensitive: readonly string[];
  /** The person it falls to, and why. */
  readonly routeTo: string | undefined;
  readonly routeName: string | undefined;
  readonly route: string | undefined;
  /** What is known about it where the owner is not. */
  readonly known: readonly string[];
  readonly evidence: readonly string[];
}

/** An item as it is told, beside what was told before. */
export interface ToldItem extends ReportItem {
  readonly change: 'new' | 'still';
  readonly firstReportedAt: string;
}

/** What the last report told and is no longer so. */
export interface ResolvedItem {
  readonly key: string;
  readonly problem: ReportItem['problem'];
  readonly agent: string;
  readonly agentName: string | undefined;
  readonly ownerName: string | undefined;
  readonly firstReportedAt: string;
}

/** A report for one destination: changes are told since the last one that got there. */
export interface Report {
  readonly report: string;
  readonly version: 1;
  readonly title: string;
  /** UTC. */
  readonly at: string;
  /** When the last one got there; absent for the first, in which everything is new. */
  readonly previousAt: string | undefined;
  readonly summary: ReportSummary;
  /** New ones first. */
  readonly items: readonly ToldItem[];
  readonly resolved: readonly ResolvedItem[];
  readonly coverage: Coverage;
}

export interface ReportSummary {
  readonly total: number;
  readonly new: number;
  readonly still: number;
  readonly resolved: number;
  readonly ownerDeparted: number;
  readonly ownerUnknown: number;
}
