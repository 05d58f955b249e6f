import { type ReadOnlyTable, readOnly } from '../../graph/read-only.ts';
import { inputError } from '../../lib/errors.ts';
import type { Builder } from '../builder.ts';
import { pageSize } from '../paging.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';

const MAX_TEXT = 20_000;
const TIMEOUT_MS = 20_000;

/** `cypher`: an analyst's own statement that only reads. */
export function cypherField(builder: Builder, coverage: CoverageTypes): void {
  const table = builder.objectRef<ReadOnlyTable>('CypherTable').implement({
    description: 'Rows of a statement.',
    fields: (t) => ({
      columns: t.stringList({ resolve: (one) => [...one.columns] }),
      rows: t.field({
        type: ['JSON'],
        description: 'Each an object by column; nodes and edges as their properties.',
        resolve: (one) => [...one.rows],
      }),
      more: t.exposeBoolean('more', { description: 'There are more rows than were asked for.' }),
      ...coverageField(t, coverage),
    }),
  });
  builder.queryField('cypher', (t) =>
    t.field({
      type: table,
      description:
        'Runs a Cypher statement that only reads; anything else is refused. It ends in the database when the client goes away.',
      args: {
        text: t.arg.string({ required: true }),
        parameters: t.arg({
          type: 'JSON',
          description: 'Values of `$name` in the statement, as one object. What users typed belongs here.',
        }),
        first: t.arg.int({ description: 'Rows at most; default 50, at most 500.' }),
      },
      resolve: (_root, { text, parameters, first }, { graph, signal }) => {
        if (text.length > MAX_TEXT) throw inputError('cypher-refused', 'The statement is too long');
        return readOnly(graph, text, {
          params: objectOf(parameters),
          limit: pageSize(first),
          timeoutMs: TIMEOUT_MS,
          ...(signal === undefined ? {} : { signal }),
        });
      },
    }),
  );
}

function objectOf(parameters: unknown): Readonly<Record<string, unknown>> {
  if (parameters === undefined || parameters === null) return {};
  if (typeof parameters === 'object' && !Array.isArray(parameters)) return { ...parameters };
  throw inputError('cypher-parameter', '"parameters" must be an object of values by name');
}
