import { createHash } from 'node:crypto';
import type { Row } from '../graph/index.ts';
import { EVIDENCE_COLUMN } from '../queries/index.ts';
import { edge, type GraphRecord, node, ref } from '../schema/index.ts';
import type { Before } from './before.ts';
import { type DueDays, dueAt } from './due.ts';
import { type FindingRule, SEVERITIES, type Subject } from './rule.ts';

/** Rows with one root cause: one finding. The worst row first. */
export interface FindingRows {
  readonly id: string;
  readonly rows: readonly [Row, ...Row[]];
}

/**
 * `finding:<rule>:<hash of the root cause>`: the same problem keeps its key over runs, however many agents it concerns at the
 * time. Rows are put together by the rule's `cause`.
 */
export function findingId(rule: FindingRule, row: Row): string {
  const cause = (rule.cause ?? Object.keys(rule.subjects)).map((column) => String(row[column] ?? ''));
  return `finding:${rule.id}:${createHash('sha256').update(cause.join('\n')).digest('hex').slice(0, 20)}`;
}

/** Puts rows together by root cause, in the order in which causes are met; the worst row of each comes first. */
export function groupRows(rule: FindingRule, rows: readonly Row[]): FindingRows[] {
  const rank = (row: Row): number => SEVERITIES.indexOf(rule.severity(row));
  return [...Map.groupBy(rows, (row) => findingId(rule, row))].flatMap(([id, own]) => {
    const [worst, ...others] = [...own].sort((a, b) => rank(a) - rank(b));
    return worst === undefined ? [] : [{ id, rows: [worst, ...others] as const }];
  });
}

/** A finding as graph records: the Finding, what it is about, and whom it goes to. `at`: UTC time of the run. */
export function findingRecords(
  rule: FindingRule,
  { id, rows }: FindingRows,
  before: Before | undefined,
  at: string,
  days: DueDays,
): GraphRecord[] {
  const [row] = rows;
  const subjects = subjectsOf(rule, rows);
  const severity = rule.severity(row);
  const openedAt = before?.openedAt ?? at;
  const to = receiverOf(rule, row, before);
  const human = to.id === undefined ? undefined : ref('Human', to.id);
  const finding = node('Finding', id, {
    question: rule.query,
    severity,
    sentence: rule.sentence(row, rows),
    path: (row[EVIDENCE_COLUMN] as readonly string[] | null) ?? [],
    remedy: rule.remedy(row),
    situation: typeof rule.situation === 'function' ? rule.situation(row) : rule.situation,
    routedTo: human?.id,
    route: to.why,
    cause: rule.cause === undefined ? undefined : String(row[rule.cause.at(-1) ?? ''] ?? ''),
    covers: rows.length > 1 ? rows.length : undefined,
    openedAt,
    dueAt: dueAt(openedAt, severity, days),
  });
  const about = subjects.map(({ label, key }) => edge('ABOUT', ref('Finding', id), ref(label, key), {}));
  return [finding, ...about, ...(human === undefined ? [] : [edge('ROUTED_TO', ref('Finding', id), human, {})])];
}

/** Whom somebody assigned it to, else where the rule sends it. */
function receiverOf(rule: FindingRule, row: Row, before: Before | undefined) {
  if (before?.assignee !== undefined) return { id: before.assignee, why: before.assigned };
  const routed = rule.routeTo === undefined ? undefined : row[rule.routeTo];
  return { id: typeof routed === 'string' ? routed : undefined, why: rule.route?.(row) };
}

function subjectsOf(rule: FindingRule, rows: readonly Row[]): { readonly label: Subject; readonly key: string }[] {
  const found = new Map<string, { readonly label: Subject; readonly key: string }>();
  for (const row of rows) {
    for (const [column, of] of Object.entries(rule.subjects)) {
      const label = typeof of === 'string' ? of : (row[of.column] as Subject);
      for (const key of keysOf(row[column])) found.set(`${label} ${key}`, { label, key });
    }
  }
  return [...found.values()];
}

function keysOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  return typeof value === 'string' ? [value] : [];
}
