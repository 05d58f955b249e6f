import {
  csvRows,
  type FileFormat,
  type ImportFile,
  type ImportItem,
  jsonItems,
  MalformedError,
  problemOf,
  topLevelKeys,
} from '../../../collect/index.ts';
import { accountOf, accountOfFolders } from '../keys.ts';
import { type ReportRow, reportRows } from './report.ts';

const STEP = 'credential-report';
const HEADER = /^\ufeff?"?user"?[,;\t]"?arn"?[,;\t]"?user_creation_time"?/;

/** The credential report: as downloaded, or the answer of `aws iam get-credential-report` with its base64 content. */
export const credentialReportFile: FileFormat = {
  id: 'aws-credential-report',
  title: 'AWS credential report (CSV, or JSON of get-credential-report)',
  madeBy: 'aws iam generate-credential-report; aws iam get-credential-report > credential-report.json',
  recognise: (file) => HEADER.test(file.head) || isAnswer(file),
  read,
};

function isAnswer(file: ImportFile): boolean {
  const keys = topLevelKeys(file.head);
  return (
    /"ReportFormat"\s*:\s*"text\/csv"/.test(file.head) || (keys.includes('Content') && keys.includes('GeneratedTime'))
  );
}

type PlacedRow =
  | { readonly row: ReportRow; readonly place: string }
  | { readonly problem: string; readonly place: string };

async function* read(file: ImportFile): AsyncGenerator<ImportItem> {
  let covered: string | undefined;
  for await (const item of HEADER.test(file.head) ? fromCsv(file) : fromAnswer(file)) {
    if ('problem' in item) {
      yield { item: 'problem', problem: { kind: 'malformed', what: STEP, place: item.place, message: item.problem } };
      continue;
    }
    const scope = accountOf(item.row['arn']) ?? accountOfFolders(file);
    if (scope === undefined) {
      const message = 'the row has no ARN that names an account';
      yield { item: 'problem', problem: { kind: 'malformed', what: STEP, place: item.place, message } };
      continue;
    }
    if (covered !== scope) yield { item: 'covers', step: STEP, scope };
    covered = scope;
    yield { item: 'raw', step: STEP, scope, raw: item.row, place: item.place };
  }
}

async function* fromCsv(file: ImportFile): AsyncGenerator<PlacedRow> {
  for await (const row of csvRows(file)) {
    const place = `line ${row.line}`;
    yield 'problem' in row ? { problem: row.problem, place } : { row: row.row, place };
  }
}

async function* fromAnswer(file: ImportFile): AsyncGenerator<PlacedRow> {
  for await (const item of jsonItems(file)) {
    if ('problem' in item) yield { problem: item.problem, place: item.place };
    else yield* answerRows(item.key === '' ? (item.value as { Content?: unknown } | null)?.Content : contentOf(item));
  }
}

function contentOf(item: { readonly key: string; readonly value: unknown }): unknown {
  return item.key === 'Content' ? item.value : undefined;
}

function* answerRows(content: unknown): Generator<PlacedRow> {
  if (content === undefined) return;
  try {
    if (typeof content !== 'string') throw new MalformedError('Content is not text');
    const csv = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(content, 'base64'));
    for (const [index, row] of reportRows(csv).entries()) yield { row, place: `Content, line ${index + 2}` };
  } catch (thrown) {
    yield { problem: problemOf(thrown, STEP).message, place: 'Content' };
  }
}
