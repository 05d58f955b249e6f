import type { RiskReachRow } from '../../queries/reach/index.ts';
import type { ReachIndex } from '../reach-index.ts';
import type { Segments } from '../segments.ts';

/** What the segments weigh, and what that is made of: the heaviest first. */
export function exposureOf(index: ReachIndex, { lo, hi, words }: Segments): { exposure: number; rows: RiskReachRow[] } {
  const { facets } = index.tables.resources;
  const counts = new Map<string, { word: number; sums: Int32Array }>();
  for (let i = 0; i < lo.length; i += 1) {
    const word = words[i] ?? 0;
    const { level, certainty } = index.weights.strongest(word);
    const key = `${level} ${certainty}`;
    const kept = counts.get(key) ?? { word, sums: new Int32Array(facets.length) };
    counts.set(key, kept);
    index.resources.addFacets(lo[i] ?? 0, hi[i] ?? 0, kept.sums);
  }
  const rows = [...counts.values()].flatMap(({ word, sums }) =>
    facets.flatMap((facet, i): RiskReachRow[] => {
      const { level, certainty, weight } = index.weights.strongest(word);
      const count = sums[i] ?? 0;
      const { sensitivity = 'unknown', environment = 'unknown' } = facet;
      const each = weight * index.weights.ofFacet(facet);
      return count === 0 ? [] : [{ level, certainty, sensitivity, environment, count, weight: each }];
    }),
  );
  const exposure = rows.reduce((sum, { count, weight }) => sum + count * weight, 0);
  return { exposure, rows: rows.sort((a, b) => b.count * b.weight - a.count * a.weight) };
}
