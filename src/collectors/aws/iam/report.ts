import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type GetCredentialReportResponse,
  IAMClient,
} from '@aws-sdk/client-iam';
import { parse } from 'csv-parse/sync';
import { type FetchContext, MalformedError, problemOf } from '../../../collect/index.ts';
import { sleep } from '../../../collect/retry.ts';
import type { AwsClient } from '../client.ts';
import { text } from '../raw.ts';

/** One row of the credential report by its column names. Absent, `N/A`, `no_information` and `not_supported` are not known.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
export type ReportRow = Readonly<Record<string, string>>;

const POLL_MS = 2000;
const MAX_POLLS = 60;

/** The rows of the newest report. AWS makes a new one at most every four hours; asking for one is free. */
export async function* readReport(context: FetchContext<AwsClient>): AsyncGenerator<ReportRow> {
  const report = await generated(context);
  if (report?.Content === undefined) return;
  try {
    yield* reportRows(new TextDecoder('utf-8', { fatal: true }).decode(report.Content));
  } catch (thrown) {
    context.problem(problemOf(new MalformedError(String(thrown)), 'iam:GetCredentialReport'));
  }
}

async function generated(context: FetchContext<AwsClient>): Promise<GetCredentialReportResponse | undefined> {
  const iam = context.client.sdk(IAMClient);
  for (let poll = 0; poll < MAX_POLLS; poll += 1) {
    const answer = await context.attempt('iam:GenerateCredentialReport', (abortSignal) =>
      iam.send(new GenerateCredentialReportCommand({}), { abortSignal }),
    );
    if (answer === undefined) return undefined;
    if (answer.State === 'COMPLETE')
      return context.attempt('iam:GetCredentialReport', (abortSignal) =>
        iam.send(new GetCredentialReportCommand({}), { abortSignal }),
      );
    // The first answer is STARTED; the report of a small account is ready at once.
    await sleep(poll === 0 ? 50 : POLL_MS, context.signal);
  }
  const message = `the report was not ready after ${(MAX_POLLS * POLL_MS) / 1000} s`;
  context.problem({ kind: 'failed', what: 'iam:GenerateCredentialReport', message });
  return undefined;
}

/** The rows of a report's text. Errors: whatever the parser throws for text that is no CSV. */
export function reportRows(csv: string): ReportRow[] {
  return parse(csv, { columns: true, skip_empty_lines: true, bom: true, trim: true }) as ReportRow[];
}

const UNKNOWN = /^(N\/A|no_information|not_supported)$/i;

/** The value of a column, `undefined` when the report does not know it. */
export function known(row: ReportRow, column: string): string | undefined {
  const value = text(row, column);
  return value === undefined || UNKNOWN.test(value) ? undefined : value;
}

export function yesNo(row: ReportRow, column: string): boolean | undefined {
  const value = known(row, column)?.toLowerCase();
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
