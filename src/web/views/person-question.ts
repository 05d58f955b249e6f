import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { reachFields } from './reach.tsx';

/** One person, and all that they answer for. */
export const person = graphql(
  `
  query OnePerson($id: ID!, $n10: Int = 10, $n20: Int = 20, $n50: Int = 50, $n100: Int = 100) {
    human(id: $id) {
      id name email status title employment startedAt departedAt statusSource conflicts
      reachCounts { ...ReachFields }
      manager { node { id name status } }
      sponsor { node { id name status } }
      teams(first: $n10) { edges { node { id name } } }
      accounts(first: $n20) { edges { basis node { id name kind system status } } }
      ownedAgents(first: $n100) {
        totalCount
        edges { verdict node {
          id name kind
          reachCounts { total bySensitivity { name count } }
          owners(first: $n10) { edges { node { __typename id ... on Human { status } ... on Team { status } } } }
        } }
      }
      owns(first: $n100) { totalCount edges { verdict node { __typename id ... on Principal { name kind } ... on Credential { name kind } } } }
      findingsRoutedTo(first: $n50) { edges { node { id sentence severity } } }
      findings(first: $n20) { edges { node { id sentence severity } } }
    }
  }
`,
  [reachFields],
);

export type Human = NonNullable<ResultOf<typeof person>['human']>;
