import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { coverageFields } from '../parts/coverage-bar.tsx';

/** What the overview tells of the whole. */
export const overview = graphql(
  `
  query Overview($n5: Int = 5, $n8: Int = 8) {
    estate {
      counts { name count }
      agentKinds { name count }
      findingAges { severity day week month older }
      acting(first: $n8) { human name critical high other oldest }
      trend(days: 30) { day agents credentials findings }
      coverage { ...CoverageFields }
    }
    findings(first: $n5) { edges { node { id sentence severity } } }
  }
`,
  [coverageFields],
);

export type Estate = ResultOf<typeof overview>['estate'];
