/** One reason for points: what it is, how many it brings, and why in words. */
export interface RiskTerm {
  readonly part: 'reach' | 'credentials' | 'owner';
  readonly term: string;
  readonly points: number;
  readonly says: string;
}

/** Resources reached at the same strongest level, of one sensitivity and environment. */
export interface RiskReachRow {
  readonly level: string;
  readonly certainty: string;
  readonly sensitivity: string;
  readonly environment: string;
  readonly count: number;
  /** Of one resource: level × certainty × sensitivity × environment. */
  readonly weight: number;
}

/** A risk score, 0 to 100 with the standard weights: the sum of its terms. */
export interface Risk {
  readonly score: number;
  readonly terms: readonly RiskTerm[];
  /** Weighted resources: what the points of reach come from. */
  readonly exposure: number;
}

/** With what the exposure is made of, the heaviest first. */
export interface RiskInFull extends Risk {
  readonly reach: readonly RiskReachRow[];
}
