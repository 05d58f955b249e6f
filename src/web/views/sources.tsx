import type { ReactNode } from 'react';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { counted } from '../lib/words.ts';
import { Status, Time } from '../parts/badges.tsx';
import { Panel } from '../parts/facts.tsx';
import { Answered, Empty } from '../parts/states.tsx';

const sources = graphql(`
  query Sources {
    sources { source scope outcome steps { step outcome reason completeAt lastRunAt records } }
  }
`);

/** Each source: whether it was seen whole, how fresh that is, and what is missing. */
export function Sources(): ReactNode {
  const query = useAnswer(sources, {});
  return (
    <Panel title="Coverage and freshness">
      <Answered query={query} what="Reading the sources">
        {(data) =>
          data.sources.length === 0 ? (
            <Empty>No source has been read yet.</Empty>
          ) : (
            <ul className="sources">
              {data.sources.map(({ source, scope, outcome, steps }) => {
                const incomplete = steps.filter((step) => step.outcome !== 'complete');
                const oldest = steps.map(({ completeAt }) => completeAt).toSorted()[0];
                return (
                  <li key={`${source} ${scope}`}>
                    <p>
                      <strong>{source}</strong> <span className="note">{scope}</span> <Status of={outcome} />
                    </p>
                    <p className="note">
                      {counted(steps.length, 'step')}, seen whole {oldest === null ? 'never' : <Time of={oldest} />}
                    </p>
                    {incomplete.map((step) => (
                      <p key={step.step} className="note">
                        {step.step}: {step.outcome}
                        {step.reason === null ? '' : `, ${step.reason}`}
                      </p>
                    ))}
                  </li>
                );
              })}
            </ul>
          )
        }
      </Answered>
    </Panel>
  );
}
