import type { KindId } from './kinds/index.ts';

/** What can be owned. */
export type SubjectLabel = 'Agent' | 'Principal' | 'Credential';
export type OwnerLabel = 'Human' | 'Team';

/** A piece of evidence as it is kept: what it is about, and whom it names in one way or another. */
export interface Observation {
  /** Key of the Evidence. */
  readonly evidence: string;
  readonly kind: string;
  readonly says: string;
  /** Id of the event that proves it. */
  readonly event?: string | undefined;
  /** UTC instant of the event, or since when the field has said so. */
  readonly at?: string | undefined;
  readonly subject: string;
  readonly subjectLabel: SubjectLabel;
  /** Key of the account, person or team that it names; `person`: a text that names somebody (an e-mail, a login, an id). */
  readonly account?: string | undefined;
  readonly human?: string | undefined;
  readonly team?: string | undefined;
  readonly person?: string | undefined;
}

/** An agent, and something of which the evidence speaks for the agent too. */
export interface Passage {
  readonly agent: string;
  /** Key of the credential or principal. */
  readonly through: string;
  readonly via: 'credential' | 'principal';
}

/** An observation that names a person or team we know, about a thing, with what it is worth at most. */
export interface Clue {
  readonly subject: string;
  readonly subjectLabel: SubjectLabel;
  readonly owner: string;
  readonly ownerLabel: OwnerLabel;
  readonly kind: KindId;
  readonly evidence: string;
  readonly says: string;
  readonly at: string | undefined;
  /** 0 to 1: 1 about the thing itself, less through its credential or principal, less the more agents share that. */
  readonly strength: number;
  /** How often the number of things that this kind names the owner about doubles the usual; 0 in the ordinary case. */
  readonly crowd: number;
}

/** An observation that does not count, and why. */
export interface Discarded {
  readonly evidence: string;
  readonly subject: string;
  readonly why: string;
}
