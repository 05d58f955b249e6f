import type { FoundNode } from '../queries/find-node.ts';
import type { TrustRemoval } from '../queries/reach/index.ts';
import type { Removed, VirtualStep } from './closure.ts';
import type { ReachIndex } from './reach-index.ts';

/** Actors and steps that are not there without these. What is not in the index takes nothing away. */
export function removedBy(index: ReachIndex, removals: readonly (FoundNode | TrustRemoval)[]): Removed {
  const trusts = removals.flatMap((one) => ('role' in one ? trustsOf(index, one) : []));
  const actors = removals.flatMap((one) => ('role' in one ? [] : numberOf(index, one)));
  const gone = new Set(trusts.filter(({ member }) => member === undefined).map(({ step }) => step));
  const steps = new Set(gone);
  const instead = new Map<number, readonly VirtualStep[]>();
  for (const [member, own] of Map.groupBy(trusts, (one) => one.member)) {
    if (member === undefined) continue;
    const lost = new Set(own.map(({ step }) => step));
    const without = withoutTrusts(index, member, lost, gone);
    for (const step of without.steps) steps.add(step);
    instead.set(member, without.instead);
  }
  return { actors: new Set(actors), steps, instead };
}

/** One that leaves its groups, and assumes by itself what they let it assume besides. */
function withoutTrusts(index: ReachIndex, member: number, lost: ReadonlySet<number>, gone: ReadonlySet<number>) {
  const { steps, stepsBack } = index.tables;
  const by = (step: number): number => stepsBack.from[step] ?? -1;
  const groups = new Set([...lost].map(by).filter((one) => one !== member));
  return {
    steps: [
      ...[...lost].filter((step) => by(step) === member),
      ...stepsFrom(index, member).filter((step) => groups.has(steps.to[step] ?? -1)),
    ],
    instead: [...groups].flatMap((group) => kept(index, group, (step) => lost.has(step) || gone.has(step))),
  };
}

/** Several together. Where two of them put something in place of the same steps, what both leave is not worked out: each adds its own. */
export function allRemoved(all: readonly Removed[]): Removed {
  const instead = new Map<number, VirtualStep[]>();
  for (const one of all)
    for (const [actor, steps] of one.instead ?? []) instead.set(actor, [...(instead.get(actor) ?? []), ...steps]);
  return {
    steps: new Set(all.flatMap(({ steps }) => [...steps])),
    actors: new Set(all.flatMap(({ actors }) => [...actors])),
    instead,
    grants: new Map(all.flatMap(({ grants }) => [...(grants ?? [])])),
  };
}

/** A step by which the role is assumed, and who alone is not to take it any more; nobody is, where no member is told. */
interface Trust {
  readonly step: number;
  readonly member: number | undefined;
}

/** Who assumes the role does so by a step of its own, or as one of a group whose others still may. */
function trustsOf(index: ReachIndex, { role, from }: TrustRemoval): Trust[] {
  const { stepsBack, steps } = index.tables;
  const [target] = numberOf(index, role);
  if (target === undefined) return [];
  const all = [...stepsBack.steps.subarray(stepsBack.starts[target] ?? 0, stepsBack.starts[target + 1] ?? 0)];
  const trusts = all.filter((step) => typeOf(index, step) === 'CAN_ASSUME');
  if (from === undefined) return trusts.map((step) => ({ step, member: undefined }));
  const [member] = numberOf(index, from);
  if (member === undefined) return [];
  const groups = new Set(
    stepsFrom(index, member).flatMap((step) => (typeOf(index, step) === 'IN_TRUST_GROUP' ? [steps.to[step]] : [])),
  );
  return trusts
    .filter((step) => stepsBack.from[step] === member || groups.has(stepsBack.from[step] ?? -1))
    .map((step) => ({ step, member }));
}

/** What a group may assume besides. */
function kept(index: ReachIndex, group: number, isLost: (step: number) => boolean): VirtualStep[] {
  const { to, ranks } = index.tables.steps;
  return stepsFrom(index, group)
    .filter((step) => !isLost(step))
    .map((step) => ({ to: to[step] ?? 0, rank: ranks[step] ?? 0 }));
}

function stepsFrom({ tables }: ReachIndex, actor: number): number[] {
  const { starts } = tables.steps;
  const first = starts[actor] ?? 0;
  return Array.from({ length: (starts[actor + 1] ?? 0) - first }, (_, i) => first + i);
}

function typeOf({ tables }: ReachIndex, step: number): string | undefined {
  return tables.steps.types[tables.steps.typeOf[step] ?? -1];
}

function numberOf(index: ReachIndex, { label, id }: FoundNode): number[] {
  const actor = index.actors.find(label, id);
  return actor === undefined ? [] : [actor];
}
