import type { Label } from '../../schema/index.ts';

/** What tables are made of. */
export const TABLES = ['Agent', 'Credential', 'Human', 'Resource'] as const satisfies readonly Label[];
export type TableLabel = (typeof TABLES)[number];

/** The columns a table can be sorted, filtered and grouped by, named alike over all tables. */
export const TABLE_COLUMNS = [
  'Name',
  'Kind',
  'System',
  'Tenant',
  'Environment',
  'Status',
  'Sensitivity',
  'Lifetime',
  'Created',
  'LastUsed',
  'Expires',
  'Departed',
] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

export interface TableSpec {
  /** Properties in which a text is looked for; the key is always one. */
  readonly text: readonly string[];
  /** The property behind each column; a column that is not named is not there. */
  readonly columns: Readonly<Partial<Record<TableColumn, string>>>;
}

export const tableSpecs = {
  Agent: {
    text: ['name'],
    columns: {
      Name: 'name',
      Kind: 'kind',
      System: 'platform',
      Tenant: 'tenant',
      Environment: 'environment',
      Status: 'status',
      Created: 'createdAt',
      LastUsed: 'lastActiveAt',
    },
  },
  Credential: {
    text: ['name'],
    columns: {
      Name: 'name',
      Kind: 'kind',
      System: 'system',
      Tenant: 'tenant',
      Status: 'status',
      Lifetime: 'lifetime',
      Created: 'createdAt',
      LastUsed: 'lastUsedAt',
      Expires: 'expiresAt',
    },
  },
  Human: {
    text: ['name', 'email', 'employeeId'],
    columns: {
      Name: 'name',
      Kind: 'employment',
      Status: 'status',
      Created: 'startedAt',
      Departed: 'departedAt',
    },
  },
  Resource: {
    text: ['name'],
    columns: {
      Name: 'name',
      Kind: 'kind',
      System: 'system',
      Tenant: 'tenant',
      Environment: 'environment',
      Status: 'status',
      Sensitivity: 'sensitivity',
      Created: 'createdAt',
      LastUsed: 'lastUsedAt',
    },
  },
} as const satisfies Record<TableLabel, TableSpec>;

export function specOf(label: TableLabel): TableSpec {
  return tableSpecs[label];
}
