import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { Badge, Severity, Time } from '../parts/badges.tsx';
import { Chain } from '../parts/chain.tsx';
import { Facts, Head, Panel } from '../parts/facts.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { Answered } from '../parts/states.tsx';
import { Decide } from './decisions.tsx';
import { OwnerPanel } from './ownership.tsx';
import { Gone, WithId } from './subject.tsx';

const finding = graphql(`
  query OneFinding($id: ID!, $n20: Int = 20) {
    node(id: $id, label: Finding) {
      __typename
      ... on Finding {
        id sentence severity situation question path remedy route routedTo firstSeen retiredAt claims
        state assignee { id name } acceptedUntil openedAt dueAt isOverdue covers
        history { at what detail by }
        routedToHuman { node { id name status } }
        about(first: $n20) { edges { node { __typename id ... on Agent { name } ... on Credential { name } ... on Principal { name } ... on Resource { name } ... on Tool { name } ... on Human { name } } } }
      }
    }
  }
`);

const question = graphql(`
  query FindingQuestion($id: ID!) {
    savedQuery(id: $id) { id title question }
  }
`);

type Node = NonNullable<ResultOf<typeof finding>['node']>;
type Finding = Extract<Node, { __typename: 'Finding' }>;

export function FindingView(): ReactNode {
  return <WithId>{(id) => <One key={id} id={id} />}</WithId>;
}

function One({ id }: { readonly id: string }): ReactNode {
  const query = useAnswer(finding, { id });
  return (
    <Answered query={query} what="Reading the finding">
      {({ node }) => (node?.__typename === 'Finding' ? <Shown finding={node} /> : <Gone noun="finding" id={id} />)}
    </Answered>
  );
}

const OWNABLE = new Set(['Agent', 'Principal', 'Credential']);

function Shown({ finding: found }: { readonly finding: Finding }): ReactNode {
  const subjects = found.about.edges.map(({ node }) => node);
  const owned = subjects.find(({ __typename }) => OWNABLE.has(__typename));
  const asked = useAnswer(question, { id: found.question ?? '' }, { isWanted: found.question !== null });
  const saved = asked.data?.savedQuery;
  return (
    <>
      <Head kind="Finding" title={found.sentence ?? found.id}>
        <p>
          <Severity of={found.severity} /> <Badge tone={found.state === 'open' ? 'high' : 'plain'}>{found.state}</Badge>
          {found.isOverdue && <Badge tone="critical">overdue</Badge>} since{' '}
          <Time of={found.openedAt ?? found.firstSeen} />
          {found.dueAt !== null && (
            <>
              , to be settled <Time of={found.dueAt} />
            </>
          )}
          {found.state === 'accepted' && (
            <>
              , accepted until <Time of={found.acceptedUntil} />
            </>
          )}
        </p>
        {found.state !== 'resolved' && <Decide finding={found.id} />}
      </Head>
      <Panel title="The path that proves it">
        <Chain path={found.path ?? []} />
      </Panel>
      <div className="grid">
        <Panel title="What to do">
          <p className="remedy">{found.remedy}</p>
          <Facts
            facts={[
              {
                name: 'Goes to',
                value:
                  found.routedToHuman === null ? (
                    found.routedTo
                  ) : (
                    <NodeLink label="Human" id={found.routedToHuman.node.id} name={found.routedToHuman.node.name} />
                  ),
              },
              { name: 'Because', value: found.route },
              ...(found.assignee === null
                ? []
                : [
                    {
                      name: 'Assigned to',
                      value: <NodeLink label="Human" id={found.assignee.id} name={found.assignee.name} />,
                    },
                  ]),
              ...(found.covers === null || found.covers < 2
                ? []
                : [{ name: 'Stands for', value: `${found.covers} alike` }]),
            ]}
          />
        </Panel>
        {owned !== undefined && <OwnerPanel id={owned.id} />}
        <Panel title="What it is about">
          <ul className="rows">
            {subjects.map((node) => (
              <li key={node.id}>
                {node.__typename}{' '}
                <NodeLink label={node.__typename} id={node.id} name={'name' in node ? node.name : null} />
              </li>
            ))}
          </ul>
          {saved !== null && saved !== undefined && (
            <p>
              Found by <a href={`/queries?query=${encodeURIComponent(saved.id)}`}>{saved.title}</a>: {saved.question}
            </p>
          )}
        </Panel>
        <Panel title="History">
          <ol className="why">
            {found.history.map(({ at, what, detail, by }) => (
              <li key={`${at} ${what} ${detail}`}>
                <Time of={at} />: {what}
                {by === null ? '' : ` by ${by}`}
                {detail === null ? '' : `: ${detail}`}
              </li>
            ))}
          </ol>
        </Panel>
      </div>
    </>
  );
}
