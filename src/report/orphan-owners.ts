import type { Clock } from '../lib/clock.ts';
import { type Answer, answer, type Coverage, findQuery, readCoverage } from '../queries/index.ts';
import type { ReportItem } from './types.ts';

/** The graph, as the queries take it. */
export type ReportGraph = Parameters<typeof answer>[0];

export interface ReportAnswers {
  readonly items: readonly ReportItem[];
  readonly coverage: Coverage;
}

type Row = Answer['rows'][number];

const PAGE = 5_000;
const TIMEOUT_MS = 120_000;
const EVER = '1970-01-01T00:00:00.000Z';

/** Agents of people who left, with those they fall to, and agents that nobody is known to answer for. */
export async function askOrphanOwners(graph: ReportGraph, clock: Clock): Promise<ReportAnswers> {
  const departed = await everyRow(graph, clock, 'departed-owner-agents', { since: EVER });
  const orphans = await everyRow(graph, clock, 'orphan-agents', {});
  return { items: itemsOf(departed, orphans), coverage: await readCoverage(graph) };
}

async function everyRow(
  graph: ReportGraph,
  clock: Clock,
  question: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let more = true; more; ) {
    const page = await answer(graph, clock, findQuery(question), parameters, {
      limit: PAGE,
      offset: rows.length,
      timeoutMs: TIMEOUT_MS,
    });
    rows.push(...page.rows);
    more = page.more;
  }
  return rows;
}

/** One item an agent and owner; both questions tell of a departed owner, and each knows what the other does not. */
export function itemsOf(departed: readonly Row[], orphans: readonly Row[]): ReportItem[] {
  const found = new Map<string, ReportItem>();
  for (const row of departed) {
    const item = itemOf('owner departed', row, row['owner'], row['ownerName']);
    found.set(item.key, item);
  }
  for (const row of orphans) {
    const problem = row['why'] === 'owner departed' ? 'owner departed' : 'owner unknown';
    const item = itemOf(problem, row, row['lastOwner'], row['lastOwnerName']);
    const told = found.get(item.key);
    found.set(item.key, told === undefined ? item : { ...told, platform: item.platform, known: item.known });
  }
  return [...found.values()].sort(byWeight);
}

function itemOf(problem: ReportItem['problem'], row: Row, owner: unknown, ownerName: unknown): ReportItem {
  const agent = row['agent'] as string;
  return {
    key: `${problem}|${agent}|${textOf(owner) ?? ''}`,
    problem,
    agent,
    agentName: textOf(row['agentName']),
    kind: textOf(row['kind']),
    platform: textOf(row['platform']),
    owner: textOf(owner),
    ownerName: textOf(ownerName),
    departedAt: textOf(row['departedAt']),
    consumption: textOf(row['consumption']),
    lastUsedAt: textOf(row['lastUsedAt']),
    reaches: typeof row['reaches'] === 'number' ? row['reaches'] : undefined,
    mostSensitive: listOf(row['mostSensitive']),
    routeTo: textOf(row['routeTo']),
    routeName: textOf(row['routeName']),
    route: textOf(row['route']),
    known: listOf(row['known']),
    evidence: listOf(row['evidence']),
  };
}

const CONSUMPTION = ['still consuming', 'idle', 'never used'];

/** Departed owners first, those whose agents still act before others, then by reach. */
function byWeight(a: ReportItem, b: ReportItem): number {
  return (
    rankOf(['owner departed', 'owner unknown'], a.problem) - rankOf(['owner departed', 'owner unknown'], b.problem) ||
    rankOf(CONSUMPTION, a.consumption) - rankOf(CONSUMPTION, b.consumption) ||
    (b.reaches ?? 0) - (a.reaches ?? 0) ||
    (a.key < b.key ? -1 : 1)
  );
}

function rankOf(order: readonly string[], value: string | undefined): number {
  const rank = order.indexOf(value ?? '');
  return rank < 0 ? order.length : rank;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
