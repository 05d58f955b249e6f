import type { ActionSet, TypeActions } from './actions.ts';
import { NO_ACTIONS } from './actions.ts';
import type { Rule } from './rule.ts';

/** Which actions come out how: `certain` is part of `possible`, `unknown` apart from it. */
export interface Judgement {
  readonly certain: ActionSet;
  readonly possible: ActionSet;
  readonly unknown: ActionSet;
  /** Actions that hang on the condition keys of these rules. */
  readonly conditional: readonly Rule[];
  /** The rules that decided on some actions, where not all that hold there do. */
  readonly deciders?: (wanted: ActionSet) => readonly Rule[];
}

/** Decides one place from the rules of each gate that hold there. */
export type Judge<R extends Rule = Rule> = (gates: readonly (readonly R[])[], type: TypeActions) => Judgement;

/**
 * `allow(every gate) & ~deny`, three times: certain — allows without conditions, every deny; possible — allows with and
 * without, denies without conditions and those that cannot be read; unknown — everything that may allow, the denies that
 * are sure.
 */
export const addUp: Judge = (gates, type) => {
  const rules = gates.flat();
  const denied = (wanted: (rule: Rule) => boolean): ActionSet =>
    union(
      rules.filter((rule) => rule.deny && wanted(rule)),
      type,
    );
  const allowed = (wanted: (rule: Rule) => boolean): ActionSet => {
    if (gates.length === 0) return NO_ACTIONS;
    return gates
      .map((gate) =>
        union(
          gate.filter((rule) => !rule.deny && wanted(rule)),
          type,
        ),
      )
      .reduce((both, one) => both & one, type.all);
  };
  const sure = denied(({ certainty }) => certainty === 'certain');
  const unread = denied(({ certainty }) => certainty === 'unknown');
  const certain = allowed(({ certainty }) => certainty === 'certain') & ~denied(() => true);
  const possible = allowed(({ certainty }) => certainty !== 'unknown') & ~(sure | unread);
  const unknown = allowed(() => true) & ~sure & ~possible;
  return { certain, possible, unknown, conditional: rules.filter(({ certainty }) => certainty === 'conditional') };
};

export function union(rules: readonly Rule[], type: TypeActions): ActionSet {
  return rules.reduce((set, rule) => set | rule.actionsOn(type), NO_ACTIONS);
}

/** The keys of the conditional rules that have a part in what is open. */
export function openKeys({ certain, possible, unknown, conditional }: Judgement, type: TypeActions): readonly string[] {
  const open = (possible & ~certain) | unknown;
  const touching = conditional.filter((rule) => (rule.actionsOn(type) & open) !== NO_ACTIONS);
  return [...new Set(touching.flatMap(({ keys }) => keys))].sort();
}
