import { globContains, globsOverlap, isAllStar } from '../arn/glob.ts';

/**
 * What a statement covers of a facet (the objects of a bucket): those whose name matches one of the patterns, or with
 * `not` those that match none. `WHOLE` is all of it, and the only share of a resource that is no facet.
 */
export interface FacetShare {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

export const WHOLE: FacetShare = { not: false, patterns: ['*'] };

/** The number of `WHOLE`: it is interned first. */
export const WHOLE_ID = 0;

export function shareKey(share: FacetShare): string {
  return `${share.not ? '!' : ''}${share.patterns.join('\n')}`;
}

/**
 * A facet is reached when some member of it is. The members tried: one that no narrow pattern names (`undefined`), and for
 * each narrow pattern that grants, or that a deny of everything else spares, all that match it.
 */
export type Witness = string | undefined;

export function witnessesOf(
  shares: Iterable<{ readonly share: FacetShare; readonly deny: boolean }>,
): ReadonlySet<Witness> {
  const witnesses = new Set<Witness>();
  for (const { share, deny } of shares) {
    const named = deny ? share.not : !share.not && !share.patterns.some(isAllStar);
    if (named) for (const pattern of share.patterns) witnesses.add(pattern);
    else if (!deny) witnesses.add(undefined);
  }
  return witnesses;
}

/** Whether an allow reaches the witness. */
export function shareGrants(share: FacetShare, witness: Witness): boolean {
  if (witness === undefined) return share.not ? !share.patterns.some(isAllStar) : share.patterns.some(isAllStar);
  return share.patterns.some((pattern) => globContains(pattern, witness)) !== share.not;
}

/** Whether a deny takes the whole witness: one that hits only a part of it leaves the rest reachable. */
export function shareTakes(share: FacetShare, witness: Witness): boolean {
  if (witness === undefined || !share.not) return shareGrants(share, witness);
  return !share.patterns.some((pattern) => globsOverlap(pattern, witness));
}
