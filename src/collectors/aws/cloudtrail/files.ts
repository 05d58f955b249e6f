import type { FileFormat, ImportFile, ImportItem, JsonItem } from '../../../collect/index.ts';
import { jsonItems, topLevelKeys } from '../../../collect/index.ts';
import { accountOfFolders } from '../keys.ts';
import { accountOf } from './map.ts';
import { type TrailRecord, textAt } from './read.ts';

const STEP = 'cloudtrail';
const TITLE = 'CloudTrail records (JSON)';
/** S3 notifications have `Records` as well, with `aws:s3` there. */
const EVENT_SOURCE = /"eventSource"\s*:\s*"[\w.-]+\.amazonaws\.com/;

/** Log files (`Records`), the output of lookup-events (`Events`), and bare records as an array or one a line. */
function recognise(file: ImportFile): boolean {
  const keys = topLevelKeys(file.head);
  if (keys.includes('Records')) return EVENT_SOURCE.test(file.head) || inTrail(file);
  if (keys.includes('Events')) return file.head.includes('"CloudTrailEvent"');
  if (!EVENT_SOURCE.test(file.head)) return false;
  return keys.includes('eventID') || (file.head.trimStart().startsWith('[') && file.head.includes('"eventID"'));
}

/** A log file of an hour without events is told by where a trail puts it: `AWSLogs/<account>/CloudTrail/<region>/…`. */
function inTrail(file: ImportFile): boolean {
  return file.folders.includes('CloudTrail');
}

async function* read(file: ImportFile): AsyncGenerator<ImportItem> {
  const folder = accountOfFolders(file);
  const covered = new Set<string>();
  if (folder !== undefined) {
    covered.add(folder);
    yield { item: 'covers', step: STEP, scope: folder };
  }
  for await (const item of jsonItems(file)) {
    const record = recordOf(item);
    if (record === undefined) continue;
    const scope = typeof record === 'string' ? undefined : (accountOf(record) ?? folder);
    if (typeof record === 'string' || scope === undefined) {
      yield problem(item.place, typeof record === 'string' ? record : 'it does not tell its account');
      continue;
    }
    if (!covered.has(scope)) yield { item: 'covers', step: STEP, scope };
    covered.add(scope);
    yield { item: 'raw', step: STEP, scope, raw: record, place: item.place };
  }
}

function problem(place: string, message: string): ImportItem {
  return { item: 'problem', problem: { kind: 'malformed', what: TITLE, place, message } };
}

/** The record of an item, what is wrong with it, or `undefined` for what is no record (a page token). */
function recordOf(item: JsonItem): TrailRecord | string | undefined {
  if ('problem' in item) return item.problem;
  if (item.key === 'NextToken') return 'the list goes on after this page: the rest is missing';
  if (!['', 'Records', 'Events'].includes(item.key)) return undefined;
  if (typeof item.value !== 'object' || item.value === null) return 'is not an object';
  return item.key === 'Events' ? detailOf(item.value) : (item.value as TrailRecord);
}

/** The record that `LookupEvents` puts into `CloudTrailEvent` as JSON text; a sentence when it cannot be read. */
export function detailOf(found: unknown): TrailRecord | string {
  const text = (found as { readonly CloudTrailEvent?: unknown }).CloudTrailEvent;
  try {
    const record: unknown = JSON.parse(typeof text === 'string' ? text : '');
    if (typeof record === 'object' && record !== null && textAt(record, 'eventSource') !== undefined)
      return record as TrailRecord;
  } catch {
    // Said below; the parser's own message would quote the text.
  }
  return 'its CloudTrailEvent is not a record';
}

export const files: readonly FileFormat[] = [
  {
    id: 'aws-cloudtrail',
    title: TITLE,
    madeBy: 'a trail’s log files in S3 (.json.gz), aws cloudtrail lookup-events, or records as JSON lines',
    recognise,
    read,
  },
];
