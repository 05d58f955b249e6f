import type { ReactNode } from 'react';
import { counted } from '../lib/words.ts';
import { Panel } from '../parts/facts.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { Empty } from '../parts/states.tsx';
import type { Human } from './person-question.ts';
import { sensitiveOf } from './reach.tsx';

type Owned = Human['ownedAgents']['edges'][number]['node'];

/** Agents that nobody would answer for without this person, and to whom they would fall. */
export function Departure({ human }: { readonly human: Human }): ReactNode {
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
