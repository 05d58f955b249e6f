import type { Certainty } from '../types.ts';

/**
 * Everyone of `from` can become everyone of `to`: by a credential that they can add or a token that they can ask for. Not
 * part of direct reach. Both sides are lists, so that no pair is stored where a grant is broad.
 */
export interface BecomeEdge {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** `owner-adds-credential`, `impersonation`, `act-as` … */
  readonly method: string;
  readonly certainty: Certainty;
  readonly conditionKeys: readonly string[];
  /** The permissions, roles or ownerships behind it. */
  readonly because: readonly string[];
}
