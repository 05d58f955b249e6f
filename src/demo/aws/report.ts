import type { Json } from '../types.ts';
import type { AwsAccount } from './account.ts';

const HEADER =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const NO_KEY = 'false,N/A,N/A,N/A,N/A';
const NO_CERTIFICATES = 'false,N/A,false,N/A';

/** The account's credential report. */
export function reportOf(account: AwsAccount): string {
  const keys = Map.groupBy(account.keys, (key) => String(key['UserName']));
  const withMfa = new Set(account.mfaDevices.map((device) => device['UserName']));
  const root = `<root_account>,arn:aws:iam::${account.id}:root,${account.times.stamp(2500)},not_supported,${account.times.stamp(700)},not_supported,not_supported,true,${NO_KEY},${NO_KEY},${NO_CERTIFICATES}`;
  const rows = account.users.map((user) => {
    const name = String(user['UserName']);
    const [one, two] = keys.get(name) ?? [];
    const facts = [name, String(user['Arn']), String(user['CreateDate']), 'false', 'N/A', 'N/A', 'N/A'];
    return [...facts, String(withMfa.has(name)), keyColumns(one), keyColumns(two), NO_CERTIFICATES].join(',');
  });
  return `${[HEADER, root, ...rows].join('\n')}\n`;
}

function keyColumns(key: Json | undefined): string {
  if (key === undefined) return NO_KEY;
  const use = key['AccessKeyLastUsed'] as Json;
  const used = use['LastUsedDate'] ?? 'N/A';
  return [key['Status'] === 'Active', key['CreateDate'], used, use['Region'], use['ServiceName']].join(',');
}
