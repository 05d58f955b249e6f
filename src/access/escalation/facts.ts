import type { Sureness } from '../aws/trust/verdict.ts';

/** Something that runs as a role: a function, a project, an instance. */
export interface Workload {
  /** Its ARN. */
  readonly id: string;
  readonly account: string;
  readonly role: string;
}

/** What an escalation takes beside permissions. Ids are ARNs. */
export interface EscalationFacts {
  /** Roles that a service may assume, with how surely. */
  readonly trusting: (service: string) => ReadonlyMap<string, Sureness>;
  /** Roles that a principal may assume. */
  readonly assumable: (principal: string) => ReadonlyMap<string, Sureness>;
  readonly workloads: (account: string) => readonly Workload[];
  /** Customer-managed policies attached to a user, its groups included, or to a role. */
  readonly policies: (principal: string) => readonly string[];
  readonly groups: (user: string) => readonly string[];
  /** Access keys that a user has; two are the most. */
  readonly keys: (user: string) => number;
  readonly hasPassword: (user: string) => boolean;
}
