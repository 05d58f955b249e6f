import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { linkOf } from '../lib/links.ts';
import { numberOf } from '../lib/words.ts';
import { Badge, Status, Time, Unknown } from '../parts/badges.tsx';
import { coverageFields } from '../parts/coverage-bar.tsx';
import { sensitiveOf } from './reach.tsx';
import type { TableSpec } from './table-spec.ts';
import { TableView } from './tables.tsx';

const rows = graphql(
  `
  query PeopleRows($filter: TableFilter, $sort: TableSort, $descending: Boolean, $first: Int, $after: String, $n2: Int = 2) {
    table: humanTable(filter: $filter, sort: $sort, descending: $descending, first: $first, after: $after) {
      edges { node {
        id name email status employment title departedAt
        teams(first: $n2) { edges { node { name } } }
        manager { node { name } }
        ownedAgents(first: 1) { totalCount }
        owns(first: 1) { totalCount }
        findingsRoutedTo(first: 1) { totalCount }
        reachCounts { total bySensitivity { name count } }
      } }
      pageInfo { hasNextPage endCursor }
      totalCount
      coverage { ...CoverageFields }
    }
  }
`,
  [coverageFields],
);

const groups = graphql(`
  query PeopleGroups($filter: TableFilter, $by: TableGrouping!) {
    table: humanTable(filter: $filter, first: 1) { groups(by: $by) { key name count } }
  }
`);

type Human = ResultOf<typeof rows>['table']['edges'][number]['node'];

const teamsOf = ({ teams }: Human): string => teams.edges.map(({ node }) => node.name).join(', ');

const spec: TableSpec<Human> = {
  title: 'People',
  noun: 'person',
  plural: 'people',
  rows,
  groups,
  keyOf: ({ id }) => id,
  hrefOf: ({ id }) => linkOf('Human', id),
  filters: ['Kind', 'Status'],
  groupings: ['Team', 'Kind', 'Status'],
  sort: { by: 'Name', descending: false },
  columns: [
    {
      id: 'name',
      title: 'Name',
      sort: 'Name',
      wide: 1.5,
      cell: ({ id, name, email }) => <span title={email ?? id}>{name ?? email ?? id}</span>,
      text: ({ id, name, email }) => name ?? email ?? id,
    },
    {
      id: 'status',
      title: 'Status',
      sort: 'Status',
      always: true,
      cell: ({ status, departedAt }) => (
        <>
          <Status of={status} /> {departedAt !== null && <Time of={departedAt} />}
        </>
      ),
      text: ({ status }) => status ?? '',
    },
    { id: 'team', title: 'Team', cell: (row) => teamsOf(row) || <Unknown />, text: teamsOf },
    {
      id: 'employment',
      title: 'Employment',
      sort: 'Kind',
      cell: ({ employment }) => employment ?? <Unknown />,
      text: ({ employment }) => employment ?? '',
    },
    {
      id: 'manager',
      title: 'Manager',
      cell: ({ manager }) => manager?.node.name ?? <Unknown />,
      text: ({ manager }) => manager?.node.name ?? '',
    },
    {
      id: 'agents',
      title: 'Agents',
      cell: ({ ownedAgents }) => numberOf(ownedAgents.totalCount),
      text: ({ ownedAgents }) => String(ownedAgents.totalCount),
    },
    {
      id: 'owns',
      title: 'Answers for',
      cell: ({ owns }) => numberOf(owns.totalCount),
      text: ({ owns }) => String(owns.totalCount),
    },
    {
      id: 'act',
      title: 'To act on',
      cell: ({ findingsRoutedTo }) => numberOf(findingsRoutedTo.totalCount),
      text: ({ findingsRoutedTo }) => String(findingsRoutedTo.totalCount),
    },
    {
      id: 'reach',
      title: 'Reaches',
      sort: 'Reach',
      cell: ({ reachCounts }) => (
        <>
          {numberOf(reachCounts.total)}{' '}
          {sensitiveOf(reachCounts) > 0 && (
            <Badge tone="critical">{numberOf(sensitiveOf(reachCounts))} sensitive</Badge>
          )}
        </>
      ),
      text: ({ reachCounts }) => String(reachCounts.total),
    },
  ],
};

export function PeopleView(): ReactNode {
  return <TableView spec={spec} />;
}
