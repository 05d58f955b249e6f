import type { ReactNode } from 'react';
import { useAnswer } from '../graphql/use-answer.ts';
import { counted, numberOf } from '../lib/words.ts';
import { Lineage } from '../lineage/lineage.tsx';
import { Badge, Status, Time } from '../parts/badges.tsx';
import { Facts, Head, Panel } from '../parts/facts.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { Departure } from './departure.tsx';
import { FindingList } from './finding-list.tsx';
import { type Human, person } from './person-question.ts';
import { ReachNumbers, sensitiveOf } from './reach.tsx';
import { Gone, WithId } from './subject.tsx';

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
