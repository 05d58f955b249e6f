import { graphql, type ResultOf } from '../graphql/graphql.ts';

/** Every saved question with what it needs and what it answers. */
export const catalogue = graphql(`
  query Catalogue {
    savedQueries { id title question tags cypher answers parameters { name type doc default required } columns { name type doc } }
  }
`);

export type Saved = ResultOf<typeof catalogue>['savedQueries'][number];
