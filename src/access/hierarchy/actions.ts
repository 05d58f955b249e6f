import type { LevelMask } from '../levels.ts';

/** An action of a vendor, and what it amounts to. */
export interface Action {
  readonly name: string;
  readonly level: LevelMask;
}

/** A set of a type's actions: bit n stands for the n-th. */
export type ActionSet = bigint;

export const NO_ACTIONS: ActionSet = 0n;

/** The actions that can be done to resources of one type. */
export class TypeActions {
  readonly type: string;
  readonly actions: readonly Action[];
  readonly all: ActionSet;
  readonly #bits: ReadonlyMap<string, number>;

  constructor(type: string, actions: readonly Action[]) {
    this.type = type;
    this.actions = actions;
    this.all = (1n << BigInt(actions.length)) - 1n;
    this.#bits = new Map(actions.map(({ name }, index) => [name.toLowerCase(), index]));
  }

  /** The set of one action, of any case; `undefined` for one that is not for this type. */
  one(name: string): ActionSet | undefined {
    const bit = this.#bits.get(name.toLowerCase());
    return bit === undefined ? undefined : 1n << BigInt(bit);
  }

  where(wanted: (action: Action) => boolean): ActionSet {
    let set = NO_ACTIONS;
    this.actions.forEach((action, index) => {
      if (wanted(action)) set |= 1n << BigInt(index);
    });
    return set;
  }

  levels(set: ActionSet): LevelMask {
    let mask = 0;
    this.actions.forEach(({ level }, index) => {
      if ((set >> BigInt(index)) & 1n) mask |= level;
    });
    return mask;
  }
}

/** The actions of every type of an estate. A type without actions is one that nothing can be done to. */
export class ActionTable {
  readonly #types = new Map<string, TypeActions>();
  readonly #actionsOf: (type: string) => readonly Action[];

  constructor(actionsOf: (type: string) => readonly Action[]) {
    this.#actionsOf = actionsOf;
  }

  of(type: string): TypeActions {
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const made = new TypeActions(type, this.#actionsOf(type));
    this.#types.set(type, made);
    return made;
  }
}
