import type { Graph } from '../../graph/index.ts';
import { FITTING, type FindingFilter, fittingParams } from '../findings.ts';

/** Findings that fit, counted by severity. */
export async function countFindings(
  graph: Graph,
  filter: FindingFilter,
): Promise<readonly { readonly severity: string; readonly count: number }[]> {
  const rows = await graph.read(
    `${FITTING}
     RETURN f.severity AS severity, count(*) AS count
     ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END`,
    fittingParams(filter),
    { timeoutMs: 15_000 },
  );
  return rows.map((row) => ({ severity: row['severity'] as string, count: row['count'] as number }));
}
