import type { Label } from '../../schema/index.ts';
import { type Closure, standingOf, wayTo } from './closure.ts';
import type { Certainty } from './levels.ts';

/** One step of a lineage path. The first has no edge: it is where the path begins. */
export interface PathStep {
  readonly edge: string | undefined;
  readonly label: Label;
  readonly id: string;
  readonly name: string | undefined;
  readonly certainty: Certainty;
  readonly conditionKeys: readonly string[];
}

/** The way to a holder. Empty when it is not reached. */
export function pathTo(closure: Closure, holder: string): PathStep[] {
  return namedByHolders(
    wayTo(closure, holder).map((node) => ({
      edge: node.edge,
      label: node.label,
      id: node.id,
      name: node.name,
      certainty: node.stepCertainty,
      conditionKeys: node.conditionKeys,
    })),
  );
}

/** A profile that several share is called after the one who has it on this path. */
export function namedByHolders(path: readonly PathStep[]): PathStep[] {
  return path.map((step, i) => {
    const holder = path[i - 1];
    return step.label !== 'AccessProfile' || holder === undefined
      ? step
      : { ...step, name: `access of ${holder.name ?? holder.id}` };
  });
}

export function conditionsOf(path: readonly PathStep[]): string[] {
  return path.flatMap((step) => step.conditionKeys);
}

/** The path as text, one step an item: `Agent helper`, `-USES-> Credential AKIA…`. */
export function evidenceOf(path: readonly PathStep[]): string[] {
  return path.map((step) => {
    const doubt = step.certainty === 'certain' ? '' : ` (${step.certainty})`;
    const arrow = step.edge === undefined ? '' : `-${step.edge}${doubt}-> `;
    return `${arrow}${step.label} ${step.name ?? step.id}`;
  });
}

/** The order in which holders are taken for a path: the surest way, then the shortest. */
export function rankOfWay(closure: Closure, holder: string): number {
  const standing = standingOf(closure, holder);
  if (standing === undefined) return Number.POSITIVE_INFINITY;
  return ['certain', 'conditional', 'unknown'].indexOf(standing.certainty) * 1000 + standing.node.steps;
}
