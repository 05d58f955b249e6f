import type { FetchContext } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { known, type ReportRow, readReport } from './report.ts';

/** Was this key of this user, made at this time, never used? `false`: not known, ask IAM. */
export type NeverUsed = (userArn: string, createdAt: Date | undefined) => boolean;

const SLOTS = ['1', '2'];

/**
 * What the credential report knows of keys that were never used: most keys of an account, and one call each saved. The
 * report names no key ids; a key is found by its user and its time of creation, to the second. Keys that the report does not
 * have (made since) are asked for. No report, no answer: nothing is reported as a problem, the step credential-report does.
 */
export async function neverUsedKeys(context: FetchContext<AwsClient>): Promise<NeverUsed> {
  const used = new Map<string, boolean>();
  for await (const row of readReport(quiet(context))) addRow(row, used);
  return (userArn, createdAt) => createdAt !== undefined && used.get(keyOf(userArn, createdAt.getTime())) === false;
}

function addRow(row: ReportRow, used: Map<string, boolean>): void {
  for (const slot of SLOTS) {
    const created = Date.parse(known(row, `access_key_${slot}_last_rotated`) ?? '');
    if (Number.isNaN(created)) continue;
    const key = keyOf(row['arn'] ?? '', created);
    const isUsed = known(row, `access_key_${slot}_last_used_date`) !== undefined;
    // Two keys made in one second cannot be told apart: when one of them was used, both are asked for.
    used.set(key, isUsed || used.get(key) === true);
  }
}

function keyOf(userArn: string, createdAtMs: number): string {
  return `${userArn} ${Math.floor(createdAtMs / 1000)}`;
}

function quiet(context: FetchContext<AwsClient>): FetchContext<AwsClient> {
  return {
    ...context,
    problem: () => undefined,
    attempt: (_what, call) => call(context.signal).catch(() => undefined),
  };
}
