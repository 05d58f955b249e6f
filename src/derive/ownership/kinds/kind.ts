/** A kind of ownership evidence: what it says, where it stands, and what takes its worth away. Its worth is in the model. */
export interface EvidenceKind {
  /** Also the id of its weight in the model. */
  readonly id: string;
  /** In the words of a basis: "<name> …". */
  readonly says: string;
  /** The fields it is read from. */
  readonly field: string;
  /** The vendor's page that says what the field means. */
  readonly source: string;
  /**
   * `event`: somebody did something at a time, and was there at that time. `state`: a field says so. `hint`: likeness; it
   * adds to other evidence and never makes anybody an owner.
   */
  readonly nature: 'event' | 'state' | 'hint';
  /** Days after which it is worth half, counted back from newer evidence that names somebody else. Absent: it keeps. */
  readonly halfLifeDays?: number;
  /**
   * Whoever it names about far more things than it names others does it for others: each doubling beyond what is usual
   * (`crowdsOf`) counts against it. So of acts, and of what is copied from thing to thing (tags, code owners). Not of the
   * owner and manager that a directory states of this thing: naming one person in many is what a manager of many agents
   * looks like.
   */
  readonly crowd?: true;
  /** One person at a time has it: who had it later takes it from who had it before. */
  readonly exclusive?: true;
}

/** The nature of a declared kind, so that each file is checked and nothing more. */
export function defineKind<const K extends EvidenceKind>(kind: K): K {
  return kind;
}
