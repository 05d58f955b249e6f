import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { Badge, Severity, Time, Unknown } from '../parts/badges.tsx';
import { coverageFields } from '../parts/coverage-bar.tsx';
import type { TableColumn } from '../parts/data-table.tsx';

/** Findings row by row, the most severe first. */
export const findings = graphql(
  `
  query Findings($filter: FindingFilter, $first: Int, $after: String) {
    findings(filter: $filter, first: $first, after: $after) {
      edges { node { id sentence severity state isOverdue routedTo firstSeen assignee { name } routedToHuman { node { name } } } }
      pageInfo { hasNextPage endCursor }
      bySeverity { name count }
      coverage { ...CoverageFields }
    }
  }
`,
  [coverageFields],
);

type Finding = ResultOf<typeof findings>['findings']['edges'][number]['node'];

export const columns: readonly TableColumn<Finding>[] = [
  {
    id: 'sentence',
    title: 'Finding',
    wide: 5,
    cell: ({ sentence }) => <span title={sentence ?? ''}>{sentence}</span>,
    text: ({ sentence }) => sentence ?? '',
  },
  {
    id: 'severity',
    title: 'Severity',
    always: true,
    cell: ({ severity }) => <Severity of={severity} />,
    text: ({ severity }) => severity ?? '',
  },
  {
    id: 'routed',
    title: 'Goes to',
    wide: 1.4,
    cell: (row) => goesTo(row) ?? <Unknown />,
    text: (row) => goesTo(row) ?? '',
  },
  {
    id: 'state',
    title: 'State',
    cell: ({ state, isOverdue }) => (
      <>
        {state} {isOverdue && <Badge tone="critical">overdue</Badge>}
      </>
    ),
    text: ({ state }) => state,
  },
  {
    id: 'since',
    title: 'Since',
    cell: ({ firstSeen }) => <Time of={firstSeen} />,
    text: ({ firstSeen }) => firstSeen ?? '',
  },
];

function goesTo({ assignee, routedToHuman, routedTo }: Finding): string | null {
  return assignee?.name ?? routedToHuman?.node.name ?? routedTo;
}

export function keyOf({ id }: Finding): string {
  return id;
}
