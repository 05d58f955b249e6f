import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { linkOf } from '../lib/links.ts';
import { numberOf } from '../lib/words.ts';
import { Badge, Environment, Sensitivity, Time, Unknown } from '../parts/badges.tsx';
import { coverageFields } from '../parts/coverage-bar.tsx';
import type { TableSpec } from './table-spec.ts';
import { TableView } from './tables.tsx';

const rows = graphql(
  `
  query ResourceRows($filter: TableFilter, $sort: TableSort, $descending: Boolean, $first: Int, $after: String) {
    table: resourceTable(filter: $filter, sort: $sort, descending: $descending, first: $first, after: $after) {
      edges { node {
        id name kind system tenant region environment sensitivity publicAccess secretContainer lastUsedAt
        heldCredentials(first: 1) { totalCount }
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
  query ResourceGroups($filter: TableFilter, $by: TableGrouping!) {
    table: resourceTable(filter: $filter, first: 1) { groups(by: $by) { key name count } }
  }
`);

type Resource = ResultOf<typeof rows>['table']['edges'][number]['node'];

const spec: TableSpec<Resource> = {
  title: 'Resources',
  noun: 'resource',
  plural: 'resources',
  rows,
  groups,
  keyOf: ({ id }) => id,
  hrefOf: ({ id }) => linkOf('Resource', id),
  filters: ['Kind', 'System', 'Environment', 'Sensitivity'],
  groupings: ['Kind', 'System', 'Tenant', 'Environment', 'Sensitivity'],
  sort: { by: 'Sensitivity', descending: false },
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
      cell: ({ kind }) => kind ?? <Unknown />,
      text: ({ kind }) => kind ?? '',
    },
    {
      id: 'tenant',
      title: 'Account',
      sort: 'Tenant',
      cell: ({ tenant }) => tenant ?? <Unknown />,
      text: ({ tenant }) => tenant ?? '',
    },
    {
      id: 'environment',
      title: 'Environment',
      sort: 'Environment',
      cell: ({ environment }) => <Environment of={environment} />,
      text: ({ environment }) => environment ?? '',
    },
    {
      id: 'sensitivity',
      title: 'Sensitivity',
      sort: 'Sensitivity',
      always: true,
      cell: ({ sensitivity }) => <Sensitivity of={sensitivity} />,
      text: ({ sensitivity }) => sensitivity ?? '',
    },
    {
      id: 'public',
      title: 'Public',
      cell: ({ publicAccess }) =>
        publicAccess === null ? (
          <Unknown />
        ) : (
          <Badge tone={publicAccess === 'open' ? 'critical' : 'plain'}>{publicAccess}</Badge>
        ),
      text: ({ publicAccess }) => publicAccess ?? '',
    },
    {
      id: 'held',
      title: 'Credentials in it',
      cell: ({ heldCredentials }) => numberOf(heldCredentials.totalCount),
      text: ({ heldCredentials }) => String(heldCredentials.totalCount),
    },
    {
      id: 'findings',
      title: 'Findings',
      cell: ({ findings }) => numberOf(findings.totalCount),
      text: ({ findings }) => String(findings.totalCount),
    },
    {
      id: 'used',
      title: 'Last used',
      sort: 'LastUsed',
      cell: ({ lastUsedAt }) => <Time of={lastUsedAt} />,
      text: ({ lastUsedAt }) => lastUsedAt ?? '',
    },
  ],
};

export function ResourcesView(): ReactNode {
  return <TableView spec={spec} />;
}
