import { type AwsAccessInput, assumeEdges, evaluateProfiles, openAwsAccess } from '../../access/index.ts';
import { wordOf } from '../word.ts';
import type { Loser } from './question.ts';

/** A run of neighbouring resources, by number in `ids`, with what is left on them. */
export type Run = readonly [lo: number, hi: number, word: number];

/** What principals have left. */
export interface Left {
  /** Keys of resources, by number. */
  readonly ids: readonly string[];
  readonly profiles: readonly { readonly principals: readonly string[]; readonly runs: readonly Run[] }[];
  /** Whom they may still assume; rank 0 certain, 1 conditional, 2 unknown. */
  readonly assumes: readonly { readonly from: string; readonly to: string; readonly rank: number }[];
}

const RANKS = { certain: 0, conditional: 1, unknown: 2 } as const;
const LEVELS = 31;

/** Evaluates those who lose documents again. */
export async function evaluateLeft(input: AwsAccessInput, losers: readonly Loser[]): Promise<Left> {
  const left = new Map(losers.map(({ id, policyIds }) => [id, policyIds]));
  const principals = [...input.principals].map((one) => ({ ...one, policyIds: left.get(one.id) ?? one.policyIds }));
  const access = await openAwsAccess({ ...input, principals });
  const profiles = [
    ...evaluateProfiles(
      access,
      principals.filter(({ id }) => left.has(id)),
    ),
  ].map((found) => ({
    principals: found.principalIds,
    // Roles are principals: what can be done to them is told by who may assume them.
    runs: found.profile.segments.flatMap(({ lo, hi, type, certain, possible, unknown }): Run[] =>
      type === 'iam:role' || ((possible | unknown) & LEVELS) === 0
        ? []
        : [[lo, hi, wordOf(listed(certain & LEVELS, possible & LEVELS, unknown & LEVELS))]],
    ),
  }));
  return { ids: access.estate.ordinals.ids, profiles, assumes: [...assumesOf(access, left)] };
}

/** Each level in one list, the surest, as the graph has them. */
function listed(certain: number, possible: number, unknown: number) {
  return { certain, possible: possible & ~certain, unknown: unknown & ~(certain | possible) };
}

function* assumesOf(access: Parameters<typeof assumeEdges>[0], left: ReadonlyMap<string, unknown>) {
  for (const edge of assumeEdges(access)) {
    if (edge.kind === 'principal' && left.has(edge.from))
      yield { from: edge.from, to: edge.to, rank: RANKS[edge.certainty] };
    if (edge.kind !== 'group') continue;
    for (const from of edge.members.filter((one) => left.has(one)))
      for (const { to, certainty } of edge.targets) yield { from, to, rank: RANKS[certainty] };
  }
}
