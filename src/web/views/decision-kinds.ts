import { ask } from '../graphql/ask.ts';
import { graphql, type TadaDocumentNode } from '../graphql/graphql.ts';

const acknowledge = graphql(`
  mutation Acknowledge($finding: ID!, $by: ID!, $reason: String!) {
    acknowledgeFinding(finding: $finding, by: $by, reason: $reason) { decision { id } repeated }
  }
`);
const assign = graphql(`
  mutation Assign($finding: ID!, $by: ID!, $reason: String!, $to: ID!) {
    assignFinding(finding: $finding, by: $by, reason: $reason, to: $to) { decision { id } repeated }
  }
`);
const accept = graphql(`
  mutation Accept($finding: ID!, $by: ID!, $reason: String!, $until: Instant!) {
    acceptFinding(finding: $finding, by: $by, reason: $reason, until: $until) { decision { id } repeated }
  }
`);

/** What is filled in; `until` is a day. */
export interface Given {
  readonly by: string;
  readonly reason: string;
  readonly to: string;
  readonly until: string;
}

export interface Kind {
  readonly title: string;
  readonly does: string;
  readonly extra?: 'to' | 'until';
  readonly decide: (finding: string, given: Given) => Promise<unknown>;
}

export const KINDS: readonly Kind[] = [
  {
    title: 'Acknowledge',
    does: 'Somebody looks after it.',
    decide: (finding, { by, reason }) => put(acknowledge, { finding, by, reason }),
  },
  {
    title: 'Assign',
    does: 'It goes to this person, whatever the rule says.',
    extra: 'to',
    decide: (finding, { by, reason, to }) => put(assign, { finding, by, reason, to }),
  },
  {
    title: 'Accept until',
    does: 'The risk is accepted until the end of this day; then the finding is open again.',
    extra: 'until',
    decide: (finding, { by, reason, until }) => put(accept, { finding, by, reason, until: `${until}T23:59:59.000Z` }),
  },
];

function put<R, V>(document: TadaDocumentNode<R, V>, variables: V): Promise<R> {
  return ask(document, variables);
}
