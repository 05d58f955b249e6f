import { CERTAINTIES } from '../queries/reach/levels.ts';
import type { PathStep } from '../queries/reach/path.ts';
import type { Label } from '../schema/index.ts';
import type { ReachIndex } from './reach-index.ts';

/** A step of a path that has no name yet. */
export type Told = Omit<PathStep, 'name'>;

export const SURE = { certainty: 'certain', conditionKeys: [] } as const;

/** Steps as a path tells them, where each of them leads to. */
export function wayTold({ actors, tables }: ReachIndex, way: readonly number[]): Told[] {
  const { steps, conditions } = tables;
  return way.map((step) => {
    const to = steps.to[step] ?? 0;
    return {
      edge: steps.types[steps.typeOf[step] ?? 0],
      label: actors.labelOf(to),
      id: actors.idOf(to),
      certainty: CERTAINTIES[steps.ranks[step] ?? 0] ?? 'unknown',
      conditionKeys: conditions[steps.conditionsOf[step] ?? 0] ?? [],
    };
  });
}

/** The condition keys of a grant. */
export function conditionsOf({ tables }: ReachIndex, grant: number): readonly string[] {
  return tables.conditions[tables.grants.conditionsOf[grant] ?? 0] ?? [];
}

export function resourceAt({ resources }: ReachIndex, ordinal: number): { readonly label: Label; readonly id: string } {
  return { label: 'Resource', id: resources.idOf(ordinal) };
}
