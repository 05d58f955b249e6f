import type { ReactNode } from 'react';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { Lineage } from '../lineage/lineage.tsx';
import { Badge, Environment, Status, Time } from '../parts/badges.tsx';
import { Facts, Head, Panel } from '../parts/facts.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { FindingList } from './finding-list.tsx';
import { OwnerPanel } from './ownership.tsx';
import { ReachNumbers, reachFields } from './reach.tsx';
import { Gone, WithId } from './subject.tsx';

const agent = graphql(
  `
  query OneAgent($id: ID!, $n5: Int = 5, $n20: Int = 20, $n50: Int = 50) {
    agent(id: $id) {
      id name kind platform tenant environment status model client version riskFacts firstSeen lastActiveAt retiredAt claims
      reachCounts { ...ReachFields }
      credentials(first: $n50) { totalCount edges { basis via count last node { id name kind lifetime } } }
      principals(first: $n20) { edges { node { id name kind } } }
      tools(first: $n50) { edges { autoApprove node { id name authorization } } }
      runsOn(first: $n5) { edges { node { __typename id ... on Device { name } ... on Resource { name } } } }
      findings(first: $n50) { edges { node { id sentence severity } } }
    }
  }
`,
  [reachFields],
);

export function AgentView(): ReactNode {
  return <WithId>{(id) => <One key={id} id={id} />}</WithId>;
}

function One({ id }: { readonly id: string }): ReactNode {
  const query = useAnswer(agent, { id });
  return (
    <Answered query={query} what="Reading the agent">
      {({ agent: found }) =>
        found === null ? (
          <Gone noun="agent" id={id} />
        ) : (
          <>
            <Head kind="Agent" title={found.name ?? found.id} id={found.id}>
              {found.retiredAt !== null && (
                <p>
                  <Badge tone="high">gone</Badge> since <Time of={found.retiredAt} />
                </p>
              )}
            </Head>
            <div className="grid">
              <Panel title="What it is">
                <Facts
                  facts={[
                    { name: 'Kind', value: found.kind },
                    {
                      name: 'Platform',
                      value: [found.platform, found.tenant].filter((one) => one !== null).join(', '),
                    },
                    { name: 'Environment', value: <Environment of={found.environment} /> },
                    { name: 'Status', value: <Status of={found.status} /> },
                    { name: 'Client', value: found.client },
                    { name: 'Version', value: found.version },
                    { name: 'Model', value: found.model },
                    { name: 'Settings that widen it', value: (found.riskFacts ?? []).join(', ') },
                    { name: 'Last active', value: <Time of={found.lastActiveAt} /> },
                    { name: 'First seen', value: <Time of={found.firstSeen} /> },
                    { name: 'Stated by', value: found.claims.join(', ') },
                  ]}
                />
              </Panel>
              <OwnerPanel id={found.id} />
              <Panel title="Findings">
                <FindingList findings={found.findings.edges.map(({ node }) => node)} />
              </Panel>
              <Panel title="Blast radius">
                <ReachNumbers reach={found.reachCounts} />
              </Panel>
              <Panel title="Credentials it consumes">
                {found.credentials.edges.length === 0 && <Empty>None is known.</Empty>}
                <ul className="rows">
                  {found.credentials.edges.map(({ node, basis, via, count, last }) => (
                    <li key={node.id}>
                      <span className="grow">
                        <NodeLink label="Credential" id={node.id} name={node.name} />{' '}
                        <span className="note">{node.kind}</span>
                      </span>
                      {node.lifetime === 'long-lived' && <Badge tone="medium">long-lived</Badge>}
                      <span className="note">
                        {basis}
                        {via === null ? '' : ` in ${via}`}
                        {count === null ? '' : `, ${count} times`} {last !== null && <Time of={last} />}
                      </span>
                    </li>
                  ))}
                </ul>
              </Panel>
              <Panel title="Acts as, calls, runs on">
                <ul className="rows">
                  {found.principals.edges.map(({ node }) => (
                    <li key={node.id}>
                      acts as <NodeLink label="Principal" id={node.id} name={node.name} />
                    </li>
                  ))}
                  {found.tools.edges.map(({ node, autoApprove }) => (
                    <li key={node.id}>
                      calls <NodeLink label="Tool" id={node.id} name={node.name} />
                      {autoApprove === true && <Badge tone="high">without asking</Badge>}
                    </li>
                  ))}
                  {found.runsOn.edges.map(({ node }) => (
                    <li key={node.id}>
                      runs on <NodeLink label={node.__typename} id={node.id} name={'name' in node ? node.name : null} />
                    </li>
                  ))}
                </ul>
              </Panel>
            </div>
            <Panel title="Lineage">
              <Lineage subject={{ label: 'Agent', id: found.id }} />
            </Panel>
          </>
        )
      }
    </Answered>
  );
}
