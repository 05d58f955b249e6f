import type { ReactNode } from 'react';
import { Severity } from '../parts/badges.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { Empty } from '../parts/states.tsx';

interface FindingListProps {
  readonly findings: readonly {
    readonly id: string;
    readonly sentence: string | null;
    readonly severity: string | null;
  }[];
}

export function FindingList({ findings }: FindingListProps): ReactNode {
  if (findings.length === 0) return <Empty>Nothing was found to be wrong with it.</Empty>;
  return (
    <ul className="rows">
      {findings.map(({ id, sentence, severity }) => (
        <li key={id}>
          <Severity of={severity} /> <NodeLink label="Finding" id={id} name={sentence} />
        </li>
      ))}
    </ul>
  );
}
