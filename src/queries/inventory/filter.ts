import { inputError } from '../../lib/errors.ts';
import { specOf, type TableColumn, type TableLabel } from './spec.ts';

/** Which rows of a table; all that is given must hold. */
export interface TableFilter {
  /** Part of the name or key, in any case. */
  readonly text?: string | undefined;
  /** Values of columns; an empty text: not known. */
  readonly columns?: Readonly<Partial<Record<TableColumn, string>>>;
  /** Key of the Human or Team that answers for it. */
  readonly owner?: string | undefined;
  /** Key of a Team: owned by a member or by the team itself; of people, the members. */
  readonly team?: string | undefined;
  /** true: nobody is known to answer for it; false: somebody is. */
  readonly unowned?: boolean | undefined;
}

/** Conditions over `n`, with their parameters. */
export interface Conditions {
  readonly where: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const OWNED = '(:Human|Team)-[:OWNS]->(n)';
/** Only these have owners of their own. */
const OWNABLE: readonly TableLabel[] = ['Agent', 'Credential'];

/** Living nodes of a label that fit. Errors: `table-filter` for a condition the table does not have. */
export function conditionsOf(label: TableLabel, filter: TableFilter): Conditions {
  const tests = ['n.retiredAt IS NULL'];
  const params: Record<string, unknown> = {};
  if (filter.text !== undefined && filter.text !== '') {
    const fields = ['id', ...specOf(label).text].map((name) => `toLower(n.${name}) CONTAINS $text`);
    tests.push(`(${fields.join(' OR ')})`);
    params['text'] = filter.text.toLowerCase();
  }
  for (const [column, value] of Object.entries(filter.columns ?? {})) {
    const property = propertyOf(label, column as TableColumn);
    tests.push(value === '' ? `n.${property} IS NULL` : `n.${property} = $${property}`);
    params[property] = value;
  }
  tests.push(...ownerTests(label, filter, params));
  return { where: tests.join(' AND '), params };
}

/** The property behind a column. Errors: `table-filter`. */
export function propertyOf(label: TableLabel, column: TableColumn): string {
  const { columns } = specOf(label);
  const property = columns[column];
  if (property !== undefined) return property;
  throw inputError('table-filter', `This table has no column ${column}`, {
    hint: `It has ${Object.keys(columns).join(', ')}.`,
  });
}

function ownerTests(label: TableLabel, filter: TableFilter, params: Record<string, unknown>): string[] {
  const { owner, team, unowned } = filter;
  if (owner === undefined && team === undefined && unowned === undefined) return [];
  if (label === 'Human' && owner === undefined && unowned === undefined) {
    params['team'] = team;
    return ['EXISTS { (n)-[:MEMBER_OF]->(:Team {id: $team}) }'];
  }
  if (!OWNABLE.includes(label)) throw inputError('table-filter', 'This table has no owners');
  const tests: string[] = [];
  if (owner !== undefined) {
    params['owner'] = owner;
    tests.push('EXISTS { (o:Human|Team {id: $owner})-[:OWNS]->(n) }');
  }
  if (team !== undefined) {
    params['team'] = team;
    tests.push(
      '(EXISTS { (:Team {id: $team})-[:OWNS]->(n) } OR EXISTS { (:Team {id: $team})<-[:MEMBER_OF]-(:Human)-[:OWNS]->(n) })',
    );
  }
  if (unowned !== undefined) tests.push(unowned ? `NOT EXISTS { ${OWNED} }` : `EXISTS { ${OWNED} }`);
  return tests;
}
