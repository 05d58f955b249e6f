import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { linkOf } from '../lib/links.ts';
import { numberOf } from '../lib/words.ts';
import { Badge, Environment, Time, Unknown } from '../parts/badges.tsx';
import { coverageFields } from '../parts/coverage-bar.tsx';
import { OwnerCell, ownerName } from './owner-cell.tsx';
import { sensitiveOf } from './reach.tsx';
import type { TableSpec } from './table-spec.ts';
import { TableView } from './tables.tsx';

const rows = graphql(
  `
  query AgentRows($filter: TableFilter, $sort: TableSort, $descending: Boolean, $first: Int, $after: String) {
    table: agentTable(filter: $filter, sort: $sort, descending: $descending, first: $first, after: $after) {
      edges { node {
        id name kind platform tenant environment status lastActiveAt riskFacts
        owner { verdict node { __typename id ... on Human { name status } ... on Team { name } } }
        reachCounts { total bySensitivity { name count } }
        credentials(first: 1) { totalCount }
        findings(first: 1) { totalCount }
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
  query AgentGroups($filter: TableFilter, $by: TableGrouping!) {
    table: agentTable(filter: $filter, first: 1) { groups(by: $by) { key name count } }
  }
`);

type Agent = ResultOf<typeof rows>['table']['edges'][number]['node'];

const spec: TableSpec<Agent> = {
  title: 'Agents',
  noun: 'agent',
  plural: 'agents',
  rows,
  groups,
  keyOf: ({ id }) => id,
  hrefOf: ({ id }) => linkOf('Agent', id),
  filters: ['Kind', 'System', 'Environment', 'Status'],
  groupings: ['Owner', 'Team', 'Kind', 'System', 'Tenant', 'Environment', 'Status'],
  sort: { by: 'Reach', descending: true },
  columns: [
    {
      id: 'name',
      title: 'Name',
      sort: 'Name',
      wide: 2,
      cell: ({ id, name }) => <span title={id}>{name ?? id}</span>,
      text: ({ id, name }) => name ?? id,
    },
    {
      id: 'kind',
      title: 'Kind',
      sort: 'Kind',
      wide: 1.3,
      cell: ({ kind }) => kind ?? <Unknown />,
      text: ({ kind }) => kind ?? '',
    },
    {
      id: 'platform',
      title: 'Platform',
      sort: 'System',
      wide: 0.8,
      cell: ({ platform }) => platform ?? <Unknown />,
      text: ({ platform }) => platform ?? '',
    },
    {
      id: 'environment',
      title: 'Environment',
      sort: 'Environment',
      cell: ({ environment }) => <Environment of={environment} />,
      text: ({ environment }) => environment ?? '',
    },
    {
      id: 'owner',
      title: 'Owner',
      wide: 1.5,
      cell: ({ owner }) => <OwnerCell owner={owner} />,
      text: ({ owner }) => ownerName(owner),
    },
    {
      id: 'credentials',
      title: 'Credentials',
      wide: 0.9,
      cell: ({ credentials }) => numberOf(credentials.totalCount),
      text: ({ credentials }) => String(credentials.totalCount),
    },
    {
      id: 'reach',
      title: 'Reaches',
      sort: 'Reach',
      always: true,
      wide: 1.6,
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
    {
      id: 'findings',
      title: 'Findings',
      wide: 0.8,
      cell: ({ findings }) => numberOf(findings.totalCount),
      text: ({ findings }) => String(findings.totalCount),
    },
    {
      id: 'active',
      title: 'Active',
      sort: 'LastUsed',
      cell: ({ lastActiveAt }) => <Time of={lastActiveAt} />,
      text: ({ lastActiveAt }) => lastActiveAt ?? '',
    },
  ],
};

export function AgentsView(): ReactNode {
  return <TableView spec={spec} />;
}
