import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { useAnswer } from '../graphql/use-answer.ts';
import { useParams } from '../lib/params.ts';
import { numberOf } from '../lib/words.ts';
import { Failure, Loading } from '../parts/states.tsx';
import { type Grouping, type TableSpec, type TableVariables, UNKNOWN } from './table-spec.ts';

interface GroupsProps<N> {
  readonly spec: TableSpec<N>;
  readonly filter: TableVariables['filter'];
  readonly by: Grouping;
}

/** The groups with their counts; each leads to its rows. */
export function Groups<N>({ spec, filter, by }: GroupsProps<N>): ReactNode {
  const params = useParams();
  const { data, error } = useAnswer(spec.groups, { filter: filter ?? null, by });
  if (error !== null) return <Failure error={error} />;
  if (data === undefined) return <Loading what="Counting groups" />;
  return (
    <ul className="groups" aria-label={`${spec.title} by ${by.toLowerCase()}`}>
      {data.table.groups.map(({ key, name, count }) => {
        const next = new URLSearchParams(params.all);
        next.delete('group');
        if (by === 'Owner' && key === '') next.set('unowned', '1');
        else if (by === 'Owner' || by === 'Team') next.set(by.toLowerCase(), key);
        else next.set(by, key || UNKNOWN);
        return (
          <li key={key}>
            {by === 'Team' && key === '' ? (
              <span>{name}</span>
            ) : (
              <Link href={`${location.pathname}?${next}`}>{name}</Link>
            )}
            <span className="count">{numberOf(count)}</span>
          </li>
        );
      })}
    </ul>
  );
}
