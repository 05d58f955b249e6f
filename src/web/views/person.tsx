import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { counted, numberOf } from '../lib/words.ts';
import { Lineage } from '../lineage/lineage.tsx';
import { Badge, Status, Time } from '../parts/badges.tsx';
import { Facts, Head, Panel } from '../parts/facts.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { FindingList } from './finding-list.tsx';
import { ReachNumbers, reachFields, sensitiveOf } from './reach.tsx';
import { Gone, WithId } from './subject.tsx';

const person = graphql(
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

type Human = NonNullable<ResultOf<typeof person>['human']>;
type Owned = Human['ownedAgents']['edges'][number]['node'];

export function PersonView(): ReactNode {
  return <WithId>{(id) => <One key={id} id={id} />}</WithId>;
}

function One({ id }: { readonly id: string }): ReactNode {
  const query = useAnswer(person, { id });
  return (
    <Answered query={query} what="Reading the person">
      {({ human }) => (human === null ? <Gone noun="person" id={id} /> : <Shown human={human} />)}
    </Answered>
  );
}

function Shown({ human }: { readonly human: Human }): ReactNode {
  const others = human.owns.edges.filter(({ node }) => node.__typename !== 'Agent');
  return (
    <>
      <Head kind="Person" title={human.name ?? human.email ?? human.id} id={human.id} />
      <div className="grid">
        <Panel title="Who they are">
          <Facts
            facts={[
              { name: 'Status', value: <Status of={human.status} /> },
              ...(human.departedAt === null ? [] : [{ name: 'Left', value: <Time of={human.departedAt} /> }]),
              { name: 'E-mail', value: human.email },
              { name: 'Title', value: human.title },
              { name: 'Employment', value: human.employment },
              { name: 'Manager', value: human.manager && <NodeLink label="Human" {...human.manager.node} /> },
              { name: 'Sponsor', value: human.sponsor && <NodeLink label="Human" {...human.sponsor.node} /> },
              {
                name: 'Teams',
                value: human.teams.edges.map(({ node }) => <NodeLink key={node.id} label="Team" {...node} />),
              },
              {
                name: 'Accounts',
                value: human.accounts.edges.map(({ node }) => `${node.system}: ${node.name ?? node.id}`).join(', '),
              },
              { name: 'Sources disagree on', value: human.conflicts === null ? 'nothing' : human.conflicts.join('; ') },
            ]}
          />
        </Panel>
        <Departure human={human} />
        <Panel title={`Agents they answer for: ${numberOf(human.ownedAgents.totalCount)}`}>
          {human.ownedAgents.edges.length === 0 && <Empty>None is known.</Empty>}
          <ul className="rows">
            {human.ownedAgents.edges.map(({ node, verdict }) => (
              <li key={node.id}>
                <span className="grow">
                  <NodeLink label="Agent" id={node.id} name={node.name} /> <span className="note">{node.kind}</span>{' '}
                  <span className="note">{verdict}</span>
                </span>
                {sensitiveOf(node.reachCounts) > 0 && (
                  <Badge tone="critical">{numberOf(sensitiveOf(node.reachCounts))} sensitive</Badge>
                )}
                <span className="count">{counted(node.reachCounts.total, 'resource')}</span>
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title="What else they answer for">
          {others.length === 0 && <Empty>Nothing is known.</Empty>}
          <ul className="rows">
            {others.map(({ node }) => (
              <li key={node.id}>
                {node.__typename}{' '}
                <NodeLink label={node.__typename} id={node.id} name={'name' in node ? node.name : null} />
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title="What they have to act on">
          <FindingList findings={human.findingsRoutedTo.edges.map(({ node }) => node)} />
        </Panel>
        <Panel title="Blast radius of all of it">
          <ReachNumbers reach={human.reachCounts} />
        </Panel>
      </div>
      <Panel title="Lineage">
        <Lineage subject={{ label: 'Human', id: human.id }} />
      </Panel>
    </>
  );
}

/** Agents that nobody would answer for without this person, and to whom they would fall. */
function Departure({ human }: { readonly human: Human }): ReactNode {
  const alone = human.ownedAgents.edges.map(({ node }) => node).filter((agent) => isAlone(agent, human.id));
  const heir = human.sponsor ?? human.manager;
  const hasLeft = human.status === 'departed';
  const sensitive = alone.reduce((sum, { reachCounts }) => sum + sensitiveOf(reachCounts), 0);
  return (
    <Panel title={hasLeft ? 'What their departure orphaned' : 'What their departure would orphan'}>
      {alone.length === 0 ? (
        <Empty>Nothing: each agent of theirs has somebody else who answers for it, or they have none.</Empty>
      ) : (
        <>
          <p>
            {counted(alone.length, 'agent')} {hasLeft ? 'have' : 'would have'} nobody else
            {sensitive > 0 ? `, reaching ${counted(sensitive, 'sensitive resource')}` : ''}.{' '}
            {heir === null ? (
              'No manager is known to whom they would fall.'
            ) : (
              <>
                They fall to <NodeLink label="Human" {...heir.node} />, the{' '}
                {human.sponsor === null ? 'manager' : 'sponsor'}.
              </>
            )}
          </p>
          <ul className="rows">
            {alone.map((agent) => (
              <li key={agent.id}>
                <NodeLink label="Agent" id={agent.id} name={agent.name} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

function isAlone({ owners }: Owned, id: string): boolean {
  return owners.edges.every(({ node }) => {
    if (node.id === id) return true;
    return 'status' in node && (node.status === 'departed' || node.status === 'dissolved');
  });
}
