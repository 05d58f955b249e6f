/** What can be decided about an owner. */
const OWNER_KINDS = ['confirm', 'contest', 'delegate', 'take-over'] as const;

type OwnerKind = (typeof OWNER_KINDS)[number];
/** What can be decided: about an owner, and about a finding. */
export type DecisionKind = OwnerKind | 'acknowledge' | 'assign' | 'accept';

/** What somebody wants to decide. Keys, not names. */
export interface DecisionInput {
  readonly kind: DecisionKind;
  /** Key of the agent, principal or credential; or of the finding. */
  readonly subject: string;
  /** Key of the person who decides. */
  readonly by: string;
  /** Why, in their words. */
  readonly reason: string;
  /** Key of the person it names; `confirm` and `contest` take the owner of now without it. */
  readonly person?: string | undefined;
  /** Until when it holds (UTC). */
  readonly until?: string | undefined;
  /** Who was logged in, where an administrator hands it in for whoever decides: key of the person, else id of the login. */
  readonly enteredBy?: string | undefined;
}

/** A decision as it is kept. */
export interface Decision {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly subject: string;
  readonly by: string;
  readonly reason: string;
  readonly at: string;
  readonly person?: string;
  readonly until?: string;
  readonly enteredBy?: string;
  readonly endedAt?: string;
  readonly endedWhy?: string;
}

/** `repeated`: the same holds already, and nothing was written. */
export interface Decided {
  readonly decision: Decision;
  readonly repeated: boolean;
}

export function isOwnerKind(kind: DecisionKind): kind is OwnerKind {
  return (OWNER_KINDS as readonly string[]).includes(kind);
}

/** Labels that a decision can be about. */
export function subjectLabels(kind: DecisionKind): readonly ('Agent' | 'Principal' | 'Credential' | 'Finding')[] {
  return isOwnerKind(kind) ? ['Agent', 'Principal', 'Credential'] : ['Finding'];
}
