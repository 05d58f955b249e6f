import type { Graph } from '../../graph/index.ts';
import type { FindingFilter } from '../findings.ts';

/** Live findings that fit, counted by severity. */
export async function countFindings(
  graph: Graph,
  filter: FindingFilter,
): Promise<readonly { readonly severity: string; readonly count: number }[]> {
  const rows = await graph.read(
    `MATCH (f:Finding) WHERE f.retiredAt IS NULL AND ($severity IS NULL OR f.severity = $severity)
       AND ($question IS NULL OR f.question = $question OR f.id STARTS WITH 'finding:' + $question + ':') AND ($situation IS NULL OR f.situation = $situation)
     RETURN f.severity AS severity, count(*) AS count
     ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END`,
    {
      severity: filter.severity ?? null,
      question: filter.question ?? null,
      situation: filter.situation ?? null,
    },
    { timeoutMs: 15_000 },
  );
  return rows.map((row) => ({ severity: row['severity'] as string, count: row['count'] as number }));
}
