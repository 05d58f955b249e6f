/** What a signal says of an account; `other` says nothing of it. */
export type SignalKind = 'departed' | 'suspended' | 'active' | 'other';

/** A verified security event. */
export interface Signal {
  /** Key of the node: another with the same is a replay. */
  readonly id: string;
  readonly kind: SignalKind;
  readonly event: string;
  readonly issuer: string;
  /** Whom it is about, as the event says it: an e-mail in lower case where it gives one. */
  readonly subject?: string;
  /** Key of the account, where its system is known. */
  readonly account?: string;
  /** UTC. */
  readonly at: string;
}
