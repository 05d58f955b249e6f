import { csvText } from '../lib/csv.ts';
import type { Report } from './types.ts';

const COLUMNS = [
  'change',
  'problem',
  'agent',
  'agentName',
  'kind',
  'platform',
  'owner',
  'ownerName',
  'departedAt',
  'consumption',
  'lastUsedAt',
  'reaches',
  'mostSensitive',
  'routeTo',
  'routeName',
  'route',
  'known',
  'evidence',
  'firstReportedAt',
];

/** One row an agent, resolved ones last. */
export function reportCsv(report: Report): string {
  const items = report.items.map((item) => ({
    ...item,
    mostSensitive: item.mostSensitive.join(' | '),
    known: item.known.join(' | '),
    evidence: item.evidence.join(' '),
  }));
  const resolved = report.resolved.map((one) => ({ ...one, change: 'resolved' }));
  return `${csvText({ columns: COLUMNS, rows: [...items, ...resolved] })}\r\n`;
}
