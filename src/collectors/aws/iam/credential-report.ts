import { type MapContext, step } from '../../../collect/index.ts';
import { toInstant } from '../../../lib/clock.ts';
import { edge, node, type RecordOf, ref } from '../../../schema/index.ts';
import type { AwsClient } from '../client.ts';
import { accountOf } from '../keys.ts';
import { required } from '../raw.ts';
import { known, type ReportRow, readReport, yesNo } from './report.ts';

const EMITS = ['Principal', 'Credential', 'AUTHENTICATES_AS'] as const;
type ReportRecord = RecordOf<(typeof EMITS)[number]>;

export const credentialReport = step<AwsClient, ReportRow, (typeof EMITS)[number]>({
  id: 'credential-report',
  title: 'Credential report: passwords, second factors, the root user',
  mode: 'snapshot',
  emits: EMITS,
  permissions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  notAvailable: {
    id: 'the report names no access key ids: keys of users come from the step access-keys, keys of the root user only from here',
  },
  fetch: readReport,
  map: mapReportRow,
});

export function mapReportRow(row: ReportRow, context: MapContext): readonly ReportRecord[] {
  const arn = required(row, 'arn');
  const account = accountOf(arn) ?? context.scope;
  const isRoot = arn.endsWith(':root');
  const principal = node('Principal', arn, {
    name: isRoot ? 'root' : required(row, 'user'),
    kind: isRoot ? 'iam-root' : 'iam-user',
    system: 'aws',
    tenant: account,
    createdAt: isRoot ? toInstant(known(row, 'user_creation_time')) : undefined,
    lastUsedAt: lastUse(row),
    mfa: yesNo(row, 'mfa_active'),
  });
  return [principal, ...password(row, arn, account, isRoot), ...(isRoot ? rootKeys(row, arn, account) : [])];
}

/** A user without a password has no credential to show. Of the root user the report only says when it was last used. */
function password(row: ReportRow, arn: string, account: string, isRoot: boolean): ReportRecord[] {
  const isThere = yesNo(row, 'password_enabled') ?? (isRoot && known(row, 'password_last_used') !== undefined);
  if (!isThere) return [];
  const credential = node('Credential', `aws:${account}:password:${isRoot ? 'root' : required(row, 'user')}`, {
    kind: 'password',
    system: 'aws',
    tenant: account,
    status: 'active',
    lifetime: 'long-lived',
    rotatedAt: toInstant(known(row, 'password_last_changed')),
    lastUsedAt: toInstant(known(row, 'password_last_used')),
  });
  return [credential, authenticates(credential, arn)];
}

function rootKeys(row: ReportRow, arn: string, account: string): ReportRecord[] {
  return ['1', '2'].flatMap((slot) => {
    if (yesNo(row, `access_key_${slot}_active`) !== true) return [];
    const service = known(row, `access_key_${slot}_last_used_service`);
    const region = known(row, `access_key_${slot}_last_used_region`);
    const credential = node('Credential', `aws:${account}:access-key:root-${slot}`, {
      name: `root access key ${slot}`,
      kind: 'aws-access-key',
      system: 'aws',
      tenant: account,
      status: 'active',
      lifetime: 'long-lived',
      rotatedAt: toInstant(known(row, `access_key_${slot}_last_rotated`)),
      lastUsedAt: toInstant(known(row, `access_key_${slot}_last_used_date`)),
      lastUsedFor: [service, region].filter((part) => part !== undefined).join(' ') || undefined,
    });
    return [credential, authenticates(credential, arn)];
  });
}

function authenticates(credential: RecordOf<'Credential'>, arn: string): RecordOf<'AUTHENTICATES_AS'> {
  return edge('AUTHENTICATES_AS', ref('Credential', credential.id), ref('Principal', arn), {});
}

/** The latest use of the password or of a key. */
function lastUse(row: ReportRow): string | undefined {
  const columns = ['password_last_used', 'access_key_1_last_used_date', 'access_key_2_last_used_date'];
  return columns
    .map((column) => toInstant(known(row, column)))
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
}
