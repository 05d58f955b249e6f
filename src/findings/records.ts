import { createHash } from 'node:crypto';
import type { Row } from '../graph/index.ts';
import { EVIDENCE_COLUMN } from '../queries/index.ts';
import { edge, type GraphRecord, node, ref } from '../schema/index.ts';
import type { FindingRule, Subject } from './rule.ts';

/** `finding:<rule>:<hash of its subjects' keys>`: the same problem keeps its key over runs. */
export function findingId(rule: FindingRule, row: Row): string {
  const subjects = Object.keys(rule.subjects).map((column) => String(row[column] ?? ''));
  return `finding:${rule.id}:${createHash('sha256').update(subjects.join('\n')).digest('hex').slice(0, 20)}`;
}

/** A row of the rule's question as graph records: the Finding, what it is about, and whom it goes to. */
export function findingRecords(rule: FindingRule, row: Row): GraphRecord[] {
  const id = findingId(rule, row);
  const routedTo = rule.routeTo === undefined ? undefined : row[rule.routeTo];
  const human = typeof routedTo === 'string' ? ref('Human', routedTo) : undefined;
  const finding = node('Finding', id, {
    question: rule.query,
    severity: rule.severity(row),
    sentence: rule.sentence(row),
    path: (row[EVIDENCE_COLUMN] as readonly string[] | null) ?? [],
    remedy: rule.remedy(row),
    situation: typeof rule.situation === 'function' ? rule.situation(row) : rule.situation,
    routedTo: human?.id,
    route: rule.route?.(row),
  });
  const about = Object.entries(rule.subjects).flatMap(([column, label]) => aboutEdge(id, label, row[column]));
  return [finding, ...about, ...(human === undefined ? [] : [edge('ROUTED_TO', ref('Finding', id), human, {})])];
}

function aboutEdge(id: string, label: Subject, key: unknown): GraphRecord[] {
  return typeof key === 'string' ? [edge('ABOUT', ref('Finding', id), ref(label, key), {})] : [];
}
