import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { linkOf } from '../lib/links.ts';
import { counted, numberOf } from '../lib/words.ts';
import { Badge } from '../parts/badges.tsx';
import { Panel } from '../parts/facts.tsx';
import { Answered } from '../parts/states.tsx';

/** Apart, because it may wait for the reach index while a service starts. */
const ranking = graphql(`
  query TopAgents($n8: Int = 8) {
    agentRanking(first: $n8) {
      edges { node { total sensitive production writable agent { id name kind owner { node { __typename ... on Human { name } ... on Team { name } } } } } }
    }
  }
`);

/** Those whose loss would cost the most. */
export function TopAgents(): ReactNode {
  const query = useAnswer(ranking, {});
  return (
    <Panel title="Agents by blast radius" aside={<Link href="/agents">All agents</Link>}>
      <Answered query={query} what="Ranking agents">
        {({ agentRanking }) => (
          <ol className="rows">
            {agentRanking.edges.map(({ node }, i) => (
              <li key={node.agent?.id ?? i}>
                <span className="grow">
                  {node.agent === null ? (
                    'an agent'
                  ) : (
                    <Link href={linkOf('Agent', node.agent.id) ?? ''}>{node.agent.name ?? node.agent.id}</Link>
                  )}{' '}
                  <span className="note">{node.agent?.kind}</span>
                </span>
                {node.sensitive > 0 && <Badge tone="critical">{numberOf(node.sensitive)} sensitive</Badge>}
                <span className="count">{counted(node.total, 'resource')}</span>
              </li>
            ))}
          </ol>
        )}
      </Answered>
    </Panel>
  );
}
