import type { Statement } from '../estate.ts';

/** A generated organisation, in words that are neither ours nor the simulator's. */
export interface World {
  readonly accounts: readonly WorldAccount[];
  readonly principals: readonly WorldPrincipal[];
  readonly resources: readonly WorldResource[];
  readonly request: WorldRequest;
  /** Documents are of the version that has policy variables. */
  readonly variables: boolean;
}

/** Policies: each a list of statements. */
export type Policies = readonly (readonly Statement[])[];

export interface WorldAccount {
  readonly id: string;
  readonly organisation: string | undefined;
  readonly path: string | undefined;
  readonly management: boolean;
  /** At each level from the root to the account. */
  readonly scps: readonly Policies[];
  readonly rcps: readonly Policies[];
}

export interface WorldPrincipal {
  /** Of the user, or of the role behind the session. */
  readonly arn: string;
  readonly session: string | undefined;
  readonly account: string;
  readonly identity: Policies;
  readonly boundary: readonly Statement[] | undefined;
  readonly sessionPolicy: readonly Statement[] | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly issuedAt: string | undefined;
  readonly serviceLinked: boolean;
}

export interface WorldResource {
  readonly arn: string;
  /** `service:type`. */
  readonly type: string;
  readonly account: string;
  readonly region: string;
  /** The bucket of an object. */
  readonly holder: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy: readonly Statement[] | undefined;
  readonly restrictsPublic: boolean;
}

/** What the request carries whoever asks for whatever. */
export interface WorldRequest {
  readonly at: string;
  /** Condition keys that only a request decides; a key that is not there is absent. */
  readonly keys: Readonly<Record<string, string | readonly string[]>>;
}

export interface Question {
  readonly principal: WorldPrincipal;
  readonly resource: WorldResource;
  readonly action: string;
}

export function idOf({ arn, session }: WorldPrincipal): string {
  return session ?? arn;
}

export function documentOf(statements: readonly Statement[], variables: boolean): Record<string, unknown> {
  return { Version: variables ? '2012-10-17' : '2008-10-17', Statement: statements };
}

/** The policy that AWS attaches at every level, and that allows everything. */
export const FULL: readonly Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
