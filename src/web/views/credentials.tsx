import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { linkOf } from '../lib/links.ts';
import { numberOf } from '../lib/words.ts';
import { Badge, Status, Time, Unknown } from '../parts/badges.tsx';
import { coverageFields } from '../parts/coverage-bar.tsx';
import { OwnerCell, ownerName } from './owner-cell.tsx';
import { sensitiveOf } from './reach.tsx';
import type { TableSpec } from './table-spec.ts';
import { TableView } from './tables.tsx';

const rows = graphql(
  `
  query CredentialRows($filter: TableFilter, $sort: TableSort, $descending: Boolean, $first: Int, $after: String) {
    table: credentialTable(filter: $filter, sort: $sort, descending: $descending, first: $first, after: $after) {
      edges { node {
        id name kind system tenant status lifetime createdAt expiresAt lastUsedAt
        owner { verdict node { __typename id ... on Human { name status } ... on Team { name } } }
        reachCounts { total bySensitivity { name count } }
        usedBy(first: 1) { totalCount }
        storedIn(first: 1) { totalCount }
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
  query CredentialGroups($filter: TableFilter, $by: TableGrouping!) {
    table: credentialTable(filter: $filter, first: 1) { groups(by: $by) { key name count } }
  }
`);

type Credential = ResultOf<typeof rows>['table']['edges'][number]['node'];

const spec: TableSpec<Credential> = {
  title: 'Credentials',
  noun: 'credential',
  plural: 'credentials',
  rows,
  groups,
  keyOf: ({ id }) => id,
  hrefOf: ({ id }) => linkOf('Credential', id),
  filters: ['Kind', 'System', 'Status'],
  groupings: ['Owner', 'Team', 'Kind', 'System', 'Tenant', 'Status'],
  sort: { by: 'Reach', descending: true },
  columns: [
    {
      id: 'name',
      title: 'Credential',
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
      id: 'lifetime',
      title: 'Lifetime',
      sort: 'Lifetime',
      cell: ({ lifetime }) =>
        lifetime === null ? (
          <Unknown />
        ) : (
          <Badge tone={lifetime === 'long-lived' ? 'medium' : 'good'}>{lifetime}</Badge>
        ),
      text: ({ lifetime }) => lifetime ?? '',
    },
    {
      id: 'status',
      title: 'Status',
      sort: 'Status',
      cell: ({ status }) => <Status of={status} />,
      text: ({ status }) => status ?? '',
    },
    {
      id: 'owner',
      title: 'Owner',
      wide: 1.5,
      cell: ({ owner }) => <OwnerCell owner={owner} />,
      text: ({ owner }) => ownerName(owner),
    },
    {
      id: 'usedBy',
      title: 'Used by',
      cell: ({ usedBy }) => numberOf(usedBy.totalCount),
      text: ({ usedBy }) => String(usedBy.totalCount),
    },
    {
      id: 'storedIn',
      title: 'Kept in',
      cell: ({ storedIn }) => numberOf(storedIn.totalCount),
      text: ({ storedIn }) => String(storedIn.totalCount),
    },
    {
      id: 'reach',
      title: 'Reaches',
      sort: 'Reach',
      always: true,
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
      id: 'created',
      title: 'Created',
      sort: 'Created',
      cell: ({ createdAt }) => <Time of={createdAt} />,
      text: ({ createdAt }) => createdAt ?? '',
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

export function CredentialsView(): ReactNode {
  return <TableView spec={spec} />;
}
