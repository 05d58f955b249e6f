import { Interned } from '../../ranges/intern.ts';
import { type BoundStatement, STRENGTH, type Strength } from '../statement/bind.ts';
import { LAYER } from './layers.ts';

/**
 * All that matters of a statement at one resource. Many statements are of one kind, and which kinds are active is all
 * that a verdict depends on.
 */
export interface StatementKind {
  readonly deny: boolean;
  /** The layer that an allow counts in; 0 for denies, which count everywhere. */
  readonly layer: number;
  readonly set: number;
  readonly strength: Strength;
  readonly keys: number;
  readonly share: number;
}

export function createKinds(): Interned<StatementKind> {
  return new Interned(
    ({ deny, layer, set, strength, keys, share }) => `${deny ? 'd' : layer}.${set}.${strength}.${keys}.${share}`,
  );
}

export function kindOf(statement: BoundStatement, layer: number, share: number): StatementKind {
  const { deny, set, strength, keys } = statement;
  return { deny, layer: deny ? 0 : layer, set, strength, keys: strength === STRENGTH.conditional ? keys : 0, share };
}

/** An allow of the identity's own starts a segment; without one of any strength nothing is reached. */
export function opens(kind: StatementKind): boolean {
  return !kind.deny && kind.layer === LAYER.identity;
}

export { STRENGTH };
