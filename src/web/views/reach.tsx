import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { numberOf } from '../lib/words.ts';
import { isSensitive } from '../parts/badges.tsx';

export const reachFields = graphql(`
  fragment ReachFields on ReachCounts {
    total
    byKind { name count }
    byLevel { level certain possible unknown }
    byEnvironment { name count }
    bySensitivity { name count }
  }
`);

type Reach = ResultOf<typeof reachFields>;

/** Of what is reached: customer data, personal data, confidential. */
export function sensitiveOf({ bySensitivity }: Pick<Reach, 'bySensitivity'>): number {
  return bySensitivity.filter(({ name }) => isSensitive(name)).reduce((sum, { count }) => sum + count, 0);
}

/** A blast radius in numbers. */
export function ReachNumbers({ reach }: { readonly reach: Reach }): ReactNode {
  return (
    <div className="reach">
      <p className="figure">
        <strong>{numberOf(reach.total)}</strong> resources, <strong>{numberOf(sensitiveOf(reach))}</strong> of them
        sensitive
      </p>
      <div className="columns">
        <Counts title="By kind" counts={reach.byKind.slice(0, 8)} />
        <Counts title="By environment" counts={reach.byEnvironment} />
        <Counts title="By sensitivity" counts={reach.bySensitivity} />
        <div>
          <h3>By level</h3>
          <ul className="counts">
            {reach.byLevel.map(({ level, certain, possible, unknown }) => (
              <li key={level}>
                {level}
                <span className="count">
                  {numberOf(certain)}
                  {possible > 0 && ` + ${numberOf(possible)} conditional`}
                  {unknown > 0 && ` + ${numberOf(unknown)} not decided`}
                </span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}

function Counts({
  title,
  counts,
}: {
  readonly title: string;
  readonly counts: readonly { readonly name: string; readonly count: number }[];
}): ReactNode {
  return (
    <div>
      <h3>{title}</h3>
      <ul className="counts">
        {counts.map(({ name, count }) => (
          <li key={name}>
            {name}
            <span className="count">{numberOf(count)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
