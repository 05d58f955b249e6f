import type { ReactNode } from 'react';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { Lineage } from '../lineage/lineage.tsx';
import { Badge, Environment, Sensitivity, Time } from '../parts/badges.tsx';
import { Facts, Head, Panel } from '../parts/facts.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { FindingList } from './finding-list.tsx';
import { Gone, WithId } from './subject.tsx';

const resource = graphql(`
  query OneResource($id: ID!, $n5: Int = 5, $n50: Int = 50) {
    resource(id: $id) {
      id name kind system tenant region environment sensitivity publicAccess secretContainer createdAt lastUsedAt firstSeen claims problems
      heldCredentials(first: $n50) { totalCount edges { as node { id name kind } } }
      containedIn(first: $n5) { edges { node { __typename id ... on Resource { name } ... on Device { name } } } }
      findings(first: $n50) { edges { node { id sentence severity } } }
    }
  }
`);

export function ResourceView(): ReactNode {
  return <WithId>{(id) => <One key={id} id={id} />}</WithId>;
}

function One({ id }: { readonly id: string }): ReactNode {
  const query = useAnswer(resource, { id });
  return (
    <Answered query={query} what="Reading the resource">
      {({ resource: found }) =>
        found === null ? (
          <Gone noun="resource" id={id} />
        ) : (
          <>
            <Head kind="Resource" title={found.name ?? found.id} id={found.id} />
            <Panel title="Who can reach it">
              <Lineage subject={{ label: 'Resource', id: found.id }} />
            </Panel>
            <div className="grid">
              <Panel title="What it is">
                <Facts
                  facts={[
                    { name: 'Kind', value: found.kind },
                    {
                      name: 'Account',
                      value: [found.system, found.tenant, found.region].filter((one) => one !== null).join(', '),
                    },
                    { name: 'Environment', value: <Environment of={found.environment} /> },
                    { name: 'Sensitivity', value: <Sensitivity of={found.sensitivity} /> },
                    { name: 'Public access', value: found.publicAccess },
                    {
                      name: 'Keeps secrets',
                      value: found.secretContainer === true ? <Badge tone="medium">yes</Badge> : 'no',
                    },
                    {
                      name: 'Stands in',
                      value: found.containedIn.edges.map(({ node }) => (
                        <NodeLink
                          key={node.id}
                          label={node.__typename}
                          id={node.id}
                          name={'name' in node ? node.name : null}
                        />
                      )),
                    },
                    { name: 'Last used', value: <Time of={found.lastUsedAt} /> },
                    { name: 'First seen', value: <Time of={found.firstSeen} /> },
                    {
                      name: 'Could not be read',
                      value: found.problems === null ? 'nothing' : found.problems.join('; '),
                    },
                    { name: 'Stated by', value: found.claims.join(', ') },
                  ]}
                />
              </Panel>
              <Panel title={`Credentials kept in it: ${found.heldCredentials.totalCount}`}>
                {found.heldCredentials.edges.length === 0 && <Empty>None is known.</Empty>}
                <ul className="rows">
                  {found.heldCredentials.edges.map(({ node, as }) => (
                    <li key={node.id}>
                      <NodeLink label="Credential" id={node.id} name={node.name} />{' '}
                      <span className="note">{node.kind}</span> <span className="note">{as}</span>
                    </li>
                  ))}
                </ul>
              </Panel>
              <Panel title="Findings">
                <FindingList findings={found.findings.edges.map(({ node }) => node)} />
              </Panel>
            </div>
          </>
        )
      }
    </Answered>
  );
}
