import { type Graph, integer } from '../../graph/index.ts';
import type { Label } from '../../schema/index.ts';

export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

/** Live findings of one severity, by how long they stand. */
export interface FindingAges {
  readonly severity: string;
  readonly day: number;
  readonly week: number;
  readonly month: number;
  readonly older: number;
}

/** Somebody to whom findings go. */
export interface Acting {
  /** Key of the Human; absent: to nobody. */
  readonly human: string | undefined;
  readonly name: string;
  readonly critical: number;
  readonly high: number;
  readonly other: number;
  readonly oldest: string;
}

/** What was there at the end of a day. */
export interface TrendDay {
  readonly day: string;
  readonly agents: number;
  readonly credentials: number;
  readonly findings: number;
}

const TIMEOUT_MS = 15_000;
const COUNTED = ['Human', 'Team', 'Agent', 'Credential', 'Principal', 'Resource', 'Tool', 'Device'] as const;

/** Living nodes by label; agents without a known owner as `unowned`. */
export async function readEstateCounts(graph: Graph): Promise<readonly NamedCount[]> {
  const parts = COUNTED.map(
    (label) => `MATCH (n:${label}) WHERE n.retiredAt IS NULL RETURN '${label}' AS name, count(n) AS count`,
  );
  const unowned = `MATCH (n:Agent) WHERE n.retiredAt IS NULL AND NOT EXISTS { (:Human|Team)-[:OWNS]->(n) }
    RETURN 'unowned' AS name, count(n) AS count`;
  const rows = await graph.read(
    `CALL () { ${[...parts, unowned].join(' UNION ALL ')} } RETURN name, count`,
    {},
    { timeoutMs: TIMEOUT_MS },
  );
  return rows.map((row) => ({ name: row['name'] as string, count: row['count'] as number }));
}

/** Living agents by kind, the most first. */
export async function readAgentKinds(graph: Graph): Promise<readonly NamedCount[]> {
  const rows = await graph.read(
    `MATCH (n:Agent) WHERE n.retiredAt IS NULL
     RETURN coalesce(n.kind, 'unknown') AS name, count(*) AS count ORDER BY count DESC, name`,
    {},
    { timeoutMs: TIMEOUT_MS },
  );
  return rows.map((row) => ({ name: row['name'] as string, count: row['count'] as number }));
}

/** `now`: milliseconds since the epoch. */
export async function readFindingAges(graph: Graph, now: number): Promise<readonly FindingAges[]> {
  const rows = await graph.read(
    `MATCH (f:Finding) WHERE f.retiredAt IS NULL
     WITH f.severity AS severity, CASE WHEN f.firstSeen > $day THEN 0 WHEN f.firstSeen > $week THEN 1 WHEN f.firstSeen > $month THEN 2 ELSE 3 END AS age
     RETURN severity, sum(CASE age WHEN 0 THEN 1 ELSE 0 END) AS day, sum(CASE age WHEN 1 THEN 1 ELSE 0 END) AS week,
       sum(CASE age WHEN 2 THEN 1 ELSE 0 END) AS month, sum(CASE age WHEN 3 THEN 1 ELSE 0 END) AS older
     ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END`,
    { day: daysBefore(now, 1), week: daysBefore(now, 7), month: daysBefore(now, 30) },
    { timeoutMs: TIMEOUT_MS },
  );
  return rows as unknown as readonly FindingAges[];
}

/** Those to whom the most severe findings go, first; findings that go to nobody count as one. */
export async function readActing(graph: Graph, first: number): Promise<readonly Acting[]> {
  const rows = await graph.read(
    `MATCH (f:Finding) WHERE f.retiredAt IS NULL OPTIONAL MATCH (f)-[:ROUTED_TO]->(h:Human)
     WITH h, coalesce(h.name, h.email, h.id, f.routedTo, 'nobody') AS name, f
     RETURN h.id AS human, name, sum(CASE f.severity WHEN 'critical' THEN 1 ELSE 0 END) AS critical,
       sum(CASE f.severity WHEN 'high' THEN 1 ELSE 0 END) AS high,
       sum(CASE WHEN f.severity IN ['critical', 'high'] THEN 0 ELSE 1 END) AS other, min(f.firstSeen) AS oldest
     ORDER BY critical DESC, high DESC, other DESC, name LIMIT $limit`,
    { limit: integer(first) },
    { timeoutMs: TIMEOUT_MS },
  );
  return rows.map((row) => ({
    human: (row['human'] as string | null) ?? undefined,
    name: row['name'] as string,
    critical: row['critical'] as number,
    high: row['high'] as number,
    other: row['other'] as number,
    oldest: row['oldest'] as string,
  }));
}

/** Agents, credentials and findings at the end of each of the last days, today last. */
export async function readTrend(graph: Graph, now: number, days: number): Promise<readonly TrendDay[]> {
  const dates = Array.from({ length: days }, (_, i) => daysBefore(now, days - 1 - i).slice(0, 10));
  const [agents, credentials, findings] = await Promise.all(
    (['Agent', 'Credential', 'Finding'] as const).map((label) => livingBy(graph, label, dates)),
  );
  return dates.map((day, i) => ({
    day,
    agents: agents?.[i] ?? 0,
    credentials: credentials?.[i] ?? 0,
    findings: findings?.[i] ?? 0,
  }));
}

/** How many of a label were there at the end of each date: those that came by then, less those that went. */
async function livingBy(graph: Graph, label: Label, dates: readonly string[]): Promise<number[]> {
  const rows = await graph.read(
    `MATCH (n:${label}) WHERE n.firstSeen IS NOT NULL
     RETURN left(n.firstSeen, 10) AS came, left(n.retiredAt, 10) AS went, count(*) AS count`,
    {},
    { timeoutMs: TIMEOUT_MS },
  );
  return dates.map((date) =>
    rows
      .filter(({ came, went }) => (came as string) <= date && (went === null || (went as string) > date))
      .reduce((sum, { count }) => sum + (count as number), 0),
  );
}

function daysBefore(now: number, days: number): string {
  return new Date(now - days * 86_400_000).toISOString();
}
