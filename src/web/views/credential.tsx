import type { ReactNode } from 'react';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { Lineage } from '../lineage/lineage.tsx';
import { Badge, Status, Time } from '../parts/badges.tsx';
import { Facts, Head, Panel } from '../parts/facts.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { FindingList } from './finding-list.tsx';
import { OwnerPanel } from './ownership.tsx';
import { ReachNumbers, reachFields } from './reach.tsx';
import { Gone, WithId } from './subject.tsx';

const credential = graphql(
  `
  query OneCredential($id: ID!, $n10: Int = 10, $n20: Int = 20, $n50: Int = 50) {
    credential(id: $id) {
      id name kind system tenant status lifetime scopes createdAt expiresAt rotatedAt lastUsedAt lastUsedFor firstSeen claims
      reachCounts { ...ReachFields }
      usedBy(first: $n50) { totalCount edges { basis via count last node { __typename id ... on Agent { name } ... on Tool { name } ... on Resource { name } } } }
      storedIn(first: $n50) { totalCount edges { as node { __typename id ... on Resource { name } ... on Device { name } } } }
      authenticatesAs(first: $n10) { edges { node { id name kind } } }
      usedFrom(first: $n20) { edges { count last node { id network region country client } } }
      findings(first: $n50) { edges { node { id sentence severity } } }
    }
  }
`,
  [reachFields],
);

export function CredentialView(): ReactNode {
  return <WithId>{(id) => <One key={id} id={id} />}</WithId>;
}

function One({ id }: { readonly id: string }): ReactNode {
  const query = useAnswer(credential, { id });
  return (
    <Answered query={query} what="Reading the credential">
      {({ credential: found }) =>
        found === null ? (
          <Gone noun="credential" id={id} />
        ) : (
          <>
            <Head kind="Credential" title={found.name ?? found.id} id={found.id} />
            <div className="grid">
              <Panel title="What it is">
                <Facts
                  facts={[
                    { name: 'Kind', value: found.kind },
                    { name: 'System', value: [found.system, found.tenant].filter((one) => one !== null).join(', ') },
                    { name: 'Status', value: <Status of={found.status} /> },
                    {
                      name: 'Lifetime',
                      value:
                        found.lifetime === null ? null : (
                          <Badge tone={found.lifetime === 'long-lived' ? 'medium' : 'good'}>{found.lifetime}</Badge>
                        ),
                    },
                    { name: 'Scopes', value: (found.scopes ?? []).join(', ') },
                    { name: 'Created', value: <Time of={found.createdAt} /> },
                    { name: 'Rotated', value: <Time of={found.rotatedAt} /> },
                    { name: 'Expires', value: <Time of={found.expiresAt} /> },
                    { name: 'Last used', value: <Time of={found.lastUsedAt} /> },
                    { name: 'Used for', value: found.lastUsedFor },
                    { name: 'Stated by', value: found.claims.join(', ') },
                  ]}
                />
              </Panel>
              <OwnerPanel id={found.id} />
              <Panel title={`Used by ${found.usedBy.totalCount}`}>
                {found.usedBy.edges.length === 0 && <Empty>Nothing is known to consume it.</Empty>}
                <ul className="rows">
                  {found.usedBy.edges.map(({ node, basis, via, count, last }) => (
                    <li key={node.id}>
                      <span className="grow">
                        <NodeLink label={node.__typename} id={node.id} name={'name' in node ? node.name : null} />
                      </span>
                      <span className="note">
                        {basis}
                        {via === null ? '' : ` in ${via}`}
                        {count === null ? '' : `, ${count} times`} {last !== null && <Time of={last} />}
                      </span>
                    </li>
                  ))}
                </ul>
              </Panel>
              <Panel title={`Kept in ${found.storedIn.totalCount}`}>
                {found.storedIn.edges.length === 0 && <Empty>No place is known.</Empty>}
                <ul className="rows">
                  {found.storedIn.edges.map(({ node, as }) => (
                    <li key={node.id}>
                      <NodeLink label={node.__typename} id={node.id} name={'name' in node ? node.name : null} />{' '}
                      <span className="note">{as}</span>
                    </li>
                  ))}
                  {found.authenticatesAs.edges.map(({ node }) => (
                    <li key={node.id}>
                      authenticates as <NodeLink label="Principal" id={node.id} name={node.name} />
                    </li>
                  ))}
                </ul>
              </Panel>
              <Panel title="Used from">
                {found.usedFrom.edges.length === 0 && <Empty>No use was seen.</Empty>}
                <ul className="rows">
                  {found.usedFrom.edges.map(({ node, count, last }) => (
                    <li key={node.id}>
                      <span className="grow">
                        {[node.network, node.region, node.country, node.client]
                          .filter((one) => one !== null)
                          .join(', ')}
                      </span>
                      <span className="note">
                        {count} times, last <Time of={last} />
                      </span>
                    </li>
                  ))}
                </ul>
              </Panel>
              <Panel title="Findings">
                <FindingList findings={found.findings.edges.map(({ node }) => node)} />
              </Panel>
              <Panel title="Blast radius">
                <ReachNumbers reach={found.reachCounts} />
              </Panel>
            </div>
            <Panel title="Lineage">
              <Lineage subject={{ label: 'Credential', id: found.id }} />
            </Panel>
          </>
        )
      }
    </Answered>
  );
}
