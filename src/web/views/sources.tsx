import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { counted } from '../lib/words.ts';
import { Status, Time } from '../parts/badges.tsx';
import { Panel } from '../parts/facts.tsx';
import { Answered, Empty } from '../parts/states.tsx';

const sources = graphql(`
  query Sources {
    sources { source scope outcome steps { step outcome reason completeAt records } }
  }
`);

type Source = ResultOf<typeof sources>['sources'][number];

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
              {[...Map.groupBy(data.sources, ({ source }) => source)].map(([name, scopes]) => (
                <li key={name}>
                  <OneSource name={name} scopes={scopes} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Panel>
  );
}

const BEST_FIRST = ['complete', 'running', 'partial', 'denied', 'failed'];

function OneSource({ name, scopes }: { readonly name: string; readonly scopes: readonly Source[] }): ReactNode {
  const steps = scopes.flatMap((one) => one.steps);
  const incomplete = steps.filter(({ outcome }) => outcome !== 'complete');
  const worst = scopes
    .map(({ outcome }) => outcome)
    .toSorted((a, b) => BEST_FIRST.indexOf(b) - BEST_FIRST.indexOf(a))[0];
  return (
    <>
      <p>
        <strong>{name}</strong> <Status of={worst ?? null} />
      </p>
      <p className="note">
        {counted(scopes.length, 'scope')}, {counted(steps.length, 'step')}, seen whole <Oldest of={steps} />
      </p>
      {incomplete.map(({ step, outcome, reason }) => (
        <p key={step} className="note">
          {step}: {outcome}
          {reason === null ? '' : `, ${reason}`}
        </p>
      ))}
      <details>
        <summary>Scopes</summary>
        <ul className="why">
          {scopes.map(({ scope, outcome, steps: own }) => (
            <li key={scope}>
              {scope} <Status of={outcome} />{' '}
              <span className="note">
                <Oldest of={own} />
              </span>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** When the part that is longest ago was seen whole. */
function Oldest({ of: steps }: { readonly of: Source['steps'] }): ReactNode {
  if (steps.some(({ completeAt }) => completeAt === null)) return 'never';
  return <Time of={steps.map(({ completeAt }) => completeAt ?? '').toSorted()[0]} />;
}
