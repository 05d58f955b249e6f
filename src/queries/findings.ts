import { type Graph, integer } from '../graph/index.ts';
import { type FindingState, type FindingStateName, STATE_CLAUSE, stateOf } from './lifecycle/state.ts';

/** A finding as it is told. */
export interface FindingView extends FindingState {
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
  /** When it was found, or found again (UTC), and when it is to be settled. */
  readonly openedAt: string | undefined;
  readonly dueAt: string | undefined;
  /** Key of the root cause, and how many agents and credentials it concerns, where they are several. */
  readonly cause: string | undefined;
  readonly covers: number | undefined;
  /** When it was found no more. */
  readonly resolvedAt: string | undefined;
  /** Keys of what it is about. */
  readonly subjects: readonly string[];
}

export interface FindingFilter {
  readonly severity?: string;
  readonly question?: string;
  readonly situation?: string;
  /** Only in this state; `resolved` ones are told only when asked for. */
  readonly state?: FindingStateName;
  /** Key of the person it goes to. */
  readonly routedTo?: string;
  /** Only those that were to be settled by now. */
  readonly overdue?: boolean;
  /** What time it is (UTC); default: the clock of the machine. */
  readonly now?: string;
  /** Of each rule at most so many, the first ones. */
  readonly perRule?: number;
  readonly limit?: number;
  readonly offset?: number;
}

const ORDER = `CASE f.severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END, f.firstSeen, f.id`;

/** A finding's key is `finding:<rule>:<hash>`. */
const FIRST_OF_EACH_RULE = `WITH f, state, acceptedUntil, assignee, assigneeName ORDER BY ${ORDER}
  WITH split(f.id, ':')[1] AS rule, collect({f: f, state: state, acceptedUntil: acceptedUntil, assignee: assignee, assigneeName: assigneeName})[0..$perRule] AS same
  UNWIND same AS one WITH one.f AS f, one.state AS state, one.acceptedUntil AS acceptedUntil, one.assignee AS assignee, one.assigneeName AS assigneeName`;

/** For `f` and the parameters of a filter. */
const FITS = `(f.retiredAt IS NULL OR $state = 'resolved') AND ($severity IS NULL OR f.severity = $severity)
       AND ($question IS NULL OR f.question = $question OR f.id STARTS WITH 'finding:' + $question + ':') AND ($situation IS NULL OR f.situation = $situation)
       AND ($routedTo IS NULL OR EXISTS { (f)-[:ROUTED_TO]->(:Human {id: $routedTo}) } OR (f.retiredAt IS NOT NULL AND EXISTS { (f)-[:ROUTED_TO_WAS]->(:Human {id: $routedTo}) })) AND ($overdue = false OR f.dueAt <= $now)`;

/** Findings that fit, with their state. */
export const FITTING = `MATCH (f:Finding) WHERE ${FITS} ${STATE_CLAUSE} WITH * WHERE $state IS NULL OR state = $state`;

/** The parameters of `FITTING`. */
export function fittingParams(filter: FindingFilter): Readonly<Record<string, unknown>> {
  return {
    severity: filter.severity ?? null,
    question: filter.question ?? null,
    situation: filter.situation ?? null,
    state: filter.state ?? null,
    routedTo: filter.routedTo ?? null,
    overdue: filter.overdue ?? false,
    now: filter.now ?? new Date().toISOString(),
  };
}

/** Findings that fit, the most severe first, then the oldest. */
export async function readFindings(graph: Graph, filter: FindingFilter = {}): Promise<FindingView[]> {
  const rows = await graph.read(
    `${FITTING}
     ${filter.perRule === undefined ? '' : FIRST_OF_EACH_RULE}
     WITH f, state, acceptedUntil, assignee, assigneeName ORDER BY ${ORDER}
     SKIP $offset LIMIT $limit
     RETURN f {.*} AS f, state, acceptedUntil, assignee, assigneeName,
            coalesce(assigneeName, head([(f)-[:ROUTED_TO]->(h) | coalesce(h.name, h.email, h.id)])) AS routedToName,
            [(f)-[:ABOUT|ABOUT_WAS]->(s) WHERE f.retiredAt IS NOT NULL OR EXISTS { (f)-[:ABOUT]->(s) } | s.id] AS subjects`,
    {
      ...fittingParams(filter),
      perRule: integer(filter.perRule ?? 0),
      limit: integer(filter.limit ?? 1000),
      offset: integer(filter.offset ?? 0),
    },
  );
  return rows.map((row) => ({
    ...viewOf(row['f'] as Record<string, unknown>, row['routedToName'], row['subjects']),
    ...stateOf(row),
  }));
}

function viewOf(f: Record<string, unknown>, name: unknown, subjects: unknown): Omit<FindingView, keyof FindingState> {
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
    openedAt: optional('openedAt'),
    dueAt: optional('dueAt'),
    cause: optional('cause'),
    covers: (f['covers'] as number | undefined) ?? undefined,
    resolvedAt: optional('retiredAt'),
    subjects: [...new Set(subjects as string[])].sort(),
  };
}

/** How many live findings there are. */
export async function countFindings(graph: Graph): Promise<number> {
  const rows = await graph.read('MATCH (f:Finding) WHERE f.retiredAt IS NULL RETURN count(f) AS count');
  return rows[0]?.['count'] as number;
}
