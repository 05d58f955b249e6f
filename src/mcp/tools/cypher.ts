import { z } from 'zod';
import { readOnly } from '../../graph/index.ts';
import { readCoverage } from '../../queries/index.ts';
import { coverageOf, coverageShape } from '../shapes.ts';
import { tool } from '../tool.ts';

const TIMEOUT_MS = 25_000;
/** A model cannot read more. */
const MAX_BYTES = 400_000;

export const runCypher = tool({
  name: 'run_cypher',
  title: 'Read-only Cypher',
  description:
    'Runs one Cypher statement that only reads, for what no other tool answers. Read the resource keyline://schema first. Anything that writes, calls procedures beyond db.labels and the like, or leaves the graph is refused with line and column. Live facts have no retiredAt.',
  input: z.object({
    statement: z.string().min(1).max(20_000),
    parameters: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('Values of $name in the statement: put what users say here.'),
    limit: z.int().min(1).max(1_000).default(100).describe('Rows at most.'),
  }),
  output: z.object({
    columns: z.array(z.string()),
    rows: z.array(z.record(z.string(), z.unknown())),
    more: z.boolean(),
    cutBy: z.enum(['rows', 'bytes']).optional().describe('Why there are more rows than these.'),
    coverage: coverageShape,
  }),
  action: 'cypher',
  run: async ({ statement, parameters, limit }, { graph, signal }) => {
    const table = await readOnly(graph, statement, {
      limit,
      params: parameters,
      signal,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    const coverage = await readCoverage(graph);
    const { columns, rows, more, cutBy } = table;
    const data = {
      columns: [...columns],
      rows: rows.map((row) => ({ ...row })),
      more,
      cutBy,
      coverage: coverageOf(coverage),
    };
    return {
      data,
      says: `${rows.length} rows${more ? ', and more' : ''}. Coverage: ${coverage.line}.`,
      rows: rows.length,
    };
  },
});
