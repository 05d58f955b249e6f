import type { Problem } from '../problem.ts';
import type { Ranges } from '../ranges/ranges.ts';
import type { Certainty } from '../types.ts';
import type { ActionSet, TypeActions } from './actions.ts';

/** Where a rule comes from: a role assignment, a binding, a line of a policy, a team's role. */
export interface Origin {
  /** `role assignment`, `deny assignment`, `binding`, `policy`, `team role` … */
  readonly kind: string;
  /** Its id or name. */
  readonly id: string;
  /** Position in it, from 0, where it has parts. */
  readonly line?: number;
  /** The container or pattern that it is for. */
  readonly scope: string;
  /** Whom it names: the principal itself, a group of it, everyone. */
  readonly principal?: string;
}

/** One grant or deny, over the places where it holds. */
export interface Rule {
  readonly deny: boolean;
  readonly certainty: Certainty;
  /** The condition keys of a conditional rule; what is missing of an unknown one. */
  readonly keys: readonly string[];
  readonly ranges: Ranges;
  readonly origin: Origin;
  /** Equal for rules that say the same, in every run; origins and the inventory have no part in it. */
  readonly identity: string;
  actionsOn(type: TypeActions): ActionSet;
}

/** Rules that have to allow besides those of every other gate: of a token and of its owner. A deny counts in any. */
export interface Gate<R extends Rule = Rule> {
  readonly name: string;
  readonly rules: readonly R[];
}

/** All that decides what one principal can do. */
export interface Standing<R extends Rule = Rule> {
  readonly tenant: string;
  readonly gates: readonly Gate<R>[];
  readonly problems: readonly Problem[];
}

/** `actionsOn` that works each type out once. */
export function perType(work: (type: TypeActions) => ActionSet): Rule['actionsOn'] {
  const known = new WeakMap<TypeActions, ActionSet>();
  return (type) => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const made = work(type);
    known.set(type, made);
    return made;
  };
}
