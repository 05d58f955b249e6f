import { type Graph, integer } from '../graph/index.ts';

/** A finding as it is told. */
export interface FindingView {
  readonly id: string;
  readonly question: string;
  readonly severity: string;
  readonly sentence: string;
  readonly path: readonly string[];
  readonly remedy: string;
  readonly situation: string | undefined;
  /** Key and name of the person it goes to. */
  readonly routedTo: string | undefined;
  readonly routedToName: string | undefined;
  readonly route: string | undefined;
  readonly firstSeen: string;
  /** Keys of what it is about. */
  readonly subjects: readonly string[];
}

export interface FindingFilter {
  readonly severity?: string;
  readonly question?: string;
  readonly situation?: string;
  /** Of each rule at most so many, the first ones. */
  readonly perRule?: number;
  readonly limit?: number;
  readonly offset?: number;
}

const ORDER = `CASE f.severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END, f.firstSeen, f.id`;

/** A finding's key is `finding:<rule>:<hash>`. */
const FIRST_OF_EACH_RULE = `WITH f ORDER BY ${ORDER} WITH split(f.id, ':')[1] AS rule, collect(f)[0..$perRule] AS same UNWIND same AS f`;

/** Live findings, the most severe first, then the oldest. */
export async function readFindings(graph: Graph, filter: FindingFilter = {}): Promise<FindingView[]> {
  const rows = await graph.read(
    `MATCH (f:Finding) WHERE f.retiredAt IS NULL AND ($severity IS NULL OR f.severity = $severity)
       AND ($question IS NULL OR f.question = $question OR f.id STARTS WITH 'finding:' + $question + ':') AND ($situation IS NULL OR f.situation = $situation)
     ${filter.perRule === undefined ? '' : FIRST_OF_EACH_RULE}
     WITH f ORDER BY ${ORDER}
     SKIP $offset LIMIT $limit
     RETURN f {.*} AS f, head([(f)-[:ROUTED_TO]->(h) | coalesce(h.name, h.email, h.id)]) AS routedToName, [(f)-[:ABOUT]->(s) | s.id] AS subjects`,
    {
      severity: filter.severity ?? null,
      question: filter.question ?? null,
      situation: filter.situation ?? null,
      perRule: integer(filter.perRule ?? 0),
      limit: integer(filter.limit ?? 1000),
      offset: integer(filter.offset ?? 0),
    },
  );
  return rows.map((row) => viewOf(row['f'] as Record<string, unknown>, row['routedToName'], row['subjects']));
}

function viewOf(f: Record<string, unknown>, name: unknown, subjects: unknown): FindingView {
  const optional = (key: string): string | undefined => (f[key] as string | undefined) ?? undefined;
  return {
    id: f['id'] as string,
    question: f['question'] as string,
    severity: f['severity'] as string,
    sentence: f['sentence'] as string,
    path: (f['path'] as string[] | undefined) ?? [],
    remedy: f['remedy'] as string,
    situation: optional('situation'),
    routedTo: optional('routedTo'),
    routedToName: (name as string | null) ?? undefined,
    route: optional('route'),
    firstSeen: f['firstSeen'] as string,
    subjects: [...(subjects as string[])].sort(),
  };
}

/** How many live findings there are. */
export async function countFindings(graph: Graph): Promise<number> {
  const rows = await graph.read('MATCH (f:Finding) WHERE f.retiredAt IS NULL RETURN count(f) AS count');
  return rows[0]?.['count'] as number;
}
