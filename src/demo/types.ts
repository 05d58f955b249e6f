/** An object of a vendor's export. */
export type Json = Readonly<Record<string, unknown>>;

/** Somebody who works, or worked, at Brightwater. */
export interface Person {
  /** Employee id, `E-1004`. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly title: string;
  /** Id of the team. */
  readonly team: string;
  /** Employee id of the manager. */
  readonly manager?: string | undefined;
  readonly employment: 'Employee' | 'Contractor';
  readonly sponsor?: string | undefined;
  /** Days since they began. */
  readonly began: number;
  /** Days since their last day; negative: to come. */
  readonly left?: number | undefined;
  /** HR's own word, where it is not plainly `Active` or `Terminated`. */
  readonly status?: string | undefined;
  readonly github: string;
  readonly oktaId: string;
  readonly entraId: string;
  readonly storeId: string;
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly manager: string;
  /** Days since it was dissolved. */
  readonly dissolved?: number;
}

/** Whether today's version must find it, or a later one: what needs behaviour or guardrails. */
export type Status = 'expected' | 'later';

/** Something that looks like the problem and must not be found as it. */
export interface NearMiss {
  readonly what: string;
  /** Graph keys by role. */
  readonly subjects: Readonly<Record<string, string>>;
}

/** One planted problem. */
export interface Planted {
  /** `S1` … `S15`. */
  readonly situation: string;
  readonly title: string;
  readonly status: Status;
  /** Graph keys by role: `agent`, `credential`, `resource` … */
  readonly subjects: Readonly<Record<string, string>>;
  /** Key of the Human or Team that answers for it; absent: nobody is known. */
  readonly owner?: string | undefined;
  /** Key of the Human the finding goes to, with the reason. */
  readonly route?: { readonly to: string; readonly why: string } | undefined;
  /** Graph keys of the lineage path that proves it. */
  readonly path: readonly string[];
  readonly nearMisses: readonly NearMiss[];
}

/** A value in an export that must be found nowhere in what the service keeps or says. */
export interface Canary {
  readonly value: string;
  /** Below the export folder. */
  readonly file: string;
  /** `fingerprint`: read, its keyed fingerprint of this kind is in the graph. `dropped`: nothing of it is kept. */
  readonly expect: 'fingerprint' | 'dropped';
  readonly kind?: string | undefined;
}
